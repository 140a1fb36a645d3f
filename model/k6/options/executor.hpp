/// The kinds of executors. Each tells everything about itself in a file of its own; this list is all that others know.
///
///   static constexpr name              k6's: `constant-vus`
///   static read(object)                from its own keys; faults go to the object
///   regular_duration_ns()              no iteration begins later
///   required_vus(grace_ns)             VUs ready from the scenario's own start on; the last step is its hard end
///   described()                        what k6 prints when a test begins
///   status(progress)                   what stands right of its progress bar
///   run(context)                       at work (model/k6/executor)
///
/// and what applies to it:
///
///   looping_vus()                      VUs that begin iterations one after the other, as a plan
///   peak_vus(), scale_vus(factor)      VUs are its load
///   rate_per_s(time), peak_rate_per_s(), planned_arrivals(), scale_rate(factor)    arrivals are
///   planned_iterations()               it ends by their number
#pragma once

#include "model/k6/options/constant_arrival_rate.hpp"
#include "model/k6/options/constant_vus.hpp"
#include "model/k6/options/per_vu_iterations.hpp"
#include "model/k6/options/ramping_arrival_rate.hpp"
#include "model/k6/options/ramping_vus.hpp"
#include "model/k6/options/shared_iterations.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace onsale::k6 {

using Executor =
    std::variant<ConstantVus, RampingVus, ConstantArrivalRate, RampingArrivalRate, PerVuIterations, SharedIterations>;

/// Length of a scenario without graceful stop, nanoseconds: no iteration begins later.
std::int64_t regular_duration_ns(const Executor& executor);

/// @param grace  how long iterations may go on: the scenario's own, or less, if none of them lasts as long
VuPlan required_vus(const Executor& executor, const Grace& grace);

ExecutorText described(const Executor& executor);
std::string status_of(const Executor& executor, const ScenarioProgress& progress);

/// Empty where arrivals or a number of iterations decide.
VuPlan looping_vus(const Executor& executor);
/// The most that are at work at once; 0 of arrival rates.
std::int64_t peak_vus(const Executor& executor);
/// nullptr unless it is an arrival rate.
const ArrivalVus* arrival_vus(const Executor& executor);
/// Iterations due a second, so long after the scenario's start; 0 unless it is an arrival rate.
double rate_per_s(const Executor& executor, double elapsed_s);
double peak_rate_per_s(const Executor& executor);
/// Area under the rate: iterations that are due in all.
double planned_arrivals(const Executor& executor);
/// Nothing where time decides.
std::optional<std::int64_t> planned_iterations(const Executor& executor);

/// All its VUs, or nothing, if arrivals are its load. What is there does not vanish by rounding.
void scale_vus(Executor& executor, double factor);
/// Its arrivals, likewise. A rate is a whole number of iterations per timeUnit: the unit becomes a thousand times as
/// long, so that finer steps can be taken.
void scale_rate(Executor& executor, double factor);

} // namespace onsale::k6
