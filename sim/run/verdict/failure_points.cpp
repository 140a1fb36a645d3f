#include "sim/run/verdict/failure_points.hpp"

#include "calibration/audit/limit.hpp"
#include "calibration/k6/export_reader.hpp"
#include "model/k6/summary/summary_export.hpp"
#include "sim/run/verdict/bottleneck.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

namespace onsale::run {
namespace {

FailurePoint at(const Series& series, double time_s)
{
  FailurePoint point;
  point.time_s = point.last_s = time_s;
  const auto interval = std::find_if(series.points.begin(), series.points.end(),
                                     [&](const SeriesPoint& each) { return each.time_s >= time_s; });
  if (interval != series.points.end()) {
    point.vus = interval->vus;
    point.requests_per_s = interval->requests_per_s;
  }
  return point;
}

void add_saturations(std::vector<FailurePoint>& points, const Series& series)
{
  for (const Saturation& each : saturations(series)) {
    FailurePoint point = at(series, each.time_s);
    point.vus = each.vus;
    point.requests_per_s = each.requests_per_s;
    point.resource = each.resource.name();
    point.cause = "saturated";
    point.evidence = fmt::format("{:.0f} % of {:.4g} busy for {:.0f} s, up to {:.0f} waiting", 100 * each.utilisation,
                                 each.capacity, each.seconds, each.queued_max);
    points.push_back(std::move(point));
  }
}

void add_failures(std::vector<FailurePoint>& points, const RunResult& result)
{
  for (const Failure& failure : result.failures) {
    FailurePoint point = at(result.series, engine::in_seconds(failure.count.first));
    point.last_s = engine::in_seconds(failure.count.last);
    point.resource = failure.resource;
    point.cause = failure.cause;
    point.endpoint = failure.endpoint;
    point.status = failure.status;
    point.count = failure.count.count;
    point.evidence = fmt::format("{} x {} ({}) until {:.0f} s", failure.count.count, failure.endpoint, failure.answer(),
                                 point.last_s);
    if (not failure.count.log_line.starts_with(failure.cause)) // a refusal's line says nothing new
      point.log_line = failure.count.log_line;
    points.push_back(std::move(point));
  }
}

/// The JVM's lines are of one kind; k6's are as many as its executors.
void add_log(std::vector<FailurePoint>& points, const RunResult& result)
{
  if (not result.jvm_log.empty()) {
    const auto& first = result.jvm_log.front();
    FailurePoint point = at(result.series, engine::in_seconds(first.time));
    point.last_s = engine::in_seconds(result.jvm_log.back().time);
    point.resource = "jvm";
    point.cause = "logged";
    point.count = result.jvm_log.size();
    point.evidence = fmt::format("{} such lines until {:.0f} s", result.jvm_log.size(), point.last_s);
    point.log_line = first.text;
    points.push_back(std::move(point));
  }
  for (const k6::LoadWarning& warning : result.load.warnings) {
    FailurePoint point = at(result.series, warning.time_s);
    point.resource = "k6";
    point.cause = "load";
    point.evidence = "the generator cannot keep its plan";
    point.log_line = warning.message;
    points.push_back(std::move(point));
  }
}

double dropped_iterations(const k6::Summary& summary)
{
  for (const k6::Summary::Metric& metric : summary.metrics)
    if (metric.name == "dropped_iterations")
      return metric.value("count");
  return 0;
}

/// Share of k6 in what the processes of a host used; 0 for what is no CPU.
double share_of_k6(const RunResult& result, const system::Resource& cpu)
{
  double all = 0;
  double k6 = 0;
  for (const CpuUse& use : result.cpu_users)
    if (cpu.part == "host" && use.host == cpu.host) {
      all += use.served_s;
      if (use.process == "k6")
        k6 += use.served_s;
    }
  return all > 0 ? k6 / all : 0;
}

} // namespace

std::optional<std::string> unavoidable_drops(const Scenario& scenario, const RunResult& result)
{
  if (dropped_iterations(result.summary) <= 0)
    return std::nullopt;
  auto k6 = calibration::read_summary_export(nlohmann::ordered_json::parse(k6::summary_export(result.summary)));
  k6.options = scenario.load;
  const auto limit = calibration::unavoidable_drops(k6);
  return limit ? std::optional(limit->arithmetic) : std::nullopt;
}

std::string busiest(const Series& series)
{
  constexpr std::size_t on_end = 3;
  std::string name;
  double highest = 0;
  for (std::size_t resource = 0; resource < series.resources.size(); ++resource)
    for (std::size_t i = 0; i + on_end <= series.points.size(); ++i) {
      double mean = 0;
      for (std::size_t k = i; k < i + on_end; ++k)
        mean += series.points[k].resources[resource].utilisation / on_end;
      if (mean > highest) {
        highest = mean;
        name = series.resources[resource].name();
      }
    }
  if (highest <= 0)
    return "nothing did any work for 3 s on end";
  return fmt::format("{}, at most {:.0f} % busy over 3 s", name, 100 * highest);
}

std::vector<FailurePoint> failure_points(const RunResult& result)
{
  std::vector<FailurePoint> points;
  add_saturations(points, result.series);
  add_failures(points, result);
  add_log(points, result);
  std::stable_sort(points.begin(), points.end(),
                   [](const FailurePoint& a, const FailurePoint& b) { return a.time_s < b.time_s; });
  return points;
}

std::string_view to_string(LoadLimit::By by)
{
  return by == LoadLimit::By::server ? "server" : "load generator";
}

LoadLimit load_limit(const Scenario& scenario, const RunResult& result)
{
  using By = LoadLimit::By;
  const double dropped = dropped_iterations(result.summary);
  const std::string drops = dropped > 0 ? fmt::format("; {:.0f} iterations dropped", dropped) : "";
  if (const auto unavoidable = unavoidable_drops(scenario, result))
    return {By::generator, *unavoidable};
  const auto found = saturations(result.series, result.blame);
  std::uint64_t most_vus = 0;
  for (const SeriesPoint& point : result.series.points)
    most_vus = std::max(most_vus, point.vus);
  if (found.empty())
    return {By::generator, fmt::format("{} VUs asked for no more: no resource of the server was full ({}){}", most_vus,
                                       busiest(result.series), drops)};
  const Saturation& first = found.front();
  const double k6_share = share_of_k6(result, first.resource);
  if (k6_share > 0.5)
    return {By::generator, fmt::format("k6 itself used {:.0f} % of {}, which was full from {:.0f} s on{}",
                                       100 * k6_share, first.resource.name(), first.time_s, drops)};
  std::string evidence = fmt::format("{} full from {:.0f} s on{}", first.resource.name(), first.time_s, drops);
  const std::uint32_t connections = scenario.system.settings.tomcat.max_connections;
  if (most_vus < connections)
    evidence += fmt::format("; connections stop at the {} VUs, {} are allowed", most_vus, connections);
  return {By::server, evidence};
}

} // namespace onsale::run
