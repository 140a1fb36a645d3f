#include "calibration/audit/conditions.hpp"
#include "calibration/audit/laws.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace onsale::calibration {
namespace {

/// What `each` of every complete iteration adds up to; cut-off iterations may have done all but the last.
Interval over_iterations(const K6Result& result, const Interval& each, const Interval& before)
{
  const double complete = result.find("iterations", "count")->low;
  return exactly(1) * Interval{complete, complete + most_interrupted(result)} * each + before;
}

/// Passes and fails, with the total if that is given instead of one of them.
struct Split {
  double passes = 0;
  double fails = 0;

  double total() const { return passes + fails; }
};

std::optional<Split> split_of(const K6Result::Metric& metric)
{
  const Figure* const passes = metric.find("passes");
  const Figure* const fails = metric.find("fails");
  const Figure* const total = metric.find("total");
  if (passes != nullptr && fails != nullptr)
    return Split{passes->low, fails->low};
  if (passes != nullptr && total != nullptr)
    return Split{passes->low, total->low - passes->low};
  return std::nullopt;
}

Finding share_of(const std::string& metric, const char* statistic, const Figure& printed, double part, double total)
{
  const double share = total > 0 ? part / total : 0;
  const double slack = 1e-9;
  return judged(printed.low - slack <= share && share <= printed.high + slack, Verdict::broken,
                fmt::format("{}: {} / {} = {:.8g} %, {} is given", metric, in_words(part), in_words(total), 100 * share,
                            printed.text.empty() ? in_words(printed) : printed.text),
                {{metric, statistic}, {metric, "passes"}, {metric, "fails"}});
}

} // namespace

Findings check_requests(const K6Result& result)
{
  const Figure* const requests = result.find("http_reqs", "count");
  if (requests == nullptr || result.find("iterations", "count") == nullptr || not result.journey ||
      not result.journey->setup_known)
    return {};
  const Interval expected = over_iterations(result, result.journey->requests, result.journey->setup_requests);
  const std::string setup = result.journey->setup_requests.high > 0
                                ? fmt::format(" + {} of the setup", in_words(result.journey->setup_requests))
                                : "";
  return {judged(expected.overlaps(*requests), of_the_journey(result),
                 fmt::format("{} requests; {} iterations{} x {}{} = {}", in_words(*requests),
                             in_words(*result.find("iterations", "count")),
                             most_interrupted(result) > 0
                                 ? fmt::format(" and up to {} cut off", in_words(most_interrupted(result)))
                                 : "",
                             in_words(result.journey->requests), setup, in_words(expected)),
                 {{"http_reqs", "count"}, {"iterations", "count"}})};
}

Findings check_checks(const K6Result& result)
{
  const K6Result::Metric* const checks = result.find("checks");
  const auto split = checks != nullptr ? split_of(*checks) : std::nullopt;
  if (not split)
    return {};
  Findings findings;
  const std::vector<FigureName> figures = {{"checks", "passes"}, {"checks", "fails"}};
  if (result.find("iterations", "count") != nullptr && result.journey && result.journey->published) {
    const Interval expected = over_iterations(result, result.journey->checks, {});
    findings.push_back(judged(expected.low <= split->total() && split->total() <= expected.high, Verdict::broken,
                              fmt::format("{} checks; {} iterations x {} = {}", in_words(split->total()),
                                          in_words(*result.find("iterations", "count")),
                                          in_words(result.journey->checks), in_words(expected)),
                              figures));
  }
  // k6 prints counts for the checks that failed, so that the printed failures are all of them.
  double passes = 0;
  double fails = 0;
  bool all_told = not result.checks.empty();
  bool all_counted = all_told;
  for (const K6Result::Tally& check : result.checks) {
    passes += check.passes.value_or(0);
    fails += check.fails.value_or(0);
    all_told = all_told && (check.all_passed || check.fails);
    all_counted = all_counted && check.passes;
  }
  if (all_told)
    findings.push_back(judged(fails == split->fails, Verdict::broken,
                              fmt::format("{} checks failed, but the single checks show {} failures",
                                          in_words(split->fails), in_words(fails)),
                              {{"checks", "fails"}}));
  if (all_counted)
    findings.push_back(judged(
        passes == split->passes, Verdict::broken,
        fmt::format("{} checks passed, but the single checks add up to {}", in_words(split->passes), in_words(passes)),
        {{"checks", "passes"}}));
  return findings;
}

