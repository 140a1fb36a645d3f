#include "calibration/k6/summary_data_reader.hpp"

#include "calibration/k6/metric_names.hpp"
#include "calibration/k6/printed.hpp"

#include <nlohmann/json.hpp>

namespace onsale::calibration {
namespace {

using Json = nlohmann::ordered_json;

K6Result::Metric metric_of(const std::string& name, const Json& described)
{
  const MetricType builtin = builtin_type(name).value_or(MetricType{});
  K6Result::Metric metric{name,
                          kind_named(described.at("type").get<std::string>()).value_or(builtin.kind),
                          content_named(described.value("contains", "")).value_or(builtin.content),
                          {}};
  for (const auto& [statistic, value] : described.at("values").items()) {
    if (not value.is_number())
      continue; // null: a statistic of no samples
    const bool time = metric.content == k6::MetricContent::time && statistic != "count";
    metric.statistics.push_back({statistic_name(statistic), full_precision(value.get<double>() / (time ? 1e3 : 1))});
  }
  return metric;
}

void read_thresholds(const std::string& metric, const Json& described, K6Result& result)
{
  if (described.contains("thresholds"))
    for (const auto& [expression, verdict] : described.at("thresholds").items())
      result.thresholds.push_back({metric, expression, verdict.at("ok").get<bool>()});
}

} // namespace

void read_checks(const Json& group, K6Result& result)
{
  for (const Json& check : group.at("checks"))
    result.checks.push_back({.name = check.at("path").get<std::string>(),
                             .all_passed = false,
                             .rate = std::nullopt,
                             .passes = check.at("passes").get<double>(),
                             .fails = check.at("fails").get<double>()});
  for (const Json& inner : group.at("groups"))
    read_checks(inner, result);
}

K6Result read_summary_data(const Json& data)
{
  K6Result result;
  result.origin = Origin::k6_file;
  for (const auto& [name, described] : data.at("metrics").items()) {
    result.metrics.push_back(metric_of(name, described));
    read_thresholds(name, described, result);
  }
  if (data.contains("root_group"))
    read_checks(data.at("root_group"), result);
  if (data.contains("state") && data.at("state").contains("testRunDurationMs")) {
    result.run_duration_s = full_precision(data.at("state").at("testRunDurationMs").get<double>() / 1e3);
    result.run_clock = "testRunDurationMs";
  }
  return result;
}

} // namespace onsale::calibration
