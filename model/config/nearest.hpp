#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace onsale::config {

/// Damerau-Levenshtein distance (restricted: no substring is edited twice): how many letters must be inserted, removed,
/// replaced or swapped with their neighbour. Letters are bytes, case is ignored. Cost O(|a| x |b|).
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The name that was probably meant: the nearest, if no further away than max(2, length/3) and not altogether
/// different. Among equally near names the first one wins.
std::optional<std::string> nearest(std::string_view name, std::span<const std::string> names);

} // namespace onsale::config
