#include "calibration/audit/laws.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace onsale::calibration {
namespace {

constexpr const char* phases[] = {"http_req_sending", "http_req_waiting", "http_req_receiving"};

/// Every value of `part` is at most the value of `whole` of the same request, so each statistic is, too.
void check_part(const K6Result& result, const char* part, const char* whole, Findings& findings)
{
  for (const char* statistic : {"avg", "min", "med", "p90", "p95", "p99", "max"}) {
    const Figure* const smaller = result.find(part, statistic);
    const Figure* const larger = result.find(whole, statistic);
    if (smaller == nullptr || larger == nullptr)
      continue;
    findings.push_back(judged(
        smaller->low <= larger->high * (1 + 1e-9), Verdict::broken,
        fmt::format("{} {} of {} is above {} of {}", statistic, in_words(*smaller), part, in_words(*larger), whole),
        {{part, statistic}, {whole, statistic}}));
  }
}

/// The sum of a statistic over the three phases, if all are given.
std::optional<Interval> sum_of_phases(const K6Result& result, const char* statistic)
{
  Interval sum;
  for (const char* phase : phases) {
    const Figure* const figure = result.find(phase, statistic);
    if (figure == nullptr)
      return std::nullopt;
    sum = sum + *figure;
  }
  return sum;
}

std::vector<FigureName> with_phases(const char* statistic)
{
  std::vector<FigureName> figures = {{"http_req_duration", statistic}};
  for (const char* phase : phases)
    figures.push_back({phase, statistic});
  return figures;
}

/// k6's sub-metric of the requests that did not fail.
void check_expected(const K6Result& result, const K6Result::Metric& expected, Findings& findings)
{
  const K6Result::Metric* const all = result.find("http_req_duration");
  const Figure* const failed = result.find("http_req_failed", "passes");
  const Figure* const requests = result.find("http_reqs", "count");
  if (all == nullptr || failed == nullptr || requests == nullptr || requests->low <= 0)
    return;
  if (failed->low == 0) {
    for (const auto& [statistic, figure] : expected.statistics)
      if (const Figure* const whole = all->find(statistic))
        findings.push_back(judged(whole->overlaps(figure), Verdict::broken,
                                  fmt::format("no request failed, but {} is {} and {} of the expected responses",
                                              statistic, in_words(*whole), in_words(figure)),
                                  {{"http_req_duration", statistic}, {expected.name, statistic}}));
    return;
  }
  const Figure* const mean = all->find("avg");
  const Figure* const expected_mean = expected.find("avg");
  const Figure* const longest = all->find("max");
  if (mean == nullptr || expected_mean == nullptr || longest == nullptr || failed->low >= requests->low)
    return;
  const double share = failed->low / requests->low;
  const Interval allowed = exactly(1 - share) * *expected_mean + Interval{0, share * longest->high};
  findings.push_back(
      judged(allowed.overlaps(*mean), Verdict::broken,
             fmt::format("mean {} with {} of {} requests failed; the mean {} of the others allows {}", in_words(*mean),
                         in_words(*failed), in_words(*requests), in_words(*expected_mean), in_words(allowed)),
             {{"http_req_duration", "avg"}, {expected.name, "avg"}}));
}

/// A sub-metric holds some of the values of its metric.
void check_within(const K6Result::Metric& part, const K6Result::Metric& whole, Findings& findings)
{
  const auto pair = [&](const char* statistic, bool at_most) {
    const Figure* const inner = part.find(statistic);
    const Figure* const outer = whole.find(statistic);
    if (inner == nullptr || outer == nullptr)
      return;
    const bool holds = at_most ? inner->low <= outer->high * (1 + 1e-9) : inner->high * (1 + 1e-9) >= outer->low;
    findings.push_back(judged(holds, Verdict::broken,
                              fmt::format("{} {} is {}, of all {} it is {}", part.name, statistic, in_words(*inner),
                                          whole.name, in_words(*outer)),
                              {{part.name, statistic}, {whole.name, statistic}}));
  };
  if (whole.kind == load::MetricKind::trend)
    pair("min", false);
  if (whole.kind == load::MetricKind::trend || whole.kind == load::MetricKind::gauge)
    pair("max", true);
  if (whole.kind == load::MetricKind::counter)
    pair("count", true);
  if (whole.kind == load::MetricKind::rate) {
    pair("passes", true);
    pair("fails", true);
  }
}

/// The `{name:...}` parts of a counter are disjoint.
void check_names(const K6Result& result, const K6Result::Metric& whole, Findings& findings)
{
  double sum = 0;
  std::vector<FigureName> figures = {{whole.name, "count"}};
  for (const K6Result::Metric& part : result.metrics) {
    const Figure* const count = part.find("count");
    if (not part.name.starts_with(whole.name + "{name:") || count == nullptr)
      continue;
    sum += count->low;
    figures.push_back({part.name, "count"});
  }
  const Figure* const total = whole.find("count");
  if (figures.size() > 1 && total != nullptr)
    findings.push_back(
        judged(sum <= total->high * (1 + 1e-9), Verdict::broken,
               fmt::format("the named parts of {} count {}, all {}", whole.name, in_words(sum), in_words(*total)),
               std::move(figures)));
}

} // namespace

Findings check_phases(const K6Result& result)
{
  Findings findings;
  const Figure* const mean = result.find("http_req_duration", "avg");
  if (const auto sum = sum_of_phases(result, "avg"); sum && mean != nullptr)
    findings.push_back(judged(sum->low <= mean->high * (1 + 1e-9) && mean->low <= sum->high * (1 + 1e-9),
                              Verdict::broken,
                              fmt::format("sending + waiting + receiving = {} s in the mean, the duration is {} s",
                                          in_words(*sum), in_words(*mean)),
                              with_phases("avg")));
  const Figure* const least = result.find("http_req_duration", "min");
  if (const auto sum = sum_of_phases(result, "min"); sum && least != nullptr)
    findings.push_back(judged(sum->low <= least->high * (1 + 1e-9), Verdict::broken,
                              fmt::format("the phases take at least {} s together, the shortest request {} s",
                                          in_words(*sum), in_words(*least)),
                              with_phases("min")));
  const Figure* const most = result.find("http_req_duration", "max");
  if (const auto sum = sum_of_phases(result, "max"); sum && most != nullptr)
    findings.push_back(judged(
        most->low <= sum->high * (1 + 1e-9), Verdict::broken,
        fmt::format("the phases take at most {} s together, the longest request {} s", in_words(*sum), in_words(*most)),
        with_phases("max")));
  for (const char* phase : phases)
    check_part(result, phase, "http_req_duration", findings);
  check_part(result, "http_req_connecting", "http_req_blocked", findings);
  check_part(result, "http_req_tls_handshaking", "http_req_blocked", findings);
  return findings;
}

Findings check_sub_metrics(const K6Result& result)
{
  Findings findings;
  for (const K6Result::Metric& metric : result.metrics) {
    if (not is_sub_metric(metric.name)) {
      if (metric.kind == load::MetricKind::counter)
        check_names(result, metric, findings);
      continue;
    }
    if (const K6Result::Metric* const whole = result.find(base_name(metric.name)))
      check_within(metric, *whole, findings);
    if (metric.name == "http_req_duration{expected_response:true}")
      check_expected(result, metric, findings);
  }
  return findings;
}

} // namespace onsale::calibration
