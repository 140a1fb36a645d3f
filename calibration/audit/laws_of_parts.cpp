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

/// Sending and receiving add at most their longest times to the waiting time, in every quantile.
void check_quantiles_of_waiting(const K6Result& result, Findings& findings)
{
  const Figure* const sending = result.find("http_req_sending", "max");
  const Figure* const receiving = result.find("http_req_receiving", "max");
  if (sending == nullptr || receiving == nullptr)
    return;
  for (const char* statistic : {"med", "p90", "p95", "p99"}) {
    const Figure* const waiting = result.find("http_req_waiting", statistic);
    const Figure* const duration = result.find("http_req_duration", statistic);
    if (waiting == nullptr || duration == nullptr)
      continue;
    const Interval most = *waiting + *sending + *receiving;
    findings.push_back(judged(duration->low <= most.high * (1 + 1e-9), Verdict::broken,
                              fmt::format("{}: waiting {} s and at most {} s of sending and receiving; the duration is "
                                          "{} s",
                                          statistic, in_words(*waiting), in_words(sending->high + receiving->high),
                                          in_words(*duration)),
                              {{"http_req_waiting", statistic}, {"http_req_duration", statistic}}));
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

/// All values of a metric have the tag: then the sub-metric is the metric.
void check_all(const K6Result::Metric& part, const K6Result::Metric& whole, const std::string& why, Findings& findings)
{
  for (const auto& [statistic, figure] : part.statistics)
    if (const Figure* const other = whole.find(statistic))
      findings.push_back(judged(other->overlaps(figure), Verdict::broken,
                                fmt::format("{}, but {} of {} is {} and of {} {}", why, statistic, whole.name,
                                            in_words(*other), part.name, in_words(figure)),
                                {{whole.name, statistic}, {part.name, statistic}}));
}

/// The tag of `http_req_duration{name:token}`, with its braces.
std::string_view tag_of(std::string_view metric)
{
  return metric.substr(std::min(metric.find('{'), metric.size()));
}

/// As many requests with the tag as without: every HTTP metric is the same with it.
bool has_all_requests(const K6Result& result, std::string_view tag)
{
  const Figure* const all = result.find("http_reqs", "count");
  const Figure* const tagged = result.find("http_reqs" + std::string(tag), "count");
  return all != nullptr && tagged != nullptr && all->low == tagged->low;
}

/// Passed and failed requests of a tag are its requests.
void check_tagged_failures(const K6Result& result, const K6Result::Metric& failed, Findings& findings)
{
  const std::string counter = "http_reqs" + std::string(tag_of(failed.name));
  const Figure* const requests = result.find(counter, "count");
  const Figure* const passes = failed.find("passes");
  const Figure* const fails = failed.find("fails");
  if (requests == nullptr || passes == nullptr || fails == nullptr)
    return;
  findings.push_back(judged(passes->low + fails->low == requests->low, Verdict::broken,
                            fmt::format("{} counts {} + {} requests, {} {}", failed.name, in_words(*passes),
                                        in_words(*fails), counter, in_words(*requests)),
                            {{failed.name, "passes"}, {failed.name, "fails"}, {counter, "count"}}));
}

/// k6's sub-metric of the requests that did not fail.
void check_expected(const K6Result& result, const K6Result::Metric& expected, Findings& findings)
{
  const K6Result::Metric* const all = result.find("http_req_duration");
  const Figure* const failed = result.find("http_req_failed", "passes");
  const Figure* const requests = result.find("http_reqs", "count");
  if (all == nullptr || failed == nullptr || requests == nullptr || requests->low <= 0)
    return;
  if (failed->low == 0)
    return check_all(expected, *all, "no request failed", findings);
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

/// k6 prints a trend without values as zeros.
bool is_empty_trend(const K6Result::Metric& metric)
{
  return metric.kind == k6::MetricKind::trend &&
         std::ranges::all_of(metric.statistics, [](const auto& each) { return each.figure.low == 0; });
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
  if (is_empty_trend(part))
    return;
  if (whole.kind == k6::MetricKind::trend)
    pair("min", false);
  if (whole.kind == k6::MetricKind::trend || whole.kind == k6::MetricKind::gauge)
    pair("max", true);
  if (whole.kind == k6::MetricKind::counter)
    pair("count", true);
  if (whole.kind == k6::MetricKind::rate) {
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
  check_quantiles_of_waiting(result, findings);
  check_part(result, "http_req_connecting", "http_req_blocked", findings);
  check_part(result, "http_req_tls_handshaking", "http_req_blocked", findings);
  return findings;
}

Findings check_sub_metrics(const K6Result& result)
{
  Findings findings;
  for (const K6Result::Metric& metric : result.metrics) {
    if (not is_sub_metric(metric.name)) {
      if (metric.kind == k6::MetricKind::counter)
        check_names(result, metric, findings);
      continue;
    }
    if (const K6Result::Metric* const whole = result.find(base_name(metric.name))) {
      check_within(metric, *whole, findings);
      const std::string_view tag = tag_of(metric.name);
      if (metric.name.starts_with("http_req") && has_all_requests(result, tag))
        check_all(metric, *whole, fmt::format("all requests have {}", tag), findings);
    }
    if (metric.name.starts_with("http_req_failed{"))
      check_tagged_failures(result, metric, findings);
    if (metric.name == "http_req_duration{expected_response:true}")
      check_expected(result, metric, findings);
  }
  return findings;
}

} // namespace onsale::calibration
