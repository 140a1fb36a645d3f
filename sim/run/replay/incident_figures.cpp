#include "sim/run/replay/incident_figures.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace onsale::run {
namespace {

constexpr double tail_s = 60; // of the run, where a cure shows
constexpr double quiet_s = 5; // so long without a bad second at the end: recovered

/// Of the requests that ended in (from, to], from the classes of their latencies: at most 9 % off.
double p95_ms(const Series& series, double from_s, double to_s)
{
  std::vector<double> classes;
  double all = 0;
  for (const SeriesPoint& point : series.points) {
    if (point.time_s <= from_s || point.time_s > to_s)
      continue;
    classes.resize(std::max(classes.size(), point.latencies.size()));
    for (std::size_t i = 0; i < point.latencies.size(); ++i) {
      classes[i] += point.latencies[i];
      all += point.latencies[i];
    }
  }
  double below = 0;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    below += classes[i];
    if (below >= 0.95 * all && all > 0)
      return latency_class_from_ms(i + 1);
  }
  return 0;
}

double normal_p95_ms(const Series& series, double begins_s)
{
  std::vector<double> seconds;
  for (const SeriesPoint& point : series.points)
    if (point.time_s > begins_s / 2 && point.time_s <= begins_s) // the first half may still be warming up
      seconds.push_back(point.p95_ms);
  if (seconds.empty())
    return 0;
  std::nth_element(seconds.begin(), seconds.begin() + static_cast<std::ptrdiff_t>(seconds.size() / 2), seconds.end());
  return seconds[seconds.size() / 2];
}

/// JSON has no infinity: what never happens is null.
nlohmann::ordered_json or_null(double value)
{
  return std::isfinite(value) ? nlohmann::ordered_json(value) : nlohmann::ordered_json();
}

double or_never(const nlohmann::ordered_json& json)
{
  return json.is_null() ? never : json.get<double>();
}

} // namespace

IncidentFigures incident_figures(const RunResult& result, double begins_s)
{
  IncidentFigures figures;
  const auto& points = result.series.points;
  figures.normal_p95_ms = normal_p95_ms(result.series, begins_s);
  for (const operations::TimelineEvent& event : result.timeline) {
    const double time_s = engine::in_seconds(event.time);
    if (event.kind == operations::TimelineEvent::Kind::sign && figures.detected_s == never && time_s >= begins_s) {
      figures.detected_s = time_s - begins_s;
      figures.detected_by = event.text;
    }
    if (event.kind == operations::TimelineEvent::Kind::action)
      figures.acted_s = time_s;
  }
  const double end_s = points.empty() ? 0 : points.back().time_s;
  double last_bad_s = begins_s;
  double last_s = begins_s;
  for (const SeriesPoint& point : points) {
    if (point.time_s <= begins_s)
      continue;
    figures.lost_requests += point.failures_per_s * (point.time_s - last_s);
    last_s = point.time_s;
    const bool starves = point.requests_per_s == 0;
    if (starves || point.failures_per_s > 0.01 * point.requests_per_s || point.p95_ms > 2 * figures.normal_p95_ms)
      last_bad_s = point.time_s;
  }
  if (last_bad_s + quiet_s <= end_s)
    figures.recovered_s = last_bad_s - begins_s;
  const double over_s = std::isfinite(figures.recovered_s) ? last_bad_s : end_s;
  figures.p95_during_ms = p95_ms(result.series, begins_s, over_s);
  figures.p95_after_ms = p95_ms(result.series, std::isfinite(figures.recovered_s) ? over_s : end_s - 30, end_s);
  figures.means.assign(operations::metric_names().size(), 0);
  const std::size_t seconds = result.observations.size();
  const std::size_t first = seconds - std::min(seconds, static_cast<std::size_t>(tail_s));
  for (std::size_t second = first; second < seconds; ++second)
    for (std::size_t metric = 0; metric < operations::metric_names().size(); ++metric)
      figures.means[metric] += result.observations[second][metric] / static_cast<double>(seconds - first);
  return figures;
}

std::string to_json(const IncidentFigures& figures)
{
  return nlohmann::ordered_json{{"normal_p95_ms", figures.normal_p95_ms},
                                {"detected_s", or_null(figures.detected_s)},
                                {"detected_by", figures.detected_by},
                                {"recovered_s", or_null(figures.recovered_s)},
                                {"lost_requests", figures.lost_requests},
                                {"p95_during_ms", figures.p95_during_ms},
                                {"p95_after_ms", figures.p95_after_ms},
                                {"acted_s", figures.acted_s},
                                {"means", figures.means}}
      .dump();
}

IncidentFigures incident_figures_from_json(const std::string& text)
{
  const auto json = nlohmann::ordered_json::parse(text);
  IncidentFigures figures;
  figures.normal_p95_ms = json.at("normal_p95_ms");
  figures.detected_s = or_never(json.at("detected_s"));
  figures.detected_by = json.at("detected_by");
  figures.recovered_s = or_never(json.at("recovered_s"));
  figures.lost_requests = json.at("lost_requests");
  figures.p95_during_ms = json.at("p95_during_ms");
  figures.p95_after_ms = json.at("p95_after_ms");
  figures.acted_s = json.at("acted_s");
  figures.means = json.at("means").get<std::vector<double>>();
  return figures;
}

} // namespace onsale::run
