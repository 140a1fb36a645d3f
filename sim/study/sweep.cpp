#include "sim/study/sweep.hpp"

#include "sim/study/knob.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

namespace onsale::study {
namespace {

std::shared_ptr<const run::Scenario> scenario_at(const run::ScenarioRequest& base, const Knobs& knobs,
                                                 const std::vector<Variable>& variables, const Point& point)
{
  run::ScenarioRequest request = base;
  for (std::size_t i = 0; i < variables.size(); ++i)
    if (point[i])
      for (std::string& set : knobs.sets(variables[i].name, *point[i], "--vary"))
        request.sets.push_back(std::move(set));
  return std::make_shared<const run::Scenario>(run::load_scenario(request));
}

std::string described(const std::vector<Variable>& variables, const Point& point)
{
  std::string text;
  for (std::size_t i = 0; i < variables.size(); ++i)
    if (point[i])
      text += fmt::format("{}{}={}", text.empty() ? "" : " ", variables[i].name, *point[i]);
  return text;
}

std::string promise_of(const k6::Options& load)
{
  for (const k6::ThresholdConfig& each : load.thresholds)
    if (each.metric_key == "http_req_duration")
      return each.expression;
  return "";
}

} // namespace

SweepRow row_of(Point values, const run::Scenario& scenario, const std::vector<Observation>& observations)
{
  SweepRow row{std::move(values),       replicated_figures(observations), usual_bottleneck(observations), 0,
               closed_bounds(scenario), promise_of(scenario.load)};
  for (const Observation& each : observations)
    row.thresholds_crossed += each.exit_code == static_cast<int>(k6::ExitCode::thresholds_crossed);
  return row;
}

SweepPlan plan_sweep(const SweepOptions& options)
{
  config::Faults faults;
  for (std::size_t i = 0; i < options.variables.size(); ++i)
    for (std::size_t k = 0; k < i; ++k)
      if (options.variables[i].name == options.variables[k].name)
        faults.add({"--vary"}, options.variables[i].name + ": is varied twice");
  faults.throw_if_any();
  const auto scenario = run::load_scenario(options.scenario);
  const Knobs knobs(options.scenario, scenario);
  SweepPlan plan;
  plan.scenario = scenario.name();
  plan.name = fmt::format("{} {:016x}", scenario.name(), scenario.hash);
  plan.replications = options.replications;
  plan.seed = options.seed;
  for (const Variable& variable : options.variables) {
    plan.variables.push_back(variable.name);
    plan.name += fmt::format(" {}={}", variable.name, fmt::join(variable.values, ","));
  }
  plan.points = design_points(options.design, options.variables, options.lhs_points, options.seed);
  for (const Point& point : plan.points) {
    try {
      const auto at = scenario_at(options.scenario, knobs, options.variables, point);
      for (std::size_t number = 0; number < options.replications; ++number)
        plan.tasks.push_back({at, options.seed, static_cast<std::uint32_t>(number)});
    } catch (const config::InvalidInput& invalid) {
      for (const config::Fault& fault : invalid.faults())
        faults.add({fault.file == "--set" ? "--vary" : fault.file, fault.line, fault.column},
                   fault.message + " (at " + described(options.variables, point) + ")");
    }
  }
  faults.throw_if_any();
  return plan;
}

std::vector<run::ReplicatedFigure> replicated_figures(const std::vector<Observation>& observations)
{
  std::vector<run::ReplicatedFigure> figures;
  for (const run::Figure& first : observations.front().figures) {
    run::ReplicatedFigure figure{first.name, first.is_time, {}, {}};
    for (const Observation& each : observations)
      if (const run::Figure* found = each.find(first.name))
        figure.values.push_back(found->value);
    if (figure.values.size() != observations.size())
      continue;
    figure.interval = engine::student_interval(figure.values, run::confidence);
    figures.push_back(std::move(figure));
  }
  return figures;
}

std::string usual_bottleneck(const std::vector<Observation>& observations)
{
  const auto times = [&](const std::string& name) {
    return std::count_if(observations.begin(), observations.end(),
                         [&](const Observation& each) { return each.bottleneck == name; });
  };
  const auto usual =
      std::max_element(observations.begin(), observations.end(), [&](const Observation& a, const Observation& b) {
        return times(a.bottleneck) < times(b.bottleneck);
      });
  return usual->bottleneck;
}

Sweep run_sweep(const SweepPlan& plan, Runner& runner, Store* store, const std::string& version)
{
  if (store != nullptr) {
    std::vector<StoredPoint> stored;
    for (std::size_t number = 0; number < plan.points.size(); ++number) {
      StoredPoint point{{}, plan.tasks[number * plan.replications].scenario->hash};
      for (std::size_t i = 0; i < plan.variables.size(); ++i)
        if (plan.points[number][i])
          point.varied.emplace_back(plan.variables[i], *plan.points[number][i]);
      stored.push_back(std::move(point));
    }
    store->set_points(plan.name, stored, plan.seed, version);
  }
  const auto observations = runner.run(plan.tasks);
  Sweep sweep{plan.scenario, plan.variables, plan.replications, plan.seed, {}, {}};
  for (std::size_t number = 0; number < plan.points.size(); ++number) {
    const auto first = observations.begin() + static_cast<std::ptrdiff_t>(number * plan.replications);
    const std::vector<Observation> here(first, first + static_cast<std::ptrdiff_t>(plan.replications));
    for (std::size_t replication = 0; replication < here.size(); ++replication)
      for (const std::string& law : here[replication].broken_laws)
        sweep.broken_laws.push_back(fmt::format("point {}, replication {}: {}", number, replication, law));
    sweep.rows.push_back(row_of(plan.points[number], *plan.tasks[number * plan.replications].scenario, here));
  }
  return sweep;
}

} // namespace onsale::study
