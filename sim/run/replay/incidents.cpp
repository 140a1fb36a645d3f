#include "sim/run/replay/incidents.hpp"

#include "model/config/wording.hpp"
#include "sim/run/in_child.hpp"
#include "sim/run/scenario_finder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace onsale::run {
namespace {

struct Job {
  const IncidentScenario* incident = nullptr;
  const Scenario* scenario = nullptr;
  const Variant* variant = nullptr; // none: without a cure
};

std::vector<Job> jobs_of(const std::vector<IncidentScenario>& incidents)
{
  std::vector<Job> jobs;
  for (const IncidentScenario& incident : incidents) {
    jobs.push_back({&incident, &incident.scenario, nullptr});
    for (std::size_t i = 0; i < incident.cured.size(); ++i)
      jobs.push_back({&incident, &incident.cured[i], &incident.scenario.incident->variants[i]});
  }
  return jobs;
}

std::string recovery_text(const IncidentFigures& figures)
{
  return std::isfinite(figures.recovered_s) ? fmt::format("recovers after {:.0f} s", figures.recovered_s)
                                            : "does not recover";
}

constexpr double worth_having = 0.1; // a figure that is to fall must fall by so much

/// A cure without a figure in the report is compared by what it is for: that what it measures falls, or that the system
/// recovers earlier.
void judge(IncidentRun& run, const Variant& variant, const Incident& incident, const IncidentFigures& untreated)
{
  std::optional<ExpectedEffect> effect;
  if (not variant.report.empty())
    effect = expected_effect(incident.report, incident.id, variant.report);
  if (effect && variant.measures) {
    const auto metric = static_cast<std::size_t>(*variant.measures);
    const double change = simulated_change(*effect, untreated.means[metric], run.figures.means[metric]);
    run.expected = effect->text;
    run.simulated = fmt::format("{} {:.3g} -> {:.3g}", operations::metric_names()[*variant.measures],
                                untreated.means[metric], run.figures.means[metric]);
    run.verdict = agrees(*effect, change) ? Verdict::agrees : Verdict::disagrees;
    return;
  }
  run.simulated = recovery_text(run.figures);
  if (effect && effect->change == "within") { // of the recovery itself
    run.expected = effect->text;
    run.verdict = agrees(*effect, run.figures.recovered_s) ? Verdict::agrees : Verdict::disagrees;
    return;
  }
  run.expected = variant.expects;
  bool helps = run.figures.recovered_s < untreated.recovered_s;
  if (variant.measures) {
    const auto metric = static_cast<std::size_t>(*variant.measures);
    const double before = untreated.means[metric];
    const double after = run.figures.means[metric];
    run.simulated = fmt::format("{} {:.3g} -> {:.3g}", operations::metric_names()[*variant.measures], before, after);
    helps = after <= (1 - worth_having) * before;
  }
  if (not run.expected.empty())
    run.verdict = helps ? Verdict::agrees : Verdict::disagrees;
}

} // namespace

std::string_view to_string(Verdict verdict)
{
  switch (verdict) {
  case Verdict::agrees:
    return "agrees";
  case Verdict::disagrees:
    return "disagrees";
  case Verdict::not_comparable:
    return "not comparable";
  }
  return "";
}

std::vector<IncidentScenario> find_incidents(const std::filesystem::path& root, const std::vector<std::string>& names)
{
  std::vector<IncidentScenario> found;
  std::vector<std::string> known;
  for (const ScenarioFile& file : scenario_files(root)) {
    if (file.path.parent_path().filename() != "incidents")
      continue;
    known.push_back(file.test);
    if (not names.empty() && std::find(names.begin(), names.end(), file.test) == names.end())
      continue;
    IncidentScenario incident{file.test, load_scenario({.path = file.path, .sets = {}, .application_files = {}}), {}};
    if (not incident.scenario.incident)
      throw config::InvalidInput({{file.path.string(), 0, 0, "an incident needs `incident: {report, id, begins}`"}});
    for (const Variant& variant : incident.scenario.incident->variants)
      incident.cured.push_back(
          load_scenario({.path = file.path, .sets = {}, .application_files = {}, .variant = variant.name}));
    found.push_back(std::move(incident));
  }
  for (const std::string& name : names)
    if (std::find(known.begin(), known.end(), name) == known.end())
      throw config::InvalidInput({{name, 0, 0, "no incident is called so" + config::suggestion(name, known)}});
  return found;
}

std::vector<IncidentRun> run_incidents(const std::vector<IncidentScenario>& incidents, const IncidentsOptions& options)
{
  const std::vector<Job> jobs = jobs_of(incidents);
  std::vector<IncidentRun> runs;
  IncidentFigures untreated;
  in_children(
      jobs.size(), options.jobs,
      [&](std::size_t number) {
        const Job& job = jobs[number];
        const RunResult result = simulate(*job.scenario, {.seed = options.seed});
        if (not result.broken_laws.empty())
          throw std::runtime_error("a law was broken: " + result.broken_laws.front());
        return to_json(incident_figures(result, engine::in_seconds(job.scenario->incident->begins)));
      },
      [&](std::size_t number, const ChildResult& child) {
        const Job& job = jobs[number];
        IncidentRun run;
        run.incident = job.incident->name;
        run.variant = job.variant != nullptr ? job.variant->name : "";
        if (not child.failure.empty())
          throw ChildFailure(fmt::format("{} ({}): {}", run.incident, run.variant, child.failure));
        run.figures = incident_figures_from_json(child.text);
        if (job.variant == nullptr)
          untreated = run.figures;
        else
          judge(run, *job.variant, *job.scenario->incident, untreated);
        runs.push_back(std::move(run));
        if (options.progress)
          options.progress(number + 1, jobs.size());
      });
  return runs;
}

} // namespace onsale::run
