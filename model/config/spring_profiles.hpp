/// Spring's profiles: which documents of an application's files count.
#pragma once

#include "model/config/application_file.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace onsale::config {

/// Whether `on-profile` lets a document count: names with `!`, `&`, `|`, brackets, or a list with commas, one of which
/// is enough.
bool profile_holds(std::string_view expression, const std::vector<std::string>& active);

/// What a document is for: `spring.config.activate.on-profile`, or the older `spring.profiles`; empty: for all.
std::string profile_of(const std::vector<FlatValue>& document);

/// Profiles that the documents make active themselves: `spring.profiles.active`, with the groups that those name. Of
/// placeholders the default counts. `default` if there are none.
std::vector<std::string> active_profiles(const std::vector<std::vector<FlatValue>>& documents);

/// The profiles and what `spring.profiles.group` adds to them.
std::vector<std::string> with_groups(std::vector<std::string> profiles,
                                     const std::vector<std::vector<FlatValue>>& documents);

} // namespace onsale::config
