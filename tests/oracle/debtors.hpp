/// Threads of one core that block in debt: the work on which our run queue is compared with Linux's.
#pragma once

#include <cstdint>
#include <vector>

namespace onsale::oracle {

/// Each thread: computes for long, sleeps, computes for a moment, sleeps, and again. Sleeps vary by half, uniformly.
struct Debtors {
  std::uint32_t threads = 0;
  double long_burst_s = 0;
  double sleep_after_long_s = 0;
  double short_burst_s = 0;
  double sleep_after_short_s = 0;
};

/// From the end of a sleep until the thread has the core, s.
struct WaitsForTheCore {
  std::vector<double> after_long_s;
  std::vector<double> after_short_s;
};

/// engine::RunQueue as it is by default, with `switch_cost_s`.
WaitsForTheCore simulated(const Debtors& debtors, double switch_cost_s, double duration_s);

} // namespace onsale::oracle
