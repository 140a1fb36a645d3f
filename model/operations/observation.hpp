/// What somebody who watches the system sees of it, second by second: the figures that conditions compare.
#pragma once

#include "sim/engine/time.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::system {
class System;
}

namespace onsale::operations {

/// Number of a figure: those of the load first, then those that the parts of the system tell of themselves.
using Metric = std::size_t;

/// As conditions write them: `p95`, `hikari-pending`.
const std::vector<std::string_view>& metric_names();
std::optional<Metric> metric_from_name(std::string_view name);
std::string metric_list();

using Observation = std::vector<double>; ///< [metrics] times in seconds, shares 0 to 1

/// Client-side figures of one second.
struct LoadFigures {
  double requests_per_s = 0;
  double failures_per_s = 0;
  double mean_s = 0;
  double p95_s = 0;
};

/// Looks at a system once a second and turns what it counts into figures of that second.
class Observer {
public:
  explicit Observer(const system::System& system) : system_(system) {}
  Observation observe(engine::Time now, const LoadFigures& load);

private:
  const system::System& system_;
  engine::Time last_{};
  std::vector<double> totals_; // [kinds of the parts] when looked at last
  std::vector<double> wholes_;
};

} // namespace onsale::operations
