#include "calibration/k6/sample_collector.hpp"

#include "calibration/k6/printed.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace onsale::calibration {
namespace {

using k6::MetricContent;
using k6::MetricKind;

/// Means of millions of values lose digits in the sum.
constexpr double mean_slack = 1e-9;

/// k6 takes the gauge of VUs every second, from the first second of the run to its end.
constexpr double gauge_period_s = 1;

Figure whole(std::uint64_t count)
{
  return full_precision(static_cast<double>(count));
}

Figure widened(const Interval& interval, double by, double unit)
{
  return {{std::max(0.0, (interval.low - by) / unit), std::max(0.0, (interval.high + by) / unit)}, {}};
}

bool has_parts(std::string_view metric)
{
  return metric == "http_reqs" || metric == "http_req_duration" || metric == "http_req_failed";
}

} // namespace

void SampleCollector::describe(std::string_view metric, MetricType type)
{
  series_.try_emplace(std::string(metric), Series{.type = type});
}

void SampleCollector::add(const Sample& sample)
{
  first_s_ = samples_ == 0 ? sample.time_s : std::min(first_s_, sample.time_s);
  last_s_ = samples_ == 0 ? sample.time_s : std::max(last_s_, sample.time_s);
  ++samples_;
  Series& series = series_of(sample.metric);
  add_to(series, sample.value);
  if (has_parts(sample.metric))
    add_parts(sample, series.type);
  if (sample.metric == "checks" && not sample.check.empty()) {
    const std::string path = fmt::format("{}::{}", sample.group, sample.check);
    ++(sample.value != 0 ? checks_[path].passes : checks_[path].fails);
  }
}

SampleCollector::Series& SampleCollector::series_of(std::string_view metric)
{
  const auto found = series_.find(metric);
  if (found != series_.end())
    return found->second;
  return series_.try_emplace(std::string(metric), Series{.type = builtin_type(metric).value_or(MetricType{})})
      .first->second;
}

void SampleCollector::add_parts(const Sample& sample, const MetricType& type)
{
  if (sample.metric == "http_req_duration" && sample.expected_response == "true") {
    expected_.type = type;
    add_to(expected_, sample.value);
  }
  if (sample.name.empty() || too_many_names_)
    return;
  auto part = parts_.find(sample.name);
  if (part == parts_.end()) {
    if (parts_.size() == most_names) {
      too_many_names_ = true;
      parts_.clear();
      return;
    }
    part = parts_.try_emplace(std::string(sample.name)).first;
  }
  auto series = part->second.find(sample.metric);
  if (series == part->second.end())
    series = part->second.try_emplace(std::string(sample.metric), Series{.type = type}).first;
  add_to(series->second, sample.value);
}

void SampleCollector::add_to(Series& series, double value)
{
  series.minimum = series.count == 0 ? value : std::min(series.minimum, value);
  series.maximum = series.count == 0 ? value : std::max(series.maximum, value);
  series.last = value;
  series.sum += value;
  series.nonzero += value != 0 ? 1 : 0;
  ++series.count;
  if (series.type.kind == MetricKind::trend)
    series.values.add(value);
}

K6Result::Metric SampleCollector::metric_of(const std::string& name, const Series& series) const
{
  K6Result::Metric metric{name, series.type.kind, series.type.content, {}};
  switch (series.type.kind) {
  case MetricKind::counter:
    metric.statistics = {{"count", full_precision(series.sum)}};
    break;
  case MetricKind::gauge:
    metric.statistics = {{"value", full_precision(series.last)},
                         {"min", full_precision(series.minimum)},
                         {"max", full_precision(series.maximum)}};
    break;
  case MetricKind::rate:
    metric.statistics = {
        {"rate", full_precision(static_cast<double>(series.nonzero) / static_cast<double>(series.count))},
        {"passes", whole(series.nonzero)},
        {"fails", whole(series.count - series.nonzero)}};
    break;
  case MetricKind::trend: {
    const double unit = series.type.content == MetricContent::time ? 1e3 : 1; // seconds here, ms in the file
    const double mean = series.sum / static_cast<double>(series.count);
    const auto percentile = [&](double percent) {
      return widened(series.values.percentile(percent), options_.rounding, unit);
    };
    metric.statistics = {{"avg", widened(exactly(mean), options_.rounding + mean * mean_slack, unit)},
                         {"min", widened(exactly(series.minimum), options_.rounding, unit)},
                         {"med", percentile(50)},
                         {"max", widened(exactly(series.maximum), options_.rounding, unit)},
                         {"p90", percentile(90)},
                         {"p95", percentile(95)},
                         {"p99", percentile(99)},
                         {"count", whole(series.count)}};
    break;
  }
  }
  return metric;
}

K6Result SampleCollector::result() const
{
  K6Result result;
  result.origin = Origin::k6_file;
  for (const auto& [name, series] : series_)
    if (series.count > 0)
      result.metrics.push_back(metric_of(name, series));
  if (expected_.count > 0)
    result.metrics.push_back(metric_of("http_req_duration{expected_response:true}", expected_));
  for (const auto& [tag, part] : parts_)
    for (const auto& [name, series] : part)
      result.metrics.push_back(metric_of(fmt::format("{}{{name:{}}}", name, tag), series));
  for (const auto& [path, count] : checks_)
    result.checks.push_back({.name = path,
                             .all_passed = false,
                             .rate = std::nullopt,
                             .passes = static_cast<double>(count.passes),
                             .fails = static_cast<double>(count.fails)});
  if (series_.contains("vus")) {
    const double span_s = last_s_ - first_s_;
    result.run_duration_s =
        Interval{std::max(0.0, span_s - options_.time_step_s), span_s + options_.time_step_s + 2 * gauge_period_s};
    result.run_clock = "the span of the samples";
  }
  return result;
}

} // namespace onsale::calibration
