#include "model/k6/summary/handle_summary.hpp"

#include "model/k6/metric/metric_format.hpp"
#include "model/k6/summary/summary_export.hpp"

#include <nlohmann/json.hpp>

namespace onsale::k6 {
namespace {

using SummaryJson = nlohmann::ordered_json;

SummaryJson group_data(const Summary::Group& group)
{
  SummaryJson data{{"name", group.name},
                   {"path", group.path},
                   {"id", path_id(group.path)},
                   {"groups", SummaryJson::array()},
                   {"checks", SummaryJson::array()}};
  for (const auto& inner : group.groups)
    data["groups"].push_back(group_data(inner));
  for (const auto& check : group.checks)
    data["checks"].push_back({{"name", check.name},
                              {"path", check.path},
                              {"id", path_id(check.path)},
                              {"passes", check.passes},
                              {"fails", check.fails}});
  return data;
}

SummaryJson metric_data(const Summary::Metric& metric)
{
  SummaryJson data{
      {"type", name_of(metric.kind)}, {"contains", name_of(metric.content)}, {"values", SummaryJson::object()}};
  for (const auto& [name, value] : metric.values)
    data["values"][name] = value;
  for (const auto& threshold : metric.thresholds)
    data["thresholds"][threshold.expression] = {{"ok", threshold.ok}};
  return data;
}

template <class E> E named(const SummaryJson& data, const char* key, std::initializer_list<E> all)
{
  const std::string name = data.value(key, "");
  for (const E each : all)
    if (name == name_of(each))
      return each;
  return *all.begin();
}

Summary::Group group_from(const SummaryJson& data)
{
  Summary::Group group{.name = data.value("name", ""), .path = data.value("path", ""), .groups = {}, .checks = {}};
  for (const auto& inner : data.value("groups", SummaryJson::array()))
    group.groups.push_back(group_from(inner));
  for (const auto& check : data.value("checks", SummaryJson::array()))
    group.checks.push_back({check.value("name", ""), check.value("path", ""), check.value("passes", std::uint64_t{0}),
                            check.value("fails", std::uint64_t{0})});
  return group;
}

Summary::Metric metric_from(const std::string& name, const SummaryJson& data)
{
  Summary::Metric metric;
  metric.name = name;
  metric.kind = named(data, "type", {MetricKind::trend, MetricKind::counter, MetricKind::gauge, MetricKind::rate});
  metric.content = named(data, "contains", {MetricContent::number, MetricContent::time, MetricContent::data});
  const auto values = data.value("values", SummaryJson::object());
  for (const auto& [statistic, value] : values.items())
    if (value.is_number())
      metric.values.push_back({statistic, value});
  const auto thresholds = data.value("thresholds", SummaryJson::object());
  for (const auto& [expression, result] : thresholds.items())
    metric.thresholds.push_back({.expression = expression, .ok = result.value("ok", true)});
  return metric;
}

} // namespace

std::string handle_summary_data(const Summary& summary)
{
  constexpr double ms_per_s = 1e3;
  SummaryJson data{
      {"root_group", group_data(summary.root_group)},
      {"options", {{"summaryTrendStats", summary.trend_stats}, {"summaryTimeUnit", ""}, {"noColor", false}}},
      {"state", {{"isStdOutTTY", false}, {"isStdErrTTY", false}, {"testRunDurationMs", summary.duration_s * ms_per_s}}},
      {"metrics", SummaryJson::object()}};
  if (summary.time_unit)
    data["options"]["summaryTimeUnit"] = *summary.time_unit == TimeUnit::seconds        ? "s"
                                         : *summary.time_unit == TimeUnit::milliseconds ? "ms"
                                                                                        : "us";
  for (const auto& metric : summary.metrics)
    data["metrics"][metric.name] = metric_data(metric);
  return data.dump();
}

Summary summary_from_data(const std::string& json)
{
  Summary summary;
  const auto data = SummaryJson::parse(json, nullptr, false);
  if (not data.is_object())
    return summary;
  const auto options = data.value("options", SummaryJson::object());
  const auto statistics = options.value("summaryTrendStats", SummaryJson::array());
  for (const auto& statistic : statistics)
    summary.trend_stats.push_back(statistic);
  if (summary.trend_stats.empty())
    summary.trend_stats = default_trend_stats();
  const std::string unit = options.value("summaryTimeUnit", "");
  if (unit == "s")
    summary.time_unit = TimeUnit::seconds;
  else if (unit == "ms")
    summary.time_unit = TimeUnit::milliseconds;
  else if (unit == "us")
    summary.time_unit = TimeUnit::microseconds;
  summary.duration_s = data.value("state", SummaryJson::object()).value("testRunDurationMs", 0.0) / 1e3;
  if (data.contains("root_group"))
    summary.root_group = group_from(data["root_group"]);
  const auto metrics = data.value("metrics", SummaryJson::object());
  for (const auto& [name, metric] : metrics.items())
    summary.metrics.push_back(metric_from(name, metric));
  return summary;
}

} // namespace onsale::k6
