#pragma once

#include "model/config/units.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace onsale::config {

/// Finds the text of another property; nothing if there is none.
using PropertyLookup = std::function<std::optional<std::string>(std::string_view name)>;

/// Replaces Spring's placeholders: `${name}` by the property of that name, `${NAME:default}` by its default when there
/// is none. Environment variables are not read, since a result must not depend on the machine. Placeholders may nest;
/// more than 16 levels are taken for a circle.
Parsed<std::string> resolve_placeholders(std::string_view text, const PropertyLookup& lookup);

} // namespace onsale::config
