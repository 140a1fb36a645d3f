/// When a ramping-vus scenario starts, releases and hard-stops its VUs: two step functions computed once, in whole
/// nanoseconds, with k6's own integer arithmetic.
///
///   VUs
///    2 |        +-----+                planned: slots that may begin an iteration
///    1 |  +-----+     +.....+          reserved: planned, or still finishing an iteration (dotted)
///    0 +--+-----------------+--------> time
///                     |<--->|
///                gracefulRampDown
///
/// Slots are a stack: counting up starts the lowest free slot, counting down releases the highest.
#pragma once

#include "model/k6/options/stage.hpp"

#include <cstdint>
#include <vector>

namespace onsale::k6 {

/// From `time_ns` (since the scenario's start) on, `vus` slots.
struct VuStep {
  std::int64_t time_ns = 0;
  std::int64_t vus = 0;

  bool operator==(const VuStep&) const = default;
};

using VuPlan = std::vector<VuStep>;

struct RampingVus {
  std::int64_t start_vus = 1;
  Stages stages;
  std::int64_t graceful_ramp_down_ns = 30'000'000'000;
  std::int64_t graceful_stop_ns = 30'000'000'000;
};

/// Slots that loop over iterations. The first step is at 0 (even with 0 VUs), the last one goes to 0 at the sum of the
/// stage durations. With F the value before a stage, E its target, D its duration and T its end, division truncating:
///   up:   slot v (F+1..E) starts at          T - D (E - v) / (E - F)
///   down: count falls to v - 1 (v = F..E+1) at T - D (E - v + 1) / (E - F)
/// Times never decrease; two steps may share one time.
VuPlan planned_vus(const RampingVus& ramp);

/// Slots that may hold a running iteration: when this falls, the iteration of the highest slot is cancelled. A slot
/// that is released keeps its VU for graceful_ramp_down_ns, never beyond the sum of durations + graceful_stop_ns; a
/// slot whose count climbs back in time goes on as if nothing had happened. Slots planned to the end get
/// graceful_stop_ns.
VuPlan reserved_vus(const RampingVus& ramp);

/// Largest count of the plan: how many VUs the scenario has to initialise.
std::int64_t max_vus(const VuPlan& plan);

} // namespace onsale::k6
