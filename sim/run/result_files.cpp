#include "sim/run/result_files.hpp"

#include "model/k6/summary/summary_export.hpp"

#include <fmt/format.h>

namespace onsale::run {
namespace {

/// Nine digits tell apart what a run can tell apart, and leave out the noise of sums.
std::string number(double value)
{
  return fmt::format("{:.9g}", value);
}

} // namespace

std::string csv_field(const std::string& text)
{
  if (text.find_first_of(",\"\r\n") == std::string::npos)
    return text;
  std::string quoted(1, '"');
  for (const char letter : text) {
    if (letter == '"')
      quoted += '"';
    quoted += letter;
  }
  quoted += '"';
  return quoted;
}

std::vector<ResultFile> result_files(const RunRequest& request, const Scenario& scenario, const RunResult& result)
{
  return {{"summary.json", k6::summary_export(result.summary)},
          {"timeseries.csv", timeseries_csv(result.series)},
          {"latencies.csv", latencies_csv(result.series)},
          {"failures.csv", failures_csv(failure_points(result))},
          {"anatomy.csv", anatomy_csv(result.anatomy)},
          {"manifest.json", manifest_json(request, scenario, result)}};
}

std::string timeseries_csv(const Series& series)
{
  std::string text =
      "time_s,vus,requests_per_s,failures_per_s,iterations_per_s,dropped_per_s,mean_ms,p50_ms,p95_ms,p99_ms,max_ms";
  for (const system::Resource& resource : series.resources)
    text += fmt::format(",{},{}", csv_field(resource.name() + " utilisation"), csv_field(resource.name() + " queued"));
  text += "\n";
  for (const SeriesPoint& point : series.points) {
    text += fmt::format("{},{}", number(point.time_s), point.vus);
    for (const double figure : {point.requests_per_s, point.failures_per_s, point.iterations_per_s, point.dropped_per_s,
                                point.mean_ms, point.p50_ms, point.p95_ms, point.p99_ms, point.max_ms})
      text += fmt::format(",{}", number(figure));
    for (const ResourcePoint& resource : point.resources)
      text += fmt::format(",{},{}", number(resource.utilisation), number(resource.queued));
    text += "\n";
  }
  return text;
}

std::string latencies_csv(const Series& series)
{
  std::string text = "time_s,from_ms,to_ms,requests\n";
  for (const SeriesPoint& point : series.points)
    for (std::size_t i = 0; i < point.latencies.size(); ++i)
      if (point.latencies[i] > 0)
        text += fmt::format("{},{:.6g},{:.6g},{}\n", number(point.time_s), latency_class_from_ms(i),
                            latency_class_from_ms(i + 1), point.latencies[i]);
  return text;
}

std::string failures_csv(const std::vector<FailurePoint>& points)
{
  std::string text = "time_s,vus,requests_per_s,resource,cause,endpoint,status,count,last_s,evidence,log_line\n";
  for (const FailurePoint& point : points)
    text +=
        fmt::format("{},{},{},{},{},{},{},{},{},{},{}\n", number(point.time_s), point.vus, number(point.requests_per_s),
                    csv_field(point.resource), point.cause, csv_field(point.endpoint), point.status, point.count,
                    number(point.last_s), csv_field(point.evidence), csv_field(point.log_line));
  return text;
}

std::string anatomy_csv(const std::vector<EndpointAnatomy>& anatomy)
{
  std::string text = "endpoint,of,requests";
  for (std::size_t part = 0; part < system::part_count; ++part)
    text += fmt::format(",{}_ms", system::to_string(static_cast<system::Part>(part)));
  text += ",total_ms\n";
  for (const EndpointAnatomy& each : anatomy) {
    text += fmt::format("{},{},{}", csv_field(each.endpoint), each.of, each.sums.requests);
    for (std::size_t part = 0; part < system::part_count; ++part)
      text += fmt::format(",{}", number(each.mean_ms(part)));
    text += fmt::format(",{}\n", number(each.mean_ms()));
  }
  return text;
}

} // namespace onsale::run
