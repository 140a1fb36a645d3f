#pragma once

#include "model/k6/metric/tags.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::k6 {

/// k6's own tags that samples carry, sorted: its default set, or those of the option `systemTags`. They are the columns
/// of a CSV file.
struct SystemTags {
  std::vector<std::string> names{system_tag_names().begin(), system_tag_names().end()};

  bool has(std::string_view name) const { return std::ranges::binary_search(names, name); }
};

} // namespace onsale::k6
