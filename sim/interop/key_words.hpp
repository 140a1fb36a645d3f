/// What the keys of a scenario mean, a sentence each: for the schema, and for what is made of it.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace onsale::interop {

struct KeyWords {
  std::string_view path; ///< as Describe asks for it
  std::string_view words;
};

/// All but settings, which carry their own (config::SettingSpec::doc).
std::span<const KeyWords> system_words();     ///< of the modelled system
std::span<const KeyWords> load_words();       ///< of k6's options and of journeys
std::span<const KeyWords> operations_words(); ///< of faults, actions, published results, incidents

/// The words for a path; empty if there are none.
std::string key_words(const std::string& path);

} // namespace onsale::interop
