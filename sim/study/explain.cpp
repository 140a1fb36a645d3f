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

/// From a quarter of the knee to twice the knee, each once.
std::vector<std::size_t> populations(double knee, std::size_t count)
{
  std::set<std::size_t> wanted;
  for (std::size_t i = 0; i < count; ++i) {
    const double share = count == 1 ? 1 : 0.25 * std::pow(8.0, static_cast<double>(i) / static_cast<double>(count - 1));
    wanted.insert(static_cast<std::size_t>(std::max(1.0, std::round(share * knee))));
  }
  return {wanted.begin(), wanted.end()};
}

void simulate(Explanation& explanation, const ExplainOptions& options, const Knobs& knobs, Runner& runner)
{
  std::vector<Task> tasks;
  for (const CurvePoint& point : explanation.curve) {
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

bool has_constant_vus(const run::Scenario& scenario)
{
  return std::all_of(scenario.load.scenarios.begin(), scenario.load.scenarios.end(),
                     [](const auto& each) { return not k6::looping_vus(each.executor).empty(); });
}

} // namespace

Explanation explain(const ExplainOptions& options, Runner& runner)
{
  const auto scenario = run::load_scenario(options.scenario);
  Explanation explanation{scenario.name(), demands_of(scenario), {}, {}};
  const Demands& demands = explanation.demands;
  explanation.bounds = bounds_of(demands);
  if (explanation.bounds.bottleneck.empty() || options.points == 0)
    return explanation;
  const auto wanted = populations(explanation.bounds.knee(), options.points);
  const bool solvable = wanted.back() <= analytic::most_customers;
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
  if (options.simulate && has_constant_vus(scenario))
    simulate(explanation, options, Knobs(options.scenario, scenario), runner);
  return explanation;
}

} // namespace onsale::study
