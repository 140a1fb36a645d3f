#include "calibration/k6/export_reader.hpp"

#include "calibration/k6/metric_names.hpp"
#include "calibration/k6/printed.hpp"
#include "calibration/k6/summary_data_reader.hpp"

#include <nlohmann/json.hpp>

namespace onsale::calibration {
namespace {

using Json = nlohmann::ordered_json;
using k6::MetricContent;
using k6::MetricKind;

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

K6Result::Metric metric_of(const std::string& name, const Json& values)
{
  const MetricKind kind = kind_of(values);
  const auto builtin = builtin_type(name);
  K6Result::Metric metric{name, kind, builtin && builtin->kind == kind ? builtin->content : MetricContent::number, {}};
  for (const auto& [statistic, value] : values.items()) {
    if (not value.is_number())
      continue; // thresholds
    const bool time = metric.content == MetricContent::time && statistic != "count";
    metric.statistics.push_back({kind == MetricKind::rate && statistic == "value" ? "rate" : statistic_name(statistic),
                                 full_precision(value.get<double>() / (time ? 1e3 : 1))});
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
