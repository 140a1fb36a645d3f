#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::config {

/// What a quantity must keep, to be written at the place of reading:
///   auto cores = host.number("cores", {.says = "physical cores", .minimum = 1, .default_value = 6});
/// Without a default the key is required. What the value is for is said where it is read, and nowhere else: schema and
/// reference are made of it.
template <class T> struct Rule {
  std::string_view says = {};    ///< what the value is for, without a full stop
  std::optional<T> minimum = {}; ///< smallest allowed
  std::optional<T> above = {};   ///< must be greater than this
  std::optional<T> maximum = {}; ///< largest allowed
  std::optional<T> default_value = {};
  std::string_view default_unit = {}; ///< of a bare number (durations, sizes, rates); none: a unit is required
};

/// The rule of a flag.
struct BooleanRule {
  std::string_view says = {};
  std::optional<bool> default_value = {};
};

/// The rule of a text.
struct TextRule {
  std::string_view says = {};
  std::optional<std::string> default_value = {};
  bool may_be_empty = false;
  std::vector<std::string> choices = {}; ///< the words that it may be, for the schema: the reader refuses others itself
};

/// The rule of a list. A missing list is an empty one.
struct ListRule {
  std::string_view says = {};
  std::size_t minimum_size = 0;
};

} // namespace onsale::config
