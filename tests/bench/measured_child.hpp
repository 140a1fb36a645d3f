/// Runs one measurement in a process of its own: a fresh heap each time, and SimGrid's one engine for each process.
#pragma once

#include "tests/bench/closed_web_tier.hpp"

#include <functional>

namespace onsale::bench {

struct Measured {
  ClosedWebTierResult result;
  double cpu_s = 0;          ///< processor time of the run: other users of the machine do not count
  double resident_bytes = 0; ///< growth of the resident set
};

/// @throws std::runtime_error when the child fails
Measured measured_in_child(const std::function<ClosedWebTierResult()>& run);

} // namespace onsale::bench
