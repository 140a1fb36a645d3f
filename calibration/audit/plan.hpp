/// What k6 options allow a test to do: how long, with how much VU time, with how many arrivals.
#pragma once

#include "calibration/k6/interval.hpp"
#include "model/k6/options/options.hpp"

#include <optional>

namespace onsale::calibration {

/// Seconds from the start of the load to the last regular end: no iteration begins later. Only of scenarios that run
/// until then whatever the server does (not those that end with a number of iterations); 0 if there are none.
double regular_end_s(const k6::Options& options);

/// Seconds from the start of the load to the instant when none of these scenarios has anything left to begin: a ramping
/// rate is over with the last iteration that is due, ramping VUs when the last of them is released for good.
double earliest_end_s(const k6::Options& options);

/// Seconds from the start of the load to the first instant at which a scenario cuts off what still runs at its end.
double first_hard_end_s(const k6::Options& options);

/// Upper bound on the time that all VUs together can spend inside iterations, VU-seconds.
/// @param longest_iteration_s  none of the iterations in question lasts longer: an iteration begun at the regular end,
///                             or in a slot that is released, may last so long, but no longer than k6's grace
double most_vu_seconds(const k6::Options& options, double longest_iteration_s);

/// VU-seconds for which slots of constant-vus and ramping-vus begin one iteration after the other.
double looping_vu_seconds(const k6::Options& options);

/// No iteration as long as this is ever interrupted: the shortest grace of all scenarios, seconds.
double shortest_grace_s(const k6::Options& options);

/// Largest number of VUs that can be at work at one time.
double most_vus(const k6::Options& options);

/// The most VUs that ramping-vus and constant-vus hold for three seconds or longer: the gauge, taken every second, has
/// seen them.
double held_vus(const k6::Options& options);

/// Most VUs that can be at work at an instant of the first two seconds, when the gauge is taken for the first time.
double vus_at_start(const k6::Options& options);

/// The two arrival-rate executors, all scenarios together.
struct Arrivals {
  double planned = 0;            ///< iterations due
  double pre_allocated = 0;      ///< VUs ready from the start
  double most_vus = 0;           ///< maxVUs
  double largest_rate_per_s = 0; ///< of all scenarios together
  double most_vu_time_s = 0;     ///< maxVUs x duration, VU-seconds
  bool alone = true;             ///< no other executor in the test
};

/// Nothing if no scenario has arrivals.
std::optional<Arrivals> arrivals_of(const k6::Options& options);

/// Iterations that per-vu-iterations and shared-iterations are to do, if the test has no other executor.
std::optional<double> planned_iterations(const k6::Options& options);
/// The same beside other executors.
double iterations_by_number(const k6::Options& options);

/// `vus` alone: as many iterations to k6 since 1.0, one iteration to k6 before.
bool says_users_alone(const k6::Options& options);

/// Users are dropped at an instant and climb again: k6 stops those above the lower level for good, also where they
/// would have gone on, so that the plan says too much.
bool drops_and_climbs(const k6::Options& options);

} // namespace onsale::calibration
