#include "calibration/audit/plan.hpp"

#include "model/k6/options/arrival_plan.hpp"

#include <algorithm>
#include <variant>

namespace onsale::calibration {
namespace {

using k6::Executor;
using k6::ScenarioOptions;

double seconds(std::int64_t ns)
{
  return static_cast<double>(ns) / 1e9;
}

/// Area under a step function, VU-seconds.
double area(const k6::VuPlan& plan)
{
  double sum = 0;
  for (std::size_t i = 0; i + 1 < plan.size(); ++i)
    sum += static_cast<double>(plan[i].vus) * seconds(plan[i + 1].time_ns - plan[i].time_ns);
  return sum;
}

/// The most VUs that the scenario can have at work.
double limit_of(const ScenarioOptions& scenario)
{
  if (const auto* vus = k6::arrival_vus(scenario.executor))
    return static_cast<double>(vus->most);
  return static_cast<double>(k6::max_vus(k6::required_vus(scenario)));
}

/// When a scenario has nothing left to begin, since its start.
std::int64_t last_work_ns(const ScenarioOptions& scenario)
{
  if (const auto* ramp = std::get_if<k6::RampingArrivalRate>(&scenario.executor)) {
    std::int64_t last = 0;
    k6::RampingArrivals arrivals(ramp->start_rate, ramp->time_unit_ns, ramp->stages);
    while (const auto due = arrivals.next())
      last = *due;
    return last;
  }
  if (const k6::VuPlan plan = k6::looping_vus(scenario.executor); not plan.empty()) {
    std::int64_t released = 0;
    for (std::size_t i = 1; i < plan.size(); ++i)
      if (plan[i - 1].vus > 0)
        released = plan[i].time_ns;
    return released;
  }
  return k6::regular_duration_ns(scenario.executor);
}

} // namespace

double regular_end_s(const k6::Options& options)
{
  double end = 0;
  for (const ScenarioOptions& scenario : options.scenarios)
    if (not k6::planned_iterations(scenario.executor))
      end = std::max(end, seconds(scenario.start_time_ns + k6::regular_duration_ns(scenario.executor)));
  return end;
}

double earliest_end_s(const k6::Options& options)
{
  double end = 0;
  for (const ScenarioOptions& scenario : options.scenarios)
    if (not k6::planned_iterations(scenario.executor))
      end = std::max(end, seconds(scenario.start_time_ns + last_work_ns(scenario)));
  return end;
}

double first_hard_end_s(const k6::Options& options)
{
  double end = unbounded;
  for (const ScenarioOptions& scenario : options.scenarios)
    end = std::min(
        end, seconds(scenario.start_time_ns + k6::regular_duration_ns(scenario.executor) + scenario.graceful_stop_ns));
  return end;
}

double most_vu_seconds(const k6::Options& options, double longest_iteration_s)
{
  double sum = 0;
  for (const ScenarioOptions& scenario : options.scenarios) {
    k6::Grace grace{.stop_ns = scenario.graceful_stop_ns};
    if (longest_iteration_s < 1e9)
      grace.longest_iteration_ns = static_cast<std::int64_t>(longest_iteration_s * 1e9);
    if (const auto* vus = k6::arrival_vus(scenario.executor))
      sum += static_cast<double>(vus->most) *
             seconds(k6::regular_duration_ns(scenario.executor) + grace.cut(grace.stop_ns));
    else
      sum += area(k6::required_vus(scenario.executor, grace));
  }
  return sum;
}

double looping_vu_seconds(const k6::Options& options)
{
  double sum = 0;
  for (const ScenarioOptions& scenario : options.scenarios)
    sum += area(k6::looping_vus(scenario.executor));
  return sum;
}

double shortest_grace_s(const k6::Options& options)
{
  double shortest = unbounded;
  for (const ScenarioOptions& scenario : options.scenarios) {
    shortest = std::min(shortest, seconds(scenario.graceful_stop_ns));
    if (const auto* ramp = std::get_if<k6::RampingVus>(&scenario.executor))
      shortest = std::min(shortest, seconds(ramp->graceful_ramp_down_ns));
  }
  return shortest;
}

double most_vus(const k6::Options& options)
{
  double sum = 0;
  for (const ScenarioOptions& scenario : options.scenarios)
    sum += limit_of(scenario);
  return sum;
}

double held_vus(const k6::Options& options)
{
  std::int64_t held = 0;
  for (const ScenarioOptions& scenario : options.scenarios) {
    const k6::VuPlan plan = k6::looping_vus(scenario.executor);
    for (std::size_t i = 0; i + 1 < plan.size(); ++i)
      if (plan[i + 1].time_ns - plan[i].time_ns >= 3 * k6::second_ns)
        held = std::max(held, plan[i].vus);
  }
  return static_cast<double>(held);
}

double vus_at_start(const k6::Options& options)
{
  double sum = 0;
  for (const ScenarioOptions& scenario : options.scenarios) {
    if (scenario.start_time_ns > 2 * k6::second_ns)
      continue;
    const k6::VuPlan plan = k6::looping_vus(scenario.executor);
    std::int64_t most = 0;
    for (const k6::VuStep& step : plan)
      if (scenario.start_time_ns + step.time_ns <= 2 * k6::second_ns)
        most = std::max(most, step.vus);
    sum += plan.empty() ? limit_of(scenario) : static_cast<double>(most);
  }
  return sum;
}

std::optional<Arrivals> arrivals_of(const k6::Options& options)
{
  Arrivals sum;
  bool any = false;
  for (const ScenarioOptions& scenario : options.scenarios) {
    const k6::ArrivalVus* const vus = k6::arrival_vus(scenario.executor);
    if (vus == nullptr) {
      sum.alone = false;
      continue;
    }
    sum.planned += k6::planned_arrivals(scenario.executor);
    any = true;
    sum.pre_allocated += static_cast<double>(vus->pre_allocated);
    sum.most_vus += static_cast<double>(vus->most);
    sum.largest_rate_per_s += k6::peak_rate_per_s(scenario.executor);
    sum.most_vu_time_s += static_cast<double>(vus->most) * seconds(k6::regular_duration_ns(scenario.executor));
  }
  return any ? std::optional(sum) : std::nullopt;
}

std::optional<double> planned_iterations(const k6::Options& options)
{
  double sum = 0;
  for (const ScenarioOptions& scenario : options.scenarios) {
    const auto planned = k6::planned_iterations(scenario.executor);
    if (not planned)
      return std::nullopt;
    sum += static_cast<double>(*planned);
  }
  return sum;
}

double iterations_by_number(const k6::Options& options)
{
  double sum = 0;
  for (const ScenarioOptions& scenario : options.scenarios)
    sum += static_cast<double>(k6::planned_iterations(scenario.executor).value_or(0));
  return sum;
}

bool says_users_alone(const k6::Options& options)
{
  if (options.scenarios.size() != 1 || options.scenarios.front().name != "default")
    return false;
  const auto* shared = std::get_if<k6::SharedIterations>(&options.scenarios.front().executor);
  return shared != nullptr && shared->vus == shared->iterations;
}

bool drops_and_climbs(const k6::Options& options)
{
  for (const ScenarioOptions& scenario : options.scenarios) {
    const auto* ramp = std::get_if<k6::RampingVus>(&scenario.executor);
    if (ramp == nullptr)
      continue;
    std::int64_t vus = ramp->start_vus;
    bool dropped = false;
    for (const k6::Stage& stage : ramp->stages) {
      if (dropped && stage.target > vus)
        return true;
      dropped = dropped || (stage.duration_ns == 0 && stage.target < vus);
      vus = stage.target;
    }
  }
  return false;
}

} // namespace onsale::calibration
