#include "sim/run/replay/replay.hpp"

#include "calibration/k6/reader.hpp"
#include "model/config/document.hpp"
#include "model/config/object.hpp"
#include "sim/engine/percentile.hpp"
#include "sim/run/in_child.hpp"
#include "sim/run/replay/replay_report.hpp"
#include "sim/run/scenario_finder.hpp"
#include "sim/run/simulate.hpp"
#include "sim/run/verdict/bottleneck.hpp"
#include "sim/run/verdict/failure_points.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace onsale::run {
namespace {

ReplayRun simulate_and_compare(const Scenario& scenario, std::uint64_t seed, std::size_t replication)
{
  const RunResult result = simulate(scenario, {.seed = seed, .replication = static_cast<std::uint32_t>(replication)});
  ReplayRun run;
  run.system = scenario.system.name;
  run.test = scenario.test;
  run.kind = to_string(scenario.published->kind);
  run.seconds = result.wall_s;
  run.metrics = compare(read_published_figures(scenario.published->results), result.summary, *scenario.published);
  const auto audited = calibration::audit(calibration::read_k6_result(scenario.published->results));
  if (admit_only_sound(run.metrics, calibration::broken_figures(audited)))
    run.kind = to_string(Kind::impossible);
  run.bottleneck = bottleneck_line(result.series, result.blame);
  const LoadLimit limit = load_limit(scenario, result);
  run.limited_by = fmt::format("the {}: {}", to_string(limit.by), limit.evidence);
  for (const Failure& failure : result.failures)
    run.failures.push_back(fmt::format("{}: {} x {} ({}), first at {:.1f} s: {}", failure.endpoint, failure.count.count,
                                       failure.cause, failure.answer(), engine::in_seconds(failure.count.first),
                                       failure.count.log_line));
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

ReplayRun merged(const std::vector<ReplayRun>& replications)
{
  ReplayRun all = replications.front();
  all.replications = replications.size();
  if (all.replications == 1)
    return all;
  all.seconds = 0;
  all.broken_laws.clear();
  for (std::size_t number = 0; number < replications.size(); ++number) {
    all.seconds += replications[number].seconds;
    for (const std::string& law : replications[number].broken_laws)
      all.broken_laws.push_back(fmt::format("replication {}: {}", number, law));
  }
  std::erase_if(all.metrics, [&](Comparison& line) {
    std::vector<double> predicted;
    for (const ReplayRun& run : replications)
      for (const Comparison& each : run.metrics)
        if (each.name == line.name)
          predicted.push_back(each.predicted);
    if (predicted.size() != replications.size())
      return true;
    const auto [lowest, highest] = std::ranges::minmax(predicted);
    line.lowest = lowest;
    line.highest = highest;
    line.predicted = engine::percentile(predicted, 0.5);
    return false;
  });
  return all;
}

void replay(const std::vector<Scenario>& scenarios, const ReplayOptions& options,
            const std::function<void(const Scenario&, const ReplayOutcome&)>& done)
{
  struct Part {
    std::size_t scenario = 0;
    std::size_t replication = 0;
    bool is_last = false;
  };
  std::vector<Part> parts;
  for (std::size_t scenario = 0; scenario < scenarios.size(); ++scenario) {
    const std::size_t count =
        options.replications > 0 ? options.replications : scenarios[scenario].published->replications;
    for (std::size_t replication = 0; replication < count; ++replication)
      parts.push_back({scenario, replication, replication + 1 == count});
  }
  std::vector<ReplayRun> replications; // of the scenario at hand
  ReplayOutcome outcome;
  in_children(
      parts.size(), options.jobs,
      [&](std::size_t number) {
        const Part& part = parts[number];
        return replay_run_json(simulate_and_compare(scenarios[part.scenario], options.seed, part.replication));
      },
      [&](std::size_t number, const ChildResult& child) {
        if (child.failure.empty())
          replications.push_back(replay_run_from_json(child.text));
        else if (outcome.failure.empty())
          outcome.failure = child.failure;
        if (not parts[number].is_last)
          return;
        if (outcome.failure.empty())
          outcome.run = merged(replications);
        done(scenarios[parts[number].scenario], outcome);
        replications.clear();
        outcome = {};
      });
}

} // namespace onsale::run
