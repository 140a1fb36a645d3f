#include "sim/study/pilot.hpp"

#include "sim/run/in_child.hpp"
#include "sim/run/simulate.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>

namespace onsale::study {
namespace {

constexpr std::int64_t users = 5;
constexpr std::int64_t iterations = 4; // of each user

/// Totals of one run.
struct Totals {
  std::vector<double> requests; ///< [endpoints]
  double requests_s = 0;        ///< that they took
  double iterations_s = 0;
};

std::string run_in_child(const run::Scenario& scenario)
{
  const auto result = run::simulate(scenario, {});
  std::vector<double> requests;
  double requests_s = 0;
  for (const auto& row : result.anatomy)
    if (row.of == "mean")
      requests.push_back(static_cast<double>(row.sums.requests));
  double iterations_s = 0;
  for (const auto& metric : result.summary.metrics) {
    const double sum_ms = metric.value("avg");
    if (metric.name == "iteration_duration")
      iterations_s = sum_ms / 1e3;
    if (metric.name == "http_req_duration")
      requests_s = sum_ms / 1e3;
  }
  return nlohmann::json{{"requests", requests}, {"requests_s", requests_s}, {"iterations_s", iterations_s}}.dump();
}

Totals run_of(run::Scenario scenario, const k6::ScenarioOptions& of, std::int64_t of_each)
{
  k6::ScenarioOptions alone = of;
  k6::PerVuIterations few;
  few.vus = users;
  few.iterations = of_each;
  alone.executor = few;
  alone.start_time_ns = 0;
  scenario.load.scenarios = {alone};
  scenario.load.thresholds.clear();
  const auto told = nlohmann::json::parse(run::in_child([&] { return run_in_child(scenario); }));
  Totals totals;
  totals.requests = told["requests"].get<std::vector<double>>();
  double count = 0;
  for (const double each : totals.requests)
    count += each;
  totals.requests_s = told["requests_s"].get<double>() * count;
  totals.iterations_s = told["iterations_s"].get<double>() * static_cast<double>(users * of_each);
  return totals;
}

} // namespace

PilotVisits pilot_visits(const run::Scenario& scenario, const k6::ScenarioOptions& of)
{
  const Totals once = run_of(scenario, of, iterations);
  const Totals twice = run_of(scenario, of, 2 * iterations);
  const auto more = static_cast<double>(users * iterations);
  PilotVisits pilot;
  for (std::size_t endpoint = 0; endpoint < once.requests.size(); ++endpoint)
    pilot.visits.push_back((twice.requests[endpoint] - once.requests[endpoint]) / more);
  const double pauses_s = (twice.iterations_s - once.iterations_s) - (twice.requests_s - once.requests_s);
  pilot.pause_s = std::max(0.0, pauses_s / more);
  return pilot;
}

} // namespace onsale::study
