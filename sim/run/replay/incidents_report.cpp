#include "model/k6/metric/metric_format.hpp"
#include "sim/run/replay/incidents.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>

namespace onsale::run {
namespace {

using nlohmann::ordered_json;

std::string seconds_text(double seconds)
{
  return std::isfinite(seconds) ? fmt::format("{:.0f} s", seconds) : "never";
}

ordered_json row_json(const IncidentRun& run)
{
  ordered_json figures = ordered_json::parse(to_json(run.figures));
  ordered_json means = ordered_json::object();
  for (std::size_t i = 0; i < run.figures.means.size(); ++i)
    means[std::string(operations::metric_names()[i])] = run.figures.means[i];
  figures["means"] = means;
  ordered_json row = {{"incident", run.incident}, {"variant", run.variant}};
  if (not run.variant.empty())
    row.update({{"expected", run.expected}, {"simulated", run.simulated}, {"verdict", to_string(run.verdict)}});
  row.update(figures);
  return row;
}

} // namespace

std::string incidents_table(const std::vector<IncidentRun>& runs)
{
  std::string text;
  std::string incident;
  for (const IncidentRun& run : runs) {
    if (run.incident != incident) {
      text += fmt::format("{}{}  (normal p95 {}, noticed after {}{})\n  {:<24}{:>9}{:>9}{:>12}{:>12}  {:<14}  {}\n",
                          incident.empty() ? "" : "\n", run.incident, k6::duration_text(run.figures.normal_p95_ms),
                          seconds_text(run.figures.detected_s),
                          run.figures.detected_by.empty() ? "" : ": " + run.figures.detected_by, "cure", "recovers",
                          "lost", "p95 during", "p95 after", "verdict", "expected | simulated");
      incident = run.incident;
    }
    text += fmt::format("  {:<24}{:>9}{:>9.0f}{:>12}{:>12}", run.variant.empty() ? "(none)" : run.variant,
                        seconds_text(run.figures.recovered_s), run.figures.lost_requests,
                        k6::duration_text(run.figures.p95_during_ms), k6::duration_text(run.figures.p95_after_ms));
    if (not run.variant.empty())
      text += fmt::format("  {:<14}  {} | {}", to_string(run.verdict), run.expected, run.simulated);
    text += "\n";
  }
  return text;
}

std::string incidents_json(const std::vector<IncidentRun>& runs)
{
  ordered_json rows = ordered_json::array();
  for (const IncidentRun& run : runs)
    rows.push_back(row_json(run));
  return ordered_json{{"incidents", rows}}.dump(2) + "\n";
}

} // namespace onsale::run
