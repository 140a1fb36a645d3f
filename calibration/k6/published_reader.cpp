#include "calibration/k6/published_reader.hpp"

#include "calibration/k6/k6_options.hpp"
#include "calibration/k6/printed.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace onsale::calibration {
namespace {

using Json = nlohmann::ordered_json;
using k6::MetricContent;
using k6::MetricKind;

MetricKind kind_of(const std::string& type)
{
  if (type == "counter")
    return MetricKind::counter;
  if (type == "gauge")
    return MetricKind::gauge;
  return type == "rate" ? MetricKind::rate : MetricKind::trend;
}

MetricContent content_of(const std::string& unit)
{
  if (unit == "s")
    return MetricContent::time;
  return unit == "B" ? MetricContent::data : MetricContent::number;
}

/// A value with its text. k6's own text says how exact it is; what is not k6's text is taken as typed.
std::optional<Figure> figure_of(const Json& json, Origin origin, Print print)
{
  if (not json.is_object() || not json.contains("value") || not json.at("value").is_number())
    return std::nullopt;
  const auto value = json.at("value").get<double>();
  if (not json.contains("raw") || not json.at("raw").is_string())
    return full_precision(value);
  const auto raw = json.at("raw").get<std::string>();
  if (origin == Origin::k6_block)
    if (auto printed = read_printed(raw, print))
      return printed;
  return read_typed(value, raw);
}

std::optional<double> number_of(const Json& parent, const char* key)
{
  if (not parent.contains(key) || not parent.at(key).is_object())
    return std::nullopt;
  const auto& value = parent.at(key);
  return value.contains("value") && value.at("value").is_number() ? std::optional(value.at("value").get<double>())
                                                                  : std::nullopt;
}

std::vector<K6Result::Tally> read_tallies(const Json& list, Origin origin)
{
  std::vector<K6Result::Tally> tallies;
  for (const Json& each : list) {
    K6Result::Tally tally;
    tally.name = each.value("name", each.value("endpoint", ""));
    tally.all_passed = each.value("mark", "") == "pass";
    if (each.contains("rate"))
      tally.rate = figure_of(each.at("rate"), origin, Print::check_share);
    tally.passes = number_of(each, "passes");
    tally.fails = number_of(each, "fails");
    tallies.push_back(tally);
  }
  return tallies;
}

void read_metrics(const Json& metrics, K6Result& result)
{
  for (const auto& [name, content] : metrics.items()) {
    K6Result::Metric metric{name, kind_of(content.at("type")), content_of(content.value("unit", "")), {}};
    for (const auto& [statistic, figure] : content.at("values").items())
      if (auto read = figure_of(figure, result.origin, print_of(metric, statistic)))
        metric.statistics.push_back({statistic, std::move(*read)});
    result.metrics.push_back(std::move(metric));
  }
}

void read_thresholds(const Json& list, K6Result& result)
{
  for (const Json& each : list)
    if (each.contains("expression") && each.contains("verdict"))
      result.thresholds.push_back({each.at("metric"), each.at("expression"), each.at("verdict") == "pass"});
}

/// The line `running (5m00.9s), 0000/5000 VUs, 556414 complete and 0 interrupted iterations`, and the banner.
void read_run_line(const Json& results, K6Result& result)
{
  if (results.contains("run")) {
    const Json& run = results.at("run");
    if (const auto duration = number_of(run, "duration")) // the line is drawn every 0.1 s and rounded to it
      result.run_duration_s = Interval{*duration - 0.2, *duration + 0.2};
    result.complete_iterations = number_of(run, "complete_iterations");
    result.interrupted_iterations = number_of(run, "interrupted_iterations");
    result.most_vus = number_of(run, "vus_planned");
  }
  if (results.contains("banner"))
    if (const auto most = number_of(results.at("banner"), "max_vus"))
      result.most_vus = most;
}

} // namespace

K6Result read_published(const Json& run, const std::string& file)
{
  K6Result result;
  result.name = fmt::format("{}/{}", run.value("system", "?"), run.value("test", "?"));
  const Json& results = run.at("results");
  result.origin = results.value("form", "") == "k6-summary" ? Origin::k6_block : Origin::author_listing;
  read_metrics(results.at("metrics"), result);
  if (results.contains("checks"))
    result.checks = read_tallies(results.at("checks"), result.origin);
  if (results.contains("thresholds"))
    read_thresholds(results.at("thresholds"), result);
  if (results.contains("per_endpoint"))
    result.endpoints = read_tallies(results.at("per_endpoint"), result.origin);
  result.all_endpoints = not result.endpoints.empty() &&
                         std::all_of(result.endpoints.begin(), result.endpoints.end(),
                                     [](const K6Result::Tally& each) { return each.passes && each.fails; });
  read_run_line(results, result);
  if (run.contains("workload"))
    result.options = read_k6_options(run.at("workload"), file);
  if (run.contains("journey"))
    result.journey = read_journey_facts(run.at("journey"));
  return result;
}

} // namespace onsale::calibration
