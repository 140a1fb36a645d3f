/// Threads of one core that block in debt: the work on which our run queue is compared with Linux's.
#pragma once

#include <cstdint>
#include <vector>

namespace onsale::oracle {

/// Each thread: computes for long, sleeps, computes for a moment, sleeps, and again. Bursts and sleeps vary by half,
/// uniformly: alike, threads fall into step, and the least disturbance of a real machine tells.
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

/// Under the engine's run queue as it is by default.
WaitsForTheCore simulated(const Debtors& debtors, double duration_s);

struct Waits {
  double mean_ms = 0;
  double med_ms = 0;
  double p90_ms = 0;
  double p99_ms = 0;
};
Waits summary_of(std::vector<double> waits_s);

} // namespace onsale::oracle
