#include "sim/study/closed_bounds.hpp"

#include "model/system/host/host.hpp"
#include "model/system/part.hpp"

#include <algorithm>

namespace onsale::study {
namespace {

/// Users who are all there all the time; nothing for another load.
std::optional<double> constant_users(const k6::Options& load)
{
  double users = 0;
  for (const k6::ScenarioOptions& each : load.scenarios) {
    const k6::VuPlan vus = k6::looping_vus(each.executor);
    if (vus.size() != 2 || each.start_time_ns > 0 || each.exec != load.scenarios.front().exec ||
        k6::regular_duration_ns(each.executor) != k6::regular_duration_ns(load.scenarios.front().executor))
      return std::nullopt;
    users += static_cast<double>(vus.front().vus);
  }
  return users;
}

} // namespace

analytic::Bounds bounds_of(const Demands& demands)
{
  analytic::Bounds bounds = analytic::bounds(demands.stations, demands.think_s());
  bounds.response_min_s *= demands.response_share;
  if (const auto* bottleneck = demands.bottleneck()) {
    bounds.bottleneck = bottleneck->resource;
    bounds.throughput_max_per_s = bottleneck->throughput_max_per_s();
  }
  return bounds;
}

std::optional<ClosedBounds> closed_bounds(const run::Scenario& scenario)
{
  const auto users = constant_users(scenario.load);
  if (not users)
    return std::nullopt;
  const Demands demands = demands_of(scenario);
  if (demands.undecided() || demands.requests <= 0 || demands.bottleneck() == nullptr)
    return std::nullopt;
  const analytic::Bounds bounds = bounds_of(demands);
  const auto& client = scenario.system.client;
  const double client_s = demands.requests * (client.request_cpu.mean_s() + client.output_cpu.mean_s());
  const auto k6_host = scenario.system.host_of[static_cast<std::size_t>(system::Role::k6)];
  // Where k6 itself is what users wait for, they may do so outside its clock: what is left is the work.
  const bool clock_sees_waits = bounds.bottleneck != system::host_cpu(scenario.system.hosts[k6_host]).id;
  const double response_s = clock_sees_waits ? bounds.response_at(*users) : bounds.response_min_s;
  return ClosedBounds{demands.requests * bounds.throughput_at(*users),
                      1e3 * std::max(0.0, response_s - client_s + demands.delay_s) / demands.requests, bounds.knee()};
}

} // namespace onsale::study
