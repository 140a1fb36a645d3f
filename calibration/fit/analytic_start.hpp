/// Where a fit begins: values that the laws of queueing give without a simulation.
#pragma once

#include "calibration/fit/parameter.hpp"
#include "calibration/fit/test_run.hpp"

#include <array>
#include <string>
#include <vector>

namespace onsale::fit {

/// What one request of an endpoint asks of the system when nothing goes wrong, seconds: the mean demands of its flow's
/// steps.
struct EndpointDemand {
  std::array<double, system::role_count> cpu_s{}; ///< [roles]
  double elsewhere_s = 0;                         ///< round trips, flushes, delays: no CPU
};
EndpointDemand demand_of(const system::Endpoint& endpoint, const system::SystemOptions& system);

/// Fits the parameters to two laws, by least squares over logarithms:
///   utilisation law  C_p / N = sum_e x_e D_pe                   where a test tells the CPU seconds C_p of a process
///   processor sharing R_e = Z_e + sum_h D_he / (1 - U_h), U_h = sum_e X_e D_he / capacity_h
///                                                              for mean response times where U_h < 0.5 on every host
/// with X_e requests per second of endpoint e and x_e its share of all N. Holds for tests whose load is steady; a ramp
/// has hours of more and of less than its mean. What neither law tells stays where it is. A value moves by a factor of
/// 20 at most.
Coordinates analytic_start(const std::vector<TestRun>& tests, const std::vector<Parameter>& parameters);

} // namespace onsale::fit
