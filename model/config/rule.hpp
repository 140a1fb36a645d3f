#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::config {

/// What a quantity must keep, to be written at the place of reading:
///   auto cores = host.number("cores", {.minimum = 1, .default_value = 6});
/// Without a default the key is required.
template <class T> struct Rule {
  std::optional<T> minimum = {}; ///< smallest allowed
  std::optional<T> above = {};   ///< must be greater than this
  std::optional<T> maximum = {}; ///< largest allowed
  std::optional<T> default_value = {};
  std::string_view default_unit = {}; ///< of a bare number (durations, sizes, rates); none: a unit is required
};

/// The rule of a flag.
struct BooleanRule {
  std::optional<bool> default_value = {};
};

/// The rule of a text.
struct TextRule {
  std::optional<std::string> default_value = {};
  bool may_be_empty = false;
  std::vector<std::string> choices = {}; ///< the words that it may be, for the schema: the reader refuses others itself
};

/// The rule of a list. A missing list is an empty one.
struct ListRule {
  std::size_t minimum_size = 0;
};

} // namespace onsale::config
