#include "model/k6/metric/thresholds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace onsale::k6 {

namespace {

using Operator = ThresholdExpression::Operator;

// Longer operators first, so that `<=` is not read as `<`.
constexpr std::array<std::pair<std::string_view, Operator>, 7> operators{{{"===", Operator::equal},
                                                                          {"<=", Operator::less_or_equal},
                                                                          {">=", Operator::greater_or_equal},
                                                                          {"==", Operator::equal},
                                                                          {"!=", Operator::not_equal},
                                                                          {"<", Operator::less},
                                                                          {">", Operator::greater}}};

std::string_view trimmed(std::string_view text)
{
  const auto begin = text.find_first_not_of(" \t");
  return begin == std::string_view::npos ? std::string_view{}
                                         : text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::optional<double> parse_number(std::string_view text)
{
  if (text.starts_with('+'))
    text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty())
    return {};
  return value;
}

bool is_percentile(std::string_view aggregation)
{
  return aggregation.starts_with("p(");
}

bool is_aggregation(std::string_view name)
{
  constexpr std::array<std::string_view, 7> names{"count", "rate", "value", "avg", "min", "max", "med"};
  return std::find(names.begin(), names.end(), name) != names.end() || is_percentile(name);
}

bool suits(std::string_view aggregation, MetricKind kind)
{
  switch (kind) {
  case MetricKind::counter:
    return aggregation == "count" || aggregation == "rate";
  case MetricKind::gauge:
    return aggregation == "value";
  case MetricKind::rate:
    return aggregation == "rate";
  case MetricKind::trend:
    break;
  }
  return is_percentile(aggregation) || aggregation == "avg" || aggregation == "min" || aggregation == "max" ||
         aggregation == "med";
}

const char* aggregations_of(MetricKind kind)
{
  switch (kind) {
  case MetricKind::counter:
    return "count or rate";
  case MetricKind::gauge:
    return "value";
  case MetricKind::rate:
    return "rate";
  case MetricKind::trend:
    break;
  }
  return "avg, min, max, med or p(N)";
}

double observe(const Sink& sink, MetricKind kind, std::string_view aggregation, double elapsed_s)
{
  switch (kind) {
  case MetricKind::counter:
    if (aggregation == "count")
      return sink.counter().sum;
    return elapsed_s > 0 ? sink.counter().sum / elapsed_s : 0;
  case MetricKind::gauge:
    return sink.gauge().value;
  case MetricKind::rate:
    return sink.share();
  case MetricKind::trend:
    break;
  }
  return sink.trend().statistic(aggregation);
}

} // namespace

bool ThresholdExpression::holds(double observed) const
{
  switch (comparison) {
  case Operator::less:
    return observed < limit;
  case Operator::less_or_equal:
    return observed <= limit;
  case Operator::greater:
    return observed > limit;
  case Operator::greater_or_equal:
    return observed >= limit;
  case Operator::equal:
    return observed == limit;
  case Operator::not_equal:
    break;
  }
  return observed != limit;
}

ThresholdExpression parse_threshold(std::string_view expression)
{
  const auto fault = [&](std::string_view what) {
    return std::invalid_argument(fmt::format("'{}': {}", expression, what));
  };
  const auto at = expression.find_first_of("<>=!");
  if (at == std::string_view::npos)
    throw fault(
        "no operator found; write aggregation, operator (<, <=, >, >=, ==, ===, !=) and number, like 'p(95)<500'");
  const auto rest = expression.substr(at);
  const auto* const found = std::find_if(operators.begin(), operators.end(),
                                         [&](const auto& candidate) { return rest.starts_with(candidate.first); });
  if (found == operators.end())
    throw fault(fmt::format("'{}' is not an operator; one of <, <=, >, >=, ==, ===, !=", rest.front()));

  const auto aggregation = trimmed(expression.substr(0, at));
  if (aggregation.empty())
    throw fault("no aggregation before the operator; one of count, rate, value, avg, min, max, med or p(N)");
  if (not is_aggregation(aggregation))
    throw fault(
        fmt::format("'{}' is not an aggregation; one of count, rate, value, avg, min, max, med or p(N)", aggregation));
  if (is_percentile(aggregation)) {
    try {
      percent_of(aggregation);
    } catch (const std::invalid_argument&) {
      throw fault(fmt::format("'{}' is not a percentile; N of p(N) is a number from 0 on", aggregation));
    }
  }
  const auto number = trimmed(rest.substr(found->first.size()));
  const auto limit = parse_number(number);
  if (not limit)
    throw fault(fmt::format("'{}' after the operator is not a number", number));
  return {std::string(aggregation), found->second, *limit};
}

