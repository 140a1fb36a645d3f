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

template <class T> const T* as(const ScenarioOptions& scenario)
{
  return std::get_if<T>(&scenario.executor);
}

const k6::ArrivalVus* arrival_vus(const ScenarioOptions& scenario)
{
  if (const auto* constant = as<k6::ConstantArrivalRate>(scenario))
    return &constant->vus;
  const auto* ramping = as<k6::RampingArrivalRate>(scenario);
  return ramping == nullptr ? nullptr : &ramping->vus;
}

/// The most VUs that the scenario can have at work.
double limit_of(const ScenarioOptions& scenario)
{
  if (const auto* vus = arrival_vus(scenario))
    return static_cast<double>(vus->most);
  return static_cast<double>(k6::max_vus(k6::required_vus(scenario)));
}

bool ends_by_iterations(const ScenarioOptions& scenario)
{
  return as<k6::PerVuIterations>(scenario) != nullptr || as<k6::SharedIterations>(scenario) != nullptr;
}

/// A scenario's VUs for constant-vus, ramping-vus: those that loop. Empty for other executors.
k6::VuPlan looping_plan(const ScenarioOptions& scenario)
{
  if (const auto* constant = as<k6::ConstantVus>(scenario))
    return {{0, constant->vus}, {constant->duration_ns, 0}};
  if (const auto* ramp = as<k6::RampingVus>(scenario))
    return k6::planned_vus(*ramp);
  return {};
}

/// When a scenario has nothing left to begin, since its start.
std::int64_t last_work_ns(const ScenarioOptions& scenario)
{
  if (const auto* ramp = as<k6::RampingArrivalRate>(scenario)) {
    std::int64_t last = 0;
    k6::RampingArrivals arrivals(ramp->start_rate, ramp->time_unit_ns, ramp->stages);
    while (const auto due = arrivals.next())
      last = *due;
    return last;
  }
  if (const auto* ramp = as<k6::RampingVus>(scenario)) {
    const k6::VuPlan plan = k6::planned_vus(*ramp);
    std::int64_t released = 0;
    for (std::size_t i = 1; i < plan.size(); ++i)
      if (plan[i - 1].vus > 0)
        released = plan[i].time_ns;
    return released;
  }
  return k6::regular_duration_ns(scenario.executor);
}

/// The trapezoids under a ramping rate.
void add_ramp(const k6::RampingArrivalRate& ramp, Arrivals& sum, double& largest)
{
  double rate = static_cast<double>(ramp.start_rate) / seconds(ramp.time_unit_ns);
  largest = std::max(largest, rate);
  for (const k6::Stage& stage : ramp.stages) {
    const double next = static_cast<double>(stage.target) / seconds(ramp.time_unit_ns);
    sum.planned += (rate + next) / 2 * seconds(stage.duration_ns);
    rate = next;
    largest = std::max(largest, rate);
  }
}

} // namespace

double regular_end_s(const k6::Options& options)
{
  double end = 0;
  for (const ScenarioOptions& scenario : options.scenarios)
    if (not ends_by_iterations(scenario))
      end = std::max(end, seconds(scenario.start_time_ns + k6::regular_duration_ns(scenario.executor)));
  return end;
}

double earliest_end_s(const k6::Options& options)
{
  double end = 0;
  for (const ScenarioOptions& scenario : options.scenarios)
    if (not ends_by_iterations(scenario))
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
    const auto cut = [&](std::int64_t grace_ns) {
      return longest_iteration_s < seconds(grace_ns) ? static_cast<std::int64_t>(longest_iteration_s * 1e9) : grace_ns;
    };
    if (const auto* ramp = as<k6::RampingVus>(scenario)) {
      k6::RampingVus shortened = *ramp;
      shortened.graceful_ramp_down_ns = cut(ramp->graceful_ramp_down_ns);
      shortened.graceful_stop_ns = cut(scenario.graceful_stop_ns);
      sum += area(k6::reserved_vus(shortened));
    } else {
      sum += limit_of(scenario) * seconds(k6::regular_duration_ns(scenario.executor) + cut(scenario.graceful_stop_ns));
    }
  }
  return sum;
}

double looping_vu_seconds(const k6::Options& options)
{
  double sum = 0;
  for (const ScenarioOptions& scenario : options.scenarios)
    sum += area(looping_plan(scenario));
  return sum;
}

double shortest_grace_s(const k6::Options& options)
{
  double shortest = unbounded;
  for (const ScenarioOptions& scenario : options.scenarios) {
    shortest = std::min(shortest, seconds(scenario.graceful_stop_ns));
    if (const auto* ramp = as<k6::RampingVus>(scenario))
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
    const k6::VuPlan plan = looping_plan(scenario);
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
    const k6::VuPlan plan = looping_plan(scenario);
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
    const k6::ArrivalVus* const vus = arrival_vus(scenario);
    if (vus == nullptr) {
      sum.alone = false;
      continue;
    }
    double largest = 0;
    if (const auto* constant = as<k6::ConstantArrivalRate>(scenario)) {
      largest = static_cast<double>(constant->rate) / seconds(constant->time_unit_ns);
      sum.planned += largest * seconds(constant->duration_ns);
    } else {
      add_ramp(std::get<k6::RampingArrivalRate>(scenario.executor), sum, largest);
    }
    any = true;
    sum.pre_allocated += static_cast<double>(vus->pre_allocated);
    sum.most_vus += static_cast<double>(vus->most);
    sum.largest_rate_per_s += largest;
    sum.most_vu_time_s += static_cast<double>(vus->most) * seconds(k6::regular_duration_ns(scenario.executor));
  }
  return any ? std::optional(sum) : std::nullopt;
}

std::optional<double> planned_iterations(const k6::Options& options)
{
  const bool alone = std::ranges::all_of(options.scenarios, ends_by_iterations);
  return alone ? std::optional(iterations_by_number(options)) : std::nullopt;
}

double iterations_by_number(const k6::Options& options)
{
  double sum = 0;
  for (const ScenarioOptions& scenario : options.scenarios)
    if (const auto* each = as<k6::PerVuIterations>(scenario))
      sum += static_cast<double>(each->vus) * static_cast<double>(each->iterations);
    else if (const auto* shared = as<k6::SharedIterations>(scenario))
      sum += static_cast<double>(shared->iterations);
  return sum;
}

bool says_users_alone(const k6::Options& options)
{
  if (options.scenarios.size() != 1 || options.scenarios.front().name != "default")
    return false;
  const auto* shared = as<k6::SharedIterations>(options.scenarios.front());
  return shared != nullptr && shared->vus == shared->iterations;
}

bool drops_and_climbs(const k6::Options& options)
{
  for (const ScenarioOptions& scenario : options.scenarios) {
    const auto* ramp = as<k6::RampingVus>(scenario);
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
