#include "calibration/k6/export_reader.hpp"

#include "calibration/k6/printed.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace onsale::calibration {
namespace {

using Json = nlohmann::ordered_json;
using load::MetricContent;
using load::MetricKind;

/// The file gives no types: they follow from the statistics. Trends have an average, rates passes, counters a rate
/// without passes.
MetricKind kind_of(const Json& values)
{
  if (values.contains("avg") || values.contains("med"))
    return MetricKind::trend;
  if (values.contains("passes"))
    return MetricKind::rate;
  return values.contains("count") ? MetricKind::counter : MetricKind::gauge;
}

MetricContent content_of(std::string_view metric, MetricKind kind)
{
  const bool k6_time = metric.starts_with("http_req_") || metric.starts_with("iteration_duration") ||
                       metric.starts_with("group_duration");
  if (kind == MetricKind::trend)
    return k6_time ? MetricContent::time : MetricContent::number;
  return metric.starts_with("data_") ? MetricContent::data : MetricContent::number;
}

/// `p(95)` is p95 here; the `value` of a rate is its rate.
std::string statistic_name(const std::string& name, MetricKind kind)
{
  if (name.starts_with("p(") && name.ends_with(")"))
    return fmt::format("p{}", std::string_view(name).substr(2, name.size() - 3));
  return kind == MetricKind::rate && name == "value" ? "rate" : name;
}

K6Result::Metric metric_of(const std::string& name, const Json& values)
{
  const MetricKind kind = kind_of(values);
  K6Result::Metric metric{name, kind, content_of(name, kind), {}};
  for (const auto& [statistic, value] : values.items()) {
    if (not value.is_number())
      continue; // thresholds
    const bool time = metric.content == MetricContent::time && statistic != "count";
    metric.statistics.push_back(
        {statistic_name(statistic, kind), full_precision(value.get<double>() / (time ? 1e3 : 1))});
  }
  return metric;
}

/// In the file a threshold is true when it was crossed.
void read_thresholds(const std::string& metric, const Json& values, K6Result& result)
{
  if (values.contains("thresholds"))
    for (const auto& [expression, crossed] : values.at("thresholds").items())
      if (crossed.is_boolean())
        result.thresholds.push_back({metric, expression, not crossed.get<bool>()});
}

void read_checks(const Json& group, K6Result& result)
{
  for (const auto& [name, check] : group.at("checks").items())
    result.checks.push_back({.name = check.at("path").get<std::string>(),
                             .all_passed = false,
                             .rate = std::nullopt,
                             .passes = check.at("passes").get<double>(),
                             .fails = check.at("fails").get<double>()});
  for (const auto& [name, inner] : group.at("groups").items())
    read_checks(inner, result);
}

} // namespace

K6Result read_summary_export(const Json& exported)
{
  K6Result result;
  result.origin = Origin::k6_file;
  for (const auto& [name, values] : exported.at("metrics").items()) {
    result.metrics.push_back(metric_of(name, values));
    read_thresholds(name, values, result);
  }
  if (exported.contains("root_group"))
    read_checks(exported.at("root_group"), result);
  return result;
}

} // namespace onsale::calibration
