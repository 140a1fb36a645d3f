#include "calibration/audit/conditions.hpp"
#include "calibration/audit/laws.hpp"
#include "calibration/audit/plan.hpp"

#include <fmt/format.h>

#include <optional>

namespace onsale::calibration {
namespace {

/// Timers of a busy generator fire late.
constexpr double timer_slack = 1.002;

/// The VU time that a test can have used, and why.
struct Allowance {
  double complete = 0; ///< inside complete iterations, VU-seconds
  double all = 0;      ///< also inside those that were cut off in the end
  std::string because;
};

std::optional<Allowance> allowance_of(const K6Result& result)
{
  if (result.options) {
    const Figure* const longest = result.find("iteration_duration", "max");
    const double setup = setup_s(result, *result.options);
    return Allowance{most_vu_seconds(*result.options, longest != nullptr ? longest->high : unbounded) + setup,
                     most_vu_seconds(*result.options, unbounded) + setup, "the options give at most"};
  }
  if (not result.most_vus || not result.run_duration_s)
    return std::nullopt;
  const double all = *result.most_vus * result.run_duration_s->high;
  return Allowance{
      all, all, fmt::format("{} VUs in {} s have", in_words(*result.most_vus), in_words(result.run_duration_s->high))};
}

void check_iterations_fit(const K6Result& result, const Allowance& allowance, Findings& findings)
{
  const Figure* const iterations = result.find("iterations", "count");
  const Figure* const mean = result.find("iteration_duration", "avg");
  if (iterations == nullptr || mean == nullptr)
    return;
  const Interval used = *iterations * *mean;
  findings.push_back(
      judged(used.low <= allowance.complete * timer_slack, Verdict::broken,
             fmt::format("{} iterations x {} s = {} VU-seconds; {} {}", in_words(*iterations), in_words(*mean),
                         in_words(used), allowance.because, in_words(allowance.complete)),
             {{"iterations", "count"}, {"iteration_duration", "avg"}}));
}

void check_requests_fit(const K6Result& result, const Allowance& allowance, Findings& findings)
{
  const Figure* const iterations = result.find("iterations", "count");
  const Figure* const requests = result.find("http_reqs", "count");
  const Figure* const response = result.find("http_req_duration", "avg");
  if (requests == nullptr || response == nullptr)
    return;
  const Interval inside = *requests * *response;
  const double pauses_s = iterations != nullptr && result.journey ? iterations->low * result.journey->sleeps_s.low : 0;
  const std::string pauses = pauses_s > 0 ? fmt::format(" + {} s of pauses", in_words(pauses_s)) : "";
  const Interval used = inside + exactly(pauses_s);
  findings.push_back(
      judged(used.low <= allowance.all * timer_slack, Verdict::broken,
             fmt::format("{} requests x {} s{} = {} VU-seconds; {} {}", in_words(*requests), in_words(*response),
                         pauses, in_words(used), allowance.because, in_words(allowance.all)),
             {{"http_reqs", "count"}, {"http_req_duration", "avg"}}));
}

/// Looping VUs begin one iteration after the other, so that nearly all of their time is inside iterations.
void check_loops_are_busy(const K6Result& result, Findings& findings)
{
  const Figure* const iterations = result.find("iterations", "count");
  const Figure* const mean = result.find("iteration_duration", "avg");
  if (iterations == nullptr || mean == nullptr || not result.options || may_abort(*result.options) ||
      result.options->min_iteration_duration_ns > 0)
    return;
  const double looping = looping_vu_seconds(*result.options);
  const double interrupted = most_interrupted(result);
  if (looping == 0 || (interrupted > 0 && not result.interrupted_iterations) || drops_and_climbs(*result.options))
    return;
  const Interval used = *iterations * *mean;
  findings.push_back(
      judged(used.high + interrupted * regular_end_s(*result.options) >= looping * 0.98, Verdict::broken,
             fmt::format("{} iterations x {} s = {} VU-seconds{}; VUs loop without a pause for {}",
                         in_words(*iterations), in_words(*mean), in_words(used),
                         interrupted > 0 ? fmt::format(" and {} iterations cut off", in_words(interrupted)) : "",
                         in_words(looping)),
             {{"iterations", "count"}, {"iteration_duration", "avg"}}));
}

/// Least, last and most of a gauge.
void check_gauge(const K6Result& result, const char* name, Findings& findings)
{
  const Figure* const least = result.find(name, "min");
  const Figure* const last = result.find(name, "value");
  const Figure* const most = result.find(name, "max");
  if (least == nullptr || last == nullptr || most == nullptr)
    return;
  findings.push_back(
      judged(least->low <= last->low && last->low <= most->low, Verdict::broken,
             fmt::format("{}: least {}, last {}, most {}", name, in_words(*least), in_words(*last), in_words(*most)),
             {{name, "min"}, {name, "value"}, {name, "max"}}));
}

} // namespace

Findings check_vu_seconds(const K6Result& result)
{
  Findings findings;
  const auto allowance = allowance_of(result);
  if (not allowance)
    return findings;
  check_iterations_fit(result, *allowance, findings);
  check_requests_fit(result, *allowance, findings);
  check_loops_are_busy(result, findings);
  return findings;
}

Findings check_virtual_users(const K6Result& result)
{
  Findings findings;
  check_gauge(result, "vus", findings);
  check_gauge(result, "vus_max", findings);
  const Figure* const at_work = result.find("vus", "max");
  const Figure* const initialised = result.find("vus_max", "max");
  if (at_work != nullptr && initialised != nullptr)
    findings.push_back(
        judged(at_work->low <= initialised->low, Verdict::broken,
               fmt::format("at most {} VUs at work, {} initialised", in_words(*at_work), in_words(*initialised)),
               {{"vus", "max"}, {"vus_max", "max"}}));
  const Figure* const in_the_end = result.find("vus_max", "value");
  if (initialised != nullptr && in_the_end != nullptr)
    findings.push_back(judged(in_the_end->low == initialised->low, Verdict::broken,
                              fmt::format("{} VUs initialised, {} in the end; an initialised VU stays",
                                          in_words(*initialised), in_words(*in_the_end)),
                              {{"vus_max", "value"}, {"vus_max", "max"}}));
  if (not result.options)
    return findings;
  const double ready = static_cast<double>(k6::initialised_vus(*result.options));
  const double limit = most_vus(*result.options);
  if (initialised != nullptr)
    findings.push_back(judged(ready <= initialised->low && initialised->low <= limit, Verdict::broken,
                              fmt::format("vus_max is {}; the options initialise {} VUs and at most {}",
                                          in_words(*initialised), in_words(ready), in_words(limit)),
                              {{"vus_max", "max"}}));
  if (at_work != nullptr)
    findings.push_back(
        judged((may_abort(*result.options) || never_began(result) || held_vus(*result.options) <= at_work->low) &&
                   at_work->low <= limit,
               Verdict::broken,
               fmt::format("vus reaches {}; the options hold {} VUs for seconds and allow {}", in_words(*at_work),
                           in_words(held_vus(*result.options)), in_words(limit)),
               {{"vus", "max"}}));
  if (const Figure* const least = result.find("vus", "min"))
    findings.push_back(judged(least->low <= vus_at_start(*result.options), Verdict::broken,
                              fmt::format("vus is never below {}; the options have at most {} VUs at work after 2 s",
                                          in_words(*least), in_words(vus_at_start(*result.options))),
                              {{"vus", "min"}}));
  return findings;
}

} // namespace onsale::calibration
