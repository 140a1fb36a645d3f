#include "sim/run/output/result_files.hpp"

#include "model/k6/summary/summary_export.hpp"

#include <fmt/format.h>

#include <charconv>

namespace onsale::run {
namespace {

/// Nine digits tell apart what a run can tell apart, and leave out the noise of sums.
std::string number(double value)
{
  return fmt::format("{:.9g}", value);
}

/// What spreadsheets would compute: https://owasp.org/www-community/attacks/CSV_Injection. Quotes before it count, so
/// that a reader can tell which of them is not the text's own.
bool is_formula(const std::string& text)
{
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc{} && end == text.data() + text.size())
    return false; // `-1`, a value of a sweep
  const std::size_t first = text.find_first_not_of('\'');
  return first != std::string::npos && std::string_view("=+-@\t\r").find(text[first]) != std::string_view::npos;
}

std::string endpoint_row(const EndpointSeries& each, double duration_s)
{
  const auto requests = static_cast<double>(each.requests);
  std::string text = fmt::format("{},{},{},{},{}", csv_field(each.name), each.requests,
                                 number(duration_s > 0 ? requests / duration_s : 0), each.failed,
                                 number(requests > 0 ? static_cast<double>(each.failed) / requests : 0));
  for (const auto& [name, ms] : each.durations_ms)
    text += fmt::format(",{}", number(ms));
  return text + "\n";
}

} // namespace

std::string csv_field(const std::string& text)
{
  std::string cell = is_formula(text) ? "'" + text : text;
  if (cell.find_first_of(",\"\r\n") == std::string::npos)
    return cell;
  std::string quoted(1, '"');
  for (const char letter : cell) {
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
          {"endpoints.csv", endpoints_csv(result.endpoints, result.load.duration_s)},
          {"endpoint_timeseries.csv", endpoint_timeseries_csv(result.endpoints)},
          {"outcomes.csv", outcomes_csv(result.endpoints)},
          {"latencies.csv", latencies_csv(result.endpoints)},
          {"failures.csv", failures_csv(failure_points(result))},
          {"anatomy.csv", anatomy_csv(result.anatomy)},
          {"blame.csv", blame_csv(result.blame)},
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

std::string endpoints_csv(const std::vector<EndpointSeries>& endpoints, double duration_s)
{
  std::string text =
      "endpoint,requests,rate_per_s,failed,failed_share,mean_ms,min_ms,p50_ms,p90_ms,p95_ms,p99_ms,max_ms\n";
  for (const EndpointSeries& each : endpoints)
    text += endpoint_row(each, duration_s);
  return text;
}

std::string endpoint_timeseries_csv(const std::vector<EndpointSeries>& endpoints)
{
  std::string text = "endpoint,time_s,requests_per_s,failures_per_s,mean_ms,p50_ms,p95_ms,p99_ms,max_ms\n";
  for (const EndpointSeries& each : endpoints)
    for (const EndpointPoint& point : each.points) {
      text += csv_field(each.name);
      for (const double figure : {point.time_s, point.requests_per_s, point.failures_per_s, point.mean_ms, point.p50_ms,
                                  point.p95_ms, point.p99_ms, point.max_ms})
        text += fmt::format(",{}", number(figure));
      text += "\n";
    }
  return text;
}

std::string outcomes_csv(const std::vector<EndpointSeries>& endpoints)
{
  std::string text = "endpoint,status,error,failed,requests\n";
  for (const EndpointSeries& each : endpoints)
    for (const RequestOutcome& outcome : each.outcomes)
      text += fmt::format("{},{},{},{},{}\n", csv_field(each.name), csv_field(outcome.status), csv_field(outcome.error),
                          outcome.failed ? 1 : 0, outcome.requests);
  return text;
}

std::string latencies_csv(const std::vector<EndpointSeries>& endpoints)
{
  std::string text = "endpoint,time_s,from_ms,to_ms,requests\n";
  for (const EndpointSeries& each : endpoints)
    for (const EndpointPoint& point : each.points)
      for (std::size_t i = 0; i < point.latencies.size(); ++i)
        if (point.latencies[i] > 0)
          text += fmt::format("{},{},{:.6g},{:.6g},{}\n", csv_field(each.name), number(point.time_s),
                              latency_class_from_ms(i), latency_class_from_ms(i + 1), point.latencies[i]);
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

std::string blame_csv(const std::vector<EndpointBlame>& blame)
{
  std::string text = "endpoint,resource,requests,work_ms,waiting_ms\n";
  for (const EndpointBlame& endpoint : blame)
    for (const Blame& each : endpoint.resources)
      if (endpoint.requests > 0)
        text += fmt::format("{},{},{},{},{}\n", csv_field(endpoint.endpoint), csv_field(each.resource),
                            endpoint.requests, number(1e3 * each.work_s / static_cast<double>(endpoint.requests)),
                            number(1e3 * each.wait_s / static_cast<double>(endpoint.requests)));
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
