#include "calibration/audit/conditions.hpp"
#include "calibration/audit/laws.hpp"
#include "calibration/audit/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

namespace onsale::calibration {
namespace {

/// A duration of the run, seconds, by one counter or by the progress line.
struct Clock {
  Interval duration_s;
  std::string arithmetic;
  std::vector<FigureName> figures;
};

std::vector<Clock> clocks_of(const K6Result& result)
{
  std::vector<Clock> clocks;
  const auto add = [&](const K6Result::Metric& metric, const char* count, const char* rate) {
    const Figure* const total = metric.find(count);
    const Figure* const per_second = metric.find(rate);
    if (total == nullptr || per_second == nullptr || total->high <= 0 || per_second->high <= 0)
      return;
    const Interval duration = *total / *per_second;
    clocks.push_back({duration,
                      fmt::format("{}: {} / {} per s = {} s", metric.name, in_words(*total), in_words(*per_second),
                                  in_words(duration)),
                      {{metric.name, count}, {metric.name, rate}}});
  };
  for (const K6Result::Metric& metric : result.metrics) {
    if (metric.kind == k6::MetricKind::counter)
      add(metric, "count", "rate");
    if (metric.kind == k6::MetricKind::rate)
      add(metric, "total", "total_per_second");
  }
  if (result.run_duration_s)
    clocks.push_back(
        {*result.run_duration_s, fmt::format("{} says {} s", result.run_clock, in_words(*result.run_duration_s)), {}});
  return clocks;
}

double slack_of(const Clock& clock)
{
  return 1e-9 * clock.duration_s.high; // quotients of doubles
}

bool says(const Clock& clock, double duration_s)
{
  return clock.duration_s.low - slack_of(clock) <= duration_s && duration_s <= clock.duration_s.high + slack_of(clock);
}

/// The narrowest of the clocks that can agree on one duration, of the largest such group. A rounded clock agrees with
/// much that contradicts each other, so that counting its friends would not do.
const Clock& most_trusted(const std::vector<Clock>& clocks)
{
  const auto group = [&](double duration_s) {
    return std::count_if(clocks.begin(), clocks.end(), [&](const Clock& clock) { return says(clock, duration_s); });
  };
  const auto rank = [&](const Clock& clock) {
    return std::tuple(std::max(group(clock.duration_s.low), group(clock.duration_s.high)),
                      clock.duration_s.low - clock.duration_s.high);
  };
  return *std::max_element(clocks.begin(), clocks.end(),
                           [&](const Clock& a, const Clock& b) { return rank(a) < rank(b); });
}

bool agree(const Clock& a, const Clock& b)
{
  return a.duration_s.low - slack_of(a) <= b.duration_s.high + slack_of(b) &&
         b.duration_s.low - slack_of(b) <= a.duration_s.high + slack_of(a);
}

/// The last iteration begins before the regular end, so the run outlives it by no more than the longest one.
void check_end_of_last_iteration(const K6Result& result, const k6::Options& options, const Clock& clock,
                                 Findings& findings)
{
  const Figure* const longest = result.find("iteration_duration", "max");
  const double regular_s = regular_end_s(options);
  if (longest == nullptr || regular_s == 0 || setup_s(result, options) > 0 || not nothing_interrupted(result, options))
    return;
  const double latest_s = (regular_s + longest->high) * 1.01; // starting and stopping thousands of VUs takes time
  findings.push_back(judged(
      clock.duration_s.low <= latest_s, Verdict::doubtful,
      fmt::format("{}; no iteration begins after {} s and none lasts longer than {} s: over at about {} s",
                  clock.arithmetic, in_words(regular_s), in_words(longest->high), in_words(regular_s + longest->high)),
      clock.figures));
}

} // namespace

Findings check_clock(const K6Result& result)
{
  const std::vector<Clock> clocks = clocks_of(result);
  if (clocks.size() < 2)
    return {};
  const Clock& trusted = most_trusted(clocks);
  Findings findings;
  std::vector<FigureName> bound;
  for (const Clock& clock : clocks) {
    if (not agree(clock, trusted))
      findings.push_back({Verdict::broken,
                          fmt::format("{}, but {}; one run has one duration", clock.arithmetic, trusted.arithmetic),
                          clock.figures});
    else
      bound.insert(bound.end(), clock.figures.begin(), clock.figures.end());
  }
  findings.push_back({Verdict::holds, fmt::format("{} clocks say {} s", clocks.size(), in_words(trusted.duration_s)),
                      std::move(bound)});
  return findings;
}

Findings check_planned_duration(const K6Result& result)
{
  const std::vector<Clock> clocks = clocks_of(result);
  if (clocks.empty() || not result.options)
    return {};
  const Clock& clock = most_trusted(clocks);
  const double end_s = earliest_end_s(*result.options);
  const double earliest_s = may_abort(*result.options) || never_began(result) ? 0 : end_s * 0.995;
  const double latest_s =
      (static_cast<double>(k6::longest_duration_ns(*result.options)) / 1e9 + setup_s(result, *result.options)) * 1.01;
  Findings findings;
  findings.push_back(judged(clock.duration_s.high >= earliest_s && clock.duration_s.low <= latest_s, Verdict::broken,
                            fmt::format("{}; the options make a run of {} to {} s", clock.arithmetic, in_words(end_s),
                                        in_words(static_cast<double>(k6::longest_duration_ns(*result.options)) / 1e9 +
                                                 setup_s(result, *result.options))),
                            clock.figures));
  check_end_of_last_iteration(result, *result.options, clock, findings);
  return findings;
}

} // namespace onsale::calibration
