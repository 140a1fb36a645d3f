/// What a host's processors are, and how its threads share them.
#pragma once

#include "sim/engine/time.hpp"

#include <optional>
#include <string>

namespace onsale::engine {

/// How much work n runnable threads get done per second, in units of one core working alone.
///   n <= cores                  n
///   cores < n <= hw threads     cores + smt_gain * (n - cores)       (linear: each doubled core adds its gain)
///   beyond                      cores + smt_gain * (threads - cores)
/// With 6 cores, 12 hardware threads and a gain of 0.25, twelve threads get 7.5 cores' worth.
struct CpuCapacity {
  double cores = 1;
  double hardware_threads = 0; ///< 0: as many as cores (no SMT)
  double smt_gain = 0.25;      ///< what the second thread of a core adds; Intel Technology Journal 6(1): up to 0.3

  double at(double runnable) const;
  double largest() const { return at(1e18); }
};

/// Linux's run queues (run_queues.hpp).
struct RunQueueOptions {
  Duration slice = std::chrono::microseconds(1400); ///< base slice 0.7 ms x (1 + log2(2 CPUs of the machine))
  Duration tick = std::chrono::milliseconds(4);     ///< CONFIG_HZ=250
  bool delayed_dequeue = true;                      ///< kernel 6.12 and later
  bool wakeup_preemption = true;
  Duration switch_cost{}; ///< CPU time to load a thread's state into the caches, at each change of threads
  /// Instead, for the first thread of each process since the core was idle: meanwhile others of the machine had the
  /// core and its caches.
  Duration idle_cost{};
  /// Until a core that was idle computes, at speed 1: a halted virtual CPU has to be woken. Nobody is charged for it.
  Duration idle_exit{};
  Duration migration_cost{};                                 ///< CPU time of a thread's first steps on another core
  Duration cache_hot = std::chrono::microseconds(500);       ///< sysctl_sched_migration_cost
  Duration balance_per_core = std::chrono::milliseconds(16); ///< how often busy cores look: 1 ms for each x busy_factor
};

struct CpuOptions {
  std::string name;
  CpuCapacity capacity;
  std::optional<RunQueueOptions> run_queue; ///< none: all runnable threads advance at once (processor sharing)
};

} // namespace onsale::engine
