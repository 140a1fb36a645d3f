/// One stage of a ramp, as k6 writes it: `{duration: 1m, target: 1000}`.
#pragma once

#include <cstdint>
#include <vector>

namespace onsale::k6 {

/// Linear change from the value before the stage to `target`. A stage of 0 ns is a jump.
struct Stage {
  std::int64_t duration_ns = 0; ///< >= 0
  std::int64_t target = 0;      ///< VUs (ramping-vus) or iterations per timeUnit (ramping-arrival-rate), >= 0

  bool operator==(const Stage&) const = default;
};

using Stages = std::vector<Stage>;

/// Sum of the durations, nanoseconds.
std::int64_t total_duration_ns(const Stages& stages);

} // namespace onsale::k6
