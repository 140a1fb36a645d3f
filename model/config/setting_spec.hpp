#pragma once

#include "model/config/units.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace onsale::config {

enum class SettingKind { count, duration, bytes, ratio, boolean, text };

/// One setting of the application, under the name that its users know. All values are texts as a user would write them.
struct SettingSpec {
  std::string name; ///< Spring's: `spring.datasource.hikari.maximum-pool-size`
  SettingKind kind = SettingKind::count;
  std::string default_value = {}; ///< empty: not set, unless given
  std::string minimum = {};       ///< smallest allowed; empty: 0 for durations, sizes and ratios, none for counts
  std::string maximum = {};       ///< largest allowed; empty: 1 for ratios, else none
  std::string default_unit = {};  ///< of a bare number: `ms` or `s` for durations, `B` for sizes
  std::vector<std::string> choices = {}; ///< text only: the allowed words, in any case; empty: any text
  std::string doc = {};                  ///< one line
  std::string source = {};               ///< whose default it is: `HikariCP default`
};

/// count and bytes are std::int64_t, ratio is double, text is std::string.
using SettingValue = std::variant<std::int64_t, double, Duration, bool, std::string>;

/// Reads a text as the setting's kind and checks its limits. A text with choices becomes the choice as the
/// specification spells it. The problem ends with the default: `0 is below 1 (HikariCP default 10)`.
Parsed<SettingValue> parse_setting(const SettingSpec& spec, std::string_view text);

/// `an integer`, `one of always, never`: what the setting expects.
std::string expectation(const SettingSpec& spec);

/// ` (HikariCP default 10)`, or nothing when there is no default.
std::string default_note(const SettingSpec& spec);

} // namespace onsale::config
