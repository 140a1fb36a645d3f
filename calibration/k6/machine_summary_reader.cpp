#include "calibration/k6/machine_summary_reader.hpp"

#include "calibration/k6/metric_names.hpp"
#include "calibration/k6/printed.hpp"

#include <nlohmann/json.hpp>

namespace onsale::calibration {
namespace {

using Json = nlohmann::ordered_json;

/// `matches` of `total` are passes and fails here.
void add_rate(const Json& values, K6Result::Metric& metric)
{
  const auto matches = values.at("matches").get<double>();
  metric.statistics = {{"rate", full_precision(values.at("rate").get<double>())},
                       {"passes", full_precision(matches)},
                       {"fails", full_precision(values.at("total").get<double>() - matches)}};
}

K6Result::Metric metric_of(const Json& described)
{
  const auto name = described.at("name").get<std::string>();
  const MetricType builtin = builtin_type(name).value_or(MetricType{});
  K6Result::Metric metric{name,
                          kind_named(described.at("type").get<std::string>()).value_or(builtin.kind),
                          content_named(described.value("contains", "")).value_or(builtin.content),
                          {}};
  const Json& values = described.at("values");
  if (metric.kind == k6::MetricKind::rate) {
    add_rate(values, metric);
    return metric;
  }
  for (const auto& [statistic, value] : values.items())
    if (value.is_number())
      metric.statistics.push_back(
          {statistic_name(statistic),
           full_precision(value.get<double>() / (metric.content == k6::MetricContent::time ? 1e3 : 1))});
  return metric;
}

void read_check_list(const Json& checks, K6Result& result)
{
  if (checks.contains("results") && checks.at("results").is_array())
    for (const Json& check : checks.at("results"))
      result.checks.push_back({.name = check.at("name").get<std::string>(),
                               .all_passed = false,
                               .rate = std::nullopt,
                               .passes = check.at("passes").get<double>(),
                               .fails = check.at("fails").get<double>()});
  if (checks.contains("metrics") && checks.at("metrics").is_array())
    for (const Json& described : checks.at("metrics"))
      if (described.at("name") == "checks_succeeded") { // what every other form calls `checks`
        K6Result::Metric metric = metric_of(described);
        metric.name = "checks";
        result.metrics.push_back(std::move(metric));
      }
}

} // namespace

K6Result read_machine_summary(const Json& summary)
{
  K6Result result;
  result.origin = Origin::k6_file;
  const Json& results = summary.at("results");
  for (const Json& described : results.at("metrics"))
    result.metrics.push_back(metric_of(described));
  if (results.contains("checks"))
    read_check_list(results.at("checks"), result);
  result.run_duration_s = full_precision(summary.at("config").at("duration").get<double>());
  result.run_clock = "config.duration";
  return result;
}

} // namespace onsale::calibration