Findings check_shares(const K6Result& result)
{
  Findings findings;
  for (const K6Result::Metric& metric : result.metrics) {
    const auto split = metric.kind == k6::MetricKind::rate ? split_of(metric) : std::nullopt;
    if (not split)
      continue;
    if (const Figure* const rate = metric.find("rate"))
      findings.push_back(share_of(metric.name, "rate", *rate, split->passes, split->total()));
    if (const Figure* const rate = metric.find("fail_rate"))
      findings.push_back(share_of(metric.name, "fail_rate", *rate, split->fails, split->total()));
    const Figure* const total = metric.find("total");
    if (total != nullptr && metric.find("fails") != nullptr)
      findings.push_back(judged(split->total() == total->low, Verdict::broken,
                                fmt::format("{}: {} + {} = {}, the total is {}", metric.name, in_words(split->passes),
                                            in_words(split->fails), in_words(split->total()), in_words(*total)),
                                {{metric.name, "passes"}, {metric.name, "fails"}, {metric.name, "total"}}));
  }
  for (const K6Result::Tally& check : result.checks)
    if (check.rate && check.passes && check.fails)
      findings.push_back(
          share_of("checks: " + check.name, "rate", *check.rate, *check.passes, *check.passes + *check.fails));

  const K6Result::Metric* const failed = result.find("http_req_failed");
  const Figure* const requests = result.find("http_reqs", "count");
  if (failed == nullptr || requests == nullptr)
    return findings;
  if (const auto split = split_of(*failed))
    findings.push_back(
        judged(split->total() == requests->low, Verdict::broken,
               fmt::format("http_req_failed counts {} + {} = {} requests, http_reqs {}", in_words(split->passes),
                           in_words(split->fails), in_words(split->total()), in_words(*requests)),
               {{"http_req_failed", "passes"}, {"http_req_failed", "fails"}, {"http_reqs", "count"}}));
  else if (failed->find("passes") != nullptr && failed->find("rate") != nullptr)
    findings.push_back(
        share_of("http_req_failed", "rate", *failed->find("rate"), failed->find("passes")->low, requests->low));
  return findings;
}

Findings check_endpoints(const K6Result& result)
{
  const Figure* const requests = result.find("http_reqs", "count");
  Findings findings;
  double passes = 0;
  double fails = 0;
  for (const K6Result::Tally& endpoint : result.endpoints) {
    passes += endpoint.passes.value_or(0);
    fails += endpoint.fails.value_or(0);
    if (not endpoint.rate || not endpoint.passes || not endpoint.fails)
      continue;
    const double total = *endpoint.passes + *endpoint.fails;
    findings.push_back(share_of(endpoint.name, "rate", *endpoint.rate, *endpoint.passes, total));
  }
  if (requests == nullptr || passes == 0)
    return findings;
  const double total = passes + fails;
  const std::vector<FigureName> figures = {{"http_reqs", "count"}};
  if (result.all_endpoints && passes == requests->low && fails > 0)
    findings.push_back({Verdict::doubtful,
                        fmt::format("the endpoints' passes alone are all {} requests: their {} failures must be among "
                                    "them",
                                    in_words(passes), in_words(fails)),
                        {}});
  else
    findings.push_back(judged(result.all_endpoints ? total == requests->low : total <= requests->low, Verdict::broken,
                              fmt::format("the endpoints{} count {} + {} = {} requests, http_reqs {}",
                                          result.all_endpoints ? "" : " that are given", in_words(passes),
                                          in_words(fails), in_words(total), in_words(*requests)),
                              figures));
  return findings;
}

Findings check_seats(const K6Result& result)
{
  if (not result.journey || not result.journey->seats)
    return {};
  std::optional<double> sold;
  for (const K6Result::Tally& endpoint : result.endpoints)
    if (endpoint.name.starts_with("reserv"))
      sold = endpoint.passes;
  const Figure* const answered = result.find("http_req_failed", "fails");
  const Interval& requests = result.journey->requests;
  if (not sold && answered != nullptr && requests.low == 1 && requests.high == 1)
    sold = answered->low; // reservations are the only requests of the test
  if (not sold)
    return {};
  return {judged(*sold <= *result.journey->seats, Verdict::doubtful,
                 fmt::format("{} reservations succeeded, each of at least one seat; the script can name {} different "
                             "seats",
                             in_words(*sold), in_words(*result.journey->seats)),
                 {})};
}

} // namespace onsale::calibration
