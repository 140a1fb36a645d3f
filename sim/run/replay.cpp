#include "sim/run/replay.hpp"

#include "calibration/k6/reader.hpp"
#include "model/config/document.hpp"
#include "model/config/object.hpp"
#include "sim/run/bottleneck.hpp"
#include "sim/run/failure_points.hpp"
#include "sim/run/in_child.hpp"
#include "sim/run/replay_report.hpp"
#include "sim/run/scenario_finder.hpp"
#include "sim/run/simulate.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace onsale::run {
namespace {

ReplayRun simulate_and_compare(const Scenario& scenario, std::uint64_t seed)
{
  const RunResult result = simulate(scenario, {.seed = seed});
  ReplayRun run;
  run.system = scenario.system.name;
  run.test = scenario.test;
  run.kind = to_string(scenario.published->kind);
  run.seconds = result.wall_s;
  run.metrics = compare(read_published_figures(scenario.published->results), result.summary, *scenario.published);
  const auto audited = calibration::audit(calibration::read_k6_result(scenario.published->results));
  if (admit_only_sound(run.metrics, calibration::broken_figures(audited)))
    run.kind = to_string(Kind::impossible);
  run.bottleneck = bottleneck_line(result.series);
  const LoadLimit limit = load_limit(scenario, result);
  run.limited_by = fmt::format("the {}: {}", to_string(limit.by), limit.evidence);
  for (const Failure& failure : result.failures)
    run.failures.push_back(fmt::format("{}: {} x {} (HTTP {}), first at {:.1f} s: {}", failure.endpoint,
                                       failure.count.count, failure.cause, failure.status,
                                       engine::in_seconds(failure.count.first), failure.count.log_line));
  run.broken_laws = result.broken_laws;
  return run;
}

/// Whether a file can be read and has nothing to compare with: an example, or a part that tests include.
bool publishes_nothing(const std::filesystem::path& path)
{
  config::Faults faults;
  const config::Document document = config::load_document(path, faults);
  return faults.empty() && not config::Object(document, faults).has("published");
}

} // namespace

bool ReplayRun::met() const
{
  return std::all_of(metrics.begin(), metrics.end(), [](const Comparison& line) { return line.met(); });
}

Replays find_replays(const std::filesystem::path& root, const std::vector<std::string>& selectors,
                     const std::vector<std::string>& sets)
{
  Replays found;
  for (const ScenarioFile& file : select_scenarios(root, selectors)) {
    if (publishes_nothing(file.path))
      continue;
    try {
      Scenario scenario = load_scenario({.path = file.path, .sets = sets, .application_files = {}});
      if (scenario.published)
        found.scenarios.push_back(std::move(scenario));
    } catch (const config::InvalidInput& invalid) {
      found.faults.insert(found.faults.end(), invalid.faults().begin(), invalid.faults().end());
    }
  }
  return found;
}

void replay(const std::vector<Scenario>& scenarios, const ReplayOptions& options,
            const std::function<void(const Scenario&, const ReplayOutcome&)>& done)
{
  in_children(
      scenarios.size(), options.jobs,
      [&](std::size_t number) { return replay_run_json(simulate_and_compare(scenarios[number], options.seed)); },
      [&](std::size_t number, const ChildResult& child) {
        ReplayOutcome outcome;
        outcome.failure = child.failure;
        if (child.failure.empty())
          outcome.run = replay_run_from_json(child.text);
        done(scenarios[number], outcome);
      });
}

} // namespace onsale::run