InvalidThresholds::InvalidThresholds(std::vector<std::string> all_faults)
    : std::invalid_argument(fmt::format("{}", fmt::join(all_faults, "\n"))), faults(std::move(all_faults))
{
}

Thresholds::Thresholds(std::vector<ThresholdConfig> configs, Metrics& metrics)
{
  std::stable_sort(configs.begin(), configs.end(),
                   [](const auto& a, const auto& b) { return a.metric_key < b.metric_key; });
  std::vector<std::string> faults;
  for (auto& config : configs) {
    const auto fault = [&](std::string_view what) {
      faults.push_back(fmt::format("thresholds.{}: {}", config.metric_key, what));
    };
    std::optional<ThresholdExpression> expression;
    try {
      expression = parse_threshold(config.expression);
    } catch (const std::invalid_argument& error) {
      fault(error.what());
    }
    try {
      const auto series = metrics.series(config.metric_key);
      auto& metric = metrics[series.metric];
      if (not expression)
        continue;
      if (not suits(expression->aggregation, metric.kind)) {
        fault(fmt::format("'{}': {} is a {}, which has no '{}'; use {}", config.expression, metric.name,
                          name_of(metric.kind), expression->aggregation, aggregations_of(metric.kind)));
        continue;
      }
      if (not series.submetric)
        metric.thresholds.push_back({config.expression, config.abort_on_fail, config.delay_abort_eval_s});
      thresholds_.push_back({*expression, config.abort_on_fail, config.delay_abort_eval_s});
      verdicts_.push_back({std::move(config.metric_key), std::move(config.expression), series, 0, true});
    } catch (const std::invalid_argument& error) {
      fault(error.what());
    }
  }
  if (not faults.empty())
    throw InvalidThresholds(std::move(faults));
}

std::vector<std::string> Thresholds::aborting(const Metrics& metrics, double elapsed_s) const
{
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < thresholds_.size(); ++i) {
    const auto& threshold = thresholds_[i];
    const auto& key = verdicts_[i].metric_key;
    if (not threshold.abort_on_fail || elapsed_s <= threshold.delay_abort_eval_s ||
        metrics.sink(verdicts_[i].series).count() == 0)
      continue;
    if (not judge(i, metrics, elapsed_s).ok && (keys.empty() || keys.back() != key))
      keys.push_back(key);
  }
  return keys;
}

bool Thresholds::evaluate_final(const Metrics& metrics, double elapsed_s)
{
  for (std::size_t i = 0; i < thresholds_.size(); ++i)
    verdicts_[i] = judge(i, metrics, elapsed_s);
  return not std::all_of(verdicts_.begin(), verdicts_.end(), [](const Verdict& verdict) { return verdict.ok; });
}

Thresholds::Verdict Thresholds::judge(std::size_t number, const Metrics& metrics, double elapsed_s) const
{
  const auto& expression = thresholds_[number].expression;
  auto verdict = verdicts_[number];
  const auto& sink = metrics.sink(verdict.series);
  const auto kind = metrics[verdict.series.metric].kind;
  verdict.observed = observe(sink, kind, expression.aggregation, elapsed_s);
  const bool no_rate = kind == MetricKind::rate && sink.count() == 0;
  verdict.ok = no_rate || expression.holds(verdict.observed);
  return verdict;
}

} // namespace onsale::k6
