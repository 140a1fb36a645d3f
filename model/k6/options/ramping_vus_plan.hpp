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

#include "model/k6/options/ramping_vus.hpp"

#include <cstdint>

namespace onsale::k6 {

/// Slots that loop over iterations. The first step is at 0 (even with 0 VUs), the last one goes to 0 at the sum of the
/// stage durations. With F the value before a stage, E its target, D its duration and T its end, division truncating:
///   up:   slot v (F+1..E) starts at          T - D (E - v) / (E - F)
///   down: count falls to v - 1 (v = F..E+1) at T - D (E - v + 1) / (E - F)
/// Times never decrease; two steps may share one time.
VuPlan planned_vus(const RampingVus& ramp);

/// Slots that may hold a running iteration: when this falls, the iterations of the highest slots are cancelled.
///
/// A step down takes effect graceful_ramp_down_ns later, never beyond the sum of durations + graceful_stop_ns. If the
/// count is back where it fell from by then, nothing is cancelled. If it has climbed, but not so far (which takes a
/// step of several slots, a stage of 0 s), the slots above the step are cancelled all the same, those that have begun
/// anew since too, and are not started again:
///
///   6 ----+          planned: 6, then 1 at once, then up to 4
///   4     |  +-----
///   1     +-+|     graceful_ramp_down_ns after the drop slots 2 to 6 are cut off; 2 to 4 stay empty
///
/// Slots planned to the end get graceful_stop_ns.
VuPlan reserved_vus(const RampingVus& ramp, std::int64_t graceful_stop_ns);

} // namespace onsale::k6
