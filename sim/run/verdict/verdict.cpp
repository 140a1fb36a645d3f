#include "sim/run/verdict/verdict.hpp"

#include "model/k6/metric/metric_format.hpp"
#include "sim/run/verdict/diagnosis.hpp"
#include "sim/run/verdict/lost.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace onsale::run {
namespace {

using Operator = k6::ThresholdExpression::Operator;

const char* in_words(Operator comparison)
{
  switch (comparison) {
  case Operator::less:
    return "below";
  case Operator::less_or_equal:
    return "at most";
  case Operator::greater:
    return "above";
  case Operator::greater_or_equal:
    return "at least";
  case Operator::equal:
    return "equal to";
  case Operator::not_equal:
    break;
  }
  return "other than";
}

std::string value_text(const std::string& metric, const k6::ThresholdExpression& expression, double value)
{
  const bool is_time = (metric.starts_with("http_req_") && not metric.starts_with("http_req_failed")) ||
                       metric.starts_with("iteration_duration");
  if (is_time && expression.aggregation != "count")
    return k6::duration_text(value);
  if (expression.aggregation == "rate" && expression.limit <= 1)
    return fmt::format("{:.3g} %", 100 * value);
  return fmt::format("{:.6g}", value);
}

/// The best second under load: requests of setup() come without users.
double best_second(const Series& series)
{
  double most = 0;
  for (const SeriesPoint& point : series.points)
    if (point.vus > 0)
      most = std::max(most, point.requests_per_s);
  return most;
}

std::string outcome(const Scenario& scenario, const RunResult& result)
{
  constexpr double few = 0.01;
  const k6::Summary::Metric* kept_metric = nullptr;
  std::string kept;
  for (const k6::Summary::Metric& metric : result.summary.metrics)
    for (const k6::Summary::Threshold& threshold : metric.thresholds) {
      const std::string words = promise_text(metric.name, threshold.expression) + " is " +
                                observed_text(metric.name, threshold.expression, threshold.observed);
      if (not threshold.ok)
        return "Breaks its promise: " + words;
      if (kept_metric == nullptr || metric.name == "http_req_duration")
        kept = words;
      kept_metric = &metric;
    }
  const Lost lost = lost_customers(scenario.load, result.load, result.summary);
  if (std::max(lost.iterations_share(), lost.requests_share()) >= few)
    return "Loses customers: " + lost_text(lost);
  if (not kept.empty())
    return "Keeps its promise: " + kept;
  const auto durations = std::ranges::find(result.summary.metrics, "http_req_duration", &k6::Summary::Metric::name);
  if (durations == result.summary.metrics.end())
    return "Sends no request";
  return fmt::format("Serves {:.0f} requests/s in the best second, p(95) {}", best_second(result.series),
                     k6::duration_text(durations->value("p(95)")));
}

} // namespace

std::string promise_text(const std::string& metric, const std::string& expression)
{
  const auto parsed = k6::parse_threshold(expression);
  return fmt::format("{}{} {} {}", metric == "http_req_duration" ? "" : metric + " ", parsed.aggregation,
                     in_words(parsed.comparison), value_text(metric, parsed, parsed.limit));
}

std::string observed_text(const std::string& metric, const std::string& expression, double observed)
{
  return value_text(metric, k6::parse_threshold(expression), observed);
}

std::string verdict(const Scenario& scenario, const RunResult& result)
{
  return outcome(scenario, result) + "; " + cause_text(scenario, result) + ".";
}

} // namespace onsale::run
