#include "calibration/audit/laws.hpp"
#include "model/k6/metric/thresholds.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace onsale::calibration {
namespace {

/// `p(95)` is the statistic p95 here.
std::string statistic_of(const std::string& aggregation)
{
  return aggregation.starts_with("p(")
             ? fmt::format("p{}", std::string_view(aggregation).substr(2, aggregation.size() - 3))
             : aggregation;
}

std::optional<k6::ThresholdExpression> parsed(const std::string& expression)
{
  try {
    return k6::parse_threshold(expression);
  } catch (const std::invalid_argument&) {
    return std::nullopt; // k6 would not have run with it: the report has it from somewhere else
  }
}

/// k6 keeps a threshold on a rate that nothing was added to.
bool is_empty_rate(const K6Result::Metric& metric)
{
  const Figure* const passes = metric.find("passes");
  const Figure* const fails = metric.find("fails");
  return metric.kind == k6::MetricKind::rate && passes != nullptr && fails != nullptr && passes->low + fails->low == 0;
}

} // namespace

Findings check_thresholds(const K6Result& result)
{
  Findings findings;
  for (const K6Result::Threshold& threshold : result.thresholds) {
    const auto expression = parsed(threshold.expression);
    const K6Result::Metric* const metric = result.find(threshold.metric);
    if (not expression || metric == nullptr || is_empty_rate(*metric))
      continue;
    const std::string statistic = statistic_of(expression->aggregation);
    const Figure* const figure = metric->find(statistic);
    if (figure == nullptr)
      continue;
    const double unit = metric->content == k6::MetricContent::time ? 1e3 : 1; // thresholds are in ms
    const bool possible = expression->holds(figure->low * unit) == threshold.kept ||
                          expression->holds(figure->high * unit) == threshold.kept;
    findings.push_back(judged(possible, Verdict::broken,
                              fmt::format("{}: {} is said to be {}, but {} is {}", threshold.metric,
                                          threshold.expression, threshold.kept ? "kept" : "crossed", statistic,
                                          figure->text.empty() ? in_words(*figure) : figure->text),
                              {{threshold.metric, statistic}}));
  }
  return findings;
}

} // namespace onsale::calibration
