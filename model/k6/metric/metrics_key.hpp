#pragma once

#include "model/k6/metric/tags.hpp"

#include <string>
#include <string_view>

namespace onsale::k6 {

/// A threshold key taken apart: `http_req_duration{name:token,status:200}`.
struct MetricKey {
  std::string metric;
  std::string suffix; ///< what stands between the braces, as written; empty without braces
  TagSet filter;
};

/// Blanks around names and values are dropped, and quotes around them. The value is all that follows the first colon,
/// so that `group:::pay` is the group `::pay`.
/// @throws std::invalid_argument naming the fault
MetricKey parse_metric_key(std::string_view key);

/// k6's rule for metric names: a letter or _, then up to 127 letters, digits or _.
bool is_metric_name(std::string_view name);

} // namespace onsale::k6
