#include "calibration/audit/laws.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace onsale::calibration {
namespace {

/// A statistic that is a quantile: min 0, med 0.5, p(95) 0.95, max 1.
struct Quantile {
  const char* statistic;
  double share;
};
constexpr Quantile quantiles[] = {{"min", 0}, {"med", 0.5}, {"p90", 0.9}, {"p95", 0.95}, {"p99", 0.99}, {"max", 1}};

struct Known {
  Quantile quantile;
  const Figure* figure;
};

std::vector<Known> known_quantiles(const K6Result::Metric& metric)
{
  std::vector<Known> known;
  for (const Quantile& quantile : quantiles)
    if (const Figure* const figure = metric.find(quantile.statistic))
      known.push_back({quantile, figure});
  return known;
}

/// Requests that were answered as expected.
std::optional<double> expected_requests(const K6Result& result)
{
  const Figure* const requests = result.find("http_reqs", "count");
  const Figure* const failed = result.find("http_req_failed", "rate");
  if (requests == nullptr || failed == nullptr)
    return std::nullopt;
  return std::max(1.0, std::floor(requests->low * (1 - std::min(1.0, failed->high))));
}

/// How many values the trend has, if another metric counts them. Of a part of few there may be one alone.
std::optional<double> samples_of(const K6Result& result, const K6Result::Metric& metric)
{
  constexpr double many = 10'000;
  if (const Figure* const count = metric.find("count"))
    return count->low;
  if (metric.name == "http_req_duration{expected_response:true}")
    return expected_requests(result);
  if (is_sub_metric(metric.name)) {
    const Figure* const all = result.find("http_reqs", "count");
    return all != nullptr && all->high < many ? std::optional(1.0) : std::nullopt;
  }
  const Figure* count = nullptr;
  if (metric.name.starts_with("http_req_"))
    count = result.find("http_reqs", "count");
  else if (metric.name == "iteration_duration")
    count = result.find("iterations", "count");
  return count != nullptr ? std::optional(count->low) : std::nullopt;
}

/// What the quantiles allow the mean to be. Values of a rank from q(n-1) on are at least the quantile, values up to it
/// at most: each step of the ranks is taken at its lower and at its upper end. The rounding of ranks costs up to one
/// value a step, which is given in full.
Interval mean_allowed(const std::vector<Known>& known, std::optional<double> samples)
{
  const double step = samples ? 1 / std::max(1.0, *samples) : 0.001;
  Interval mean;
  double spread = 0;
  for (std::size_t i = 0; i + 1 < known.size(); ++i) {
    const double share = known[i + 1].quantile.share - known[i].quantile.share;
    mean.low += share * known[i].figure->low;
    mean.high += share * known[i + 1].figure->high;
    spread += step * (known[i + 1].figure->high - known[i].figure->low);
  }
  const double rounding = 1e-12 * std::max(std::abs(mean.low), std::abs(mean.high)); // of a sum of doubles
  return {mean.low - spread - rounding, mean.high + spread + rounding};
}

} // namespace

Findings check_order(const K6Result& result)
{
  Findings findings;
  for (const K6Result::Metric& metric : result.metrics) {
    const auto known = known_quantiles(metric);
    if (metric.kind != k6::MetricKind::trend || known.size() < 2)
      continue;
    std::vector<FigureName> bound;
    bool holds = true;
    for (std::size_t i = 0; i + 1 < known.size(); ++i) {
      bound.push_back({metric.name, known[i].quantile.statistic});
      if (known[i].figure->low <= known[i + 1].figure->high)
        continue;
      holds = false;
      findings.push_back(
          {Verdict::broken,
           fmt::format("{}: {} {} is above {} {}", metric.name, known[i].quantile.statistic, in_words(*known[i].figure),
                       known[i + 1].quantile.statistic, in_words(*known[i + 1].figure)),
           {{metric.name, known[i].quantile.statistic}, {metric.name, known[i + 1].quantile.statistic}}});
    }
    bound.push_back({metric.name, known.back().quantile.statistic});
    if (holds)
      findings.push_back({Verdict::holds, metric.name, std::move(bound)});
  }
  return findings;
}

Findings check_means(const K6Result& result)
{
  Findings findings;
  for (const K6Result::Metric& metric : result.metrics) {
    const auto known = known_quantiles(metric);
    const Figure* const mean = metric.find("avg");
    // Without a smallest and a largest value the ends of the distribution are open.
    if (metric.kind != k6::MetricKind::trend || mean == nullptr || known.size() < 2 ||
        known.front().quantile.share > 0 || known.back().quantile.share < 1)
      continue;
    const Interval allowed = mean_allowed(known, samples_of(result, metric));
    std::vector<FigureName> bound = {{metric.name, "avg"}};
    for (const Known& each : known)
      bound.push_back({metric.name, each.quantile.statistic});
    findings.push_back(judged(
        allowed.overlaps(*mean), Verdict::broken,
        fmt::format("{}: the mean is {}; its quantiles allow {}", metric.name, in_words(*mean), in_words(allowed)),
        std::move(bound)));
  }
  return findings;
}

Findings check_time_outs(const K6Result& result)
{
  const K6Result::Metric* const response = result.find("http_req_duration");
  if (response == nullptr)
    return {};
  constexpr double time_out_s = 60; // k6's default; the scripts that are published set no other
  Findings findings;
  if (const Figure* const longest = response->find("max"))
    findings.push_back(judged(longest->low <= time_out_s * 1.05, Verdict::doubtful,
                              fmt::format("the longest response took {} s; k6 gives up after {} s, unless the script "
                                          "sets another time-out",
                                          in_words(*longest), in_words(time_out_s)),
                              {{"http_req_duration", "max"}}));
  const Figure* const failed = result.find("http_req_failed", "rate");
  if (failed == nullptr)
    return findings;
  for (const Quantile& quantile : quantiles) {
    const Figure* const figure = response->find(quantile.statistic);
    if (figure == nullptr || figure->low < time_out_s || figure->low > time_out_s * 1.05 || quantile.share == 1)
      continue;
    findings.push_back(
        judged(failed->high >= 1 - quantile.share - 1e-9, Verdict::broken,
               fmt::format("{} is {} s, so {:.0f} % of the requests timed out; {} failed", quantile.statistic,
                           in_words(*figure), 100 * (1 - quantile.share), in_words(*failed)),
               {{"http_req_duration", quantile.statistic}, {"http_req_failed", "rate"}}));
    break;
  }
  return findings;
}

} // namespace onsale::calibration
