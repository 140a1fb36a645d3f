#include "sim/study/explain.hpp"

#include "sim/study/closed_bounds.hpp"
#include "sim/study/knob.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>
#include <variant>

namespace onsale::study {
namespace {

double value_of(const Observation& seen, const std::string& name)
{
  const auto* figure = seen.find(name);
  return figure != nullptr ? figure->value : 0;
}

bool has_constant_vus(const run::Scenario& scenario)
{
  return std::all_of(scenario.load.scenarios.begin(), scenario.load.scenarios.end(),
                     [](const auto& each) { return not k6::looping_vus(each.executor).empty(); });
}

/// From a quarter of the knee to twice the knee, or an eighth of `most` to `most`, each once.
std::vector<std::size_t> populations(double knee, double most, std::size_t count)
{
  const double last = std::min(2 * knee, most);
  std::set<std::size_t> wanted;
  for (std::size_t i = 0; i < count; ++i) {
    const double share =
        count == 1 ? 0.5 : 0.125 * std::pow(8.0, static_cast<double>(i) / static_cast<double>(count - 1));
    wanted.insert(static_cast<std::size_t>(std::max(1.0, std::round(share * last))));
  }
  return {wanted.begin(), wanted.end()};
}

/// How long a point of the curve is simulated.
double duration_s(const run::Scenario& scenario)
{
  std::int64_t longest_ns = 0;
  for (const k6::ScenarioOptions& each : scenario.load.scenarios)
    longest_ns = std::max(longest_ns, k6::regular_duration_ns(each.executor));
  return 1e-9 * static_cast<double>(longest_ns);
}

/// The same journeys by so many virtual users who come back as soon as they are done: the closed system of the curve.
std::shared_ptr<const run::Scenario> closed(const run::Scenario& scenario, std::size_t vus)
{
  auto its = std::make_shared<run::Scenario>(scenario);
  double weights = 0;
  for (const k6::ScenarioOptions& each : scenario.load.scenarios)
    weights += weight_of(each.executor);
  for (k6::ScenarioOptions& each : its->load.scenarios) {
    const double share = weights > 0 ? weight_of(each.executor) / weights : 1;
    each.executor = k6::ConstantVus{.vus = std::max<std::int64_t>(1, std::llround(share * static_cast<double>(vus))),
                                    .duration_ns = static_cast<std::int64_t>(1e9 * duration_s(scenario))};
    each.start_time_ns = 0;
  }
  // Another content than that of any file: `explain` alone runs it.
  its->hash = (scenario.hash ^ 0xc105ed) * 0x100000001b3 + vus;
  return its;
}

/// Who wants the curve knows what an iteration asks for: where conditions decide it, from the scenario as it is.
std::optional<MeasuredIteration> measure(const run::Scenario& scenario, std::uint64_t seed, Runner& runner)
{
  const auto seen = runner.run({{std::make_shared<const run::Scenario>(scenario), seed, 0}}).front();
  const double iterations = value_of(seen, "iterations count");
  if (iterations <= 0)
    return std::nullopt;
  MeasuredIteration measured;
  double requests = 0;
  for (const EndpointVisits& each : seen.visits) {
    measured.visits.push_back(static_cast<double>(each.requests) / iterations);
    requests += measured.visits.back();
  }
  measured.pause_s = std::max(
      0.0, 1e-3 * (value_of(seen, "iteration_duration avg") - requests * value_of(seen, "http_req_duration avg")));
  return measured;
}

/// So many users that a simulation of them has most_requests. Beyond the knee more users send no more requests: it then
/// is the number of users that costs, and twice the knee is enough.
double most_users(const analytic::Bounds& bounds, const Demands& demands, double duration_s)
{
  const double per_user = demands.requests * duration_s / (bounds.response_min_s + bounds.think_s);
  return per_user > 0 && bounds.throughput_max_per_s * demands.requests * duration_s > most_requests
             ? most_requests / per_user
             : 2 * bounds.knee();
}

void simulate(Explanation& explanation, const run::Scenario& scenario, const ExplainOptions& options,
              const Knobs& knobs, Runner& runner)
{
  std::vector<Task> tasks;
  for (const CurvePoint& point : explanation.curve) {
    if (not has_constant_vus(scenario)) {
      tasks.push_back({closed(scenario, point.vus), options.seed, 0});
      continue;
    }
    auto request = options.scenario;
    for (std::string& set : knobs.sets("vus", std::to_string(point.vus), "--points"))
      request.sets.push_back(std::move(set));
    tasks.push_back({std::make_shared<const run::Scenario>(run::load_scenario(request)), options.seed, 0});
  }
  const auto seen = runner.run(tasks);
  for (std::size_t i = 0; i < seen.size(); ++i) {
    explanation.curve[i].simulated_per_s = value_of(seen[i], "iterations rate");
    explanation.curve[i].simulated_ms = value_of(seen[i], "http_req_duration avg");
    explanation.curve[i].left_out = LeftOut{seen[i].time_share("worker"), seen[i].time_share("pool"),
                                            seen[i].time_share("lock"), seen[i].time_share("gc")};
  }
}

} // namespace

Explanation explain(const ExplainOptions& options, Runner& runner)
{
  const auto scenario = run::load_scenario(options.scenario);
  Explanation explanation;
  explanation.scenario = scenario.name();
  explanation.demands = demands_of(scenario);
  if (options.simulate && explanation.demands.undecided_journey)
    if (const auto measured = measure(scenario, options.seed, runner)) {
      explanation.demands = demands_of(scenario, &*measured);
      explanation.measured = true;
    }
  const Demands& demands = explanation.demands;
  explanation.bounds = bounds_of(demands);
  if (explanation.bounds.bottleneck.empty() || options.points == 0)
    return explanation;
  const double knee = explanation.bounds.knee();
  const double most = options.simulate ? most_users(explanation.bounds, demands, duration_s(scenario)) : 2 * knee;
  const auto wanted = populations(knee, most, options.points);
  if (most < 2 * knee)
    explanation.curve_ends_at = wanted.back();
  const bool solvable =
      not demands.batches && analytic::is_solvable(demands.stations, demands.think_s(), wanted.back());
  const auto exact =
      solvable ? analytic::closed_network(demands.stations, demands.think_s(), wanted.back()) : analytic::Curve{};
  for (const std::size_t vus : wanted) {
    CurvePoint point;
    point.vus = vus;
    point.bound_per_s = explanation.bounds.throughput_at(static_cast<double>(vus));
    if (solvable) {
      point.analytic_per_s = exact.throughput_per_s[vus - 1];
      point.analytic_ms = 1e3 * (exact.response_s[vus - 1] + demands.delay_s) / demands.requests;
    }
    explanation.curve.push_back(point);
  }
  if (options.simulate)
    simulate(explanation, scenario, options, Knobs(options.scenario, scenario), runner);
  return explanation;
}

} // namespace onsale::study
