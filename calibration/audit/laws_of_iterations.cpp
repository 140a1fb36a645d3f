#include "calibration/audit/conditions.hpp"
#include "calibration/audit/laws.hpp"
#include "calibration/audit/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace onsale::calibration {
namespace {

/// The generator may lose a tick or two where it starts and where it ends.
double tick_slack(double planned)
{
  return 5 + 0.001 * planned;
}

/// Only arrivals in the test: each is begun or dropped.
Finding all_accounted_for(const K6Result& result, const Arrivals& arrivals, double dropped, double iterations)
{
  const double interrupted = result.interrupted_iterations.value_or(0);
  const double most = iterations + dropped + most_interrupted(result);
  const double slack = tick_slack(arrivals.planned);
  return judged(iterations + dropped + interrupted <= arrivals.planned + slack && most >= arrivals.planned - slack,
                Verdict::broken,
                fmt::format("{} iterations + {} dropped{} = {}; {} are due", in_words(iterations), in_words(dropped),
                            interrupted > 0 ? fmt::format(" + {} cut off", in_words(interrupted)) : "",
                            in_words(iterations + dropped + interrupted), in_words(std::round(arrivals.planned))),
                {{"iterations", "count"}, {"dropped_iterations", "count"}});
}

/// An iteration is dropped only while every VU is busy. Between two drops that lie the longest iteration apart, each
/// of the preallocated VUs has begun one; so many drops need so much time, at the largest rate.
double fewest_started(const Arrivals& arrivals, double dropped, double longest_s)
{
  return arrivals.pre_allocated * std::floor(dropped / (arrivals.largest_rate_per_s * longest_s + 1));
}

/// maxVUs all day long, and the iterations that were begun last.
double most_started(const Arrivals& arrivals, double shortest_s)
{
  return shortest_s > 0 ? arrivals.most_vu_time_s / shortest_s + arrivals.most_vus : unbounded;
}

} // namespace

Findings check_arrivals(const K6Result& result)
{
  const Figure* const iterations = result.find("iterations", "count");
  if (not result.options || iterations == nullptr)
    return {};
  const auto arrivals = arrivals_of(*result.options);
  if (not arrivals || may_abort(*result.options))
    return {};
  const Figure* const drops = result.find("dropped_iterations", "count");
  const double dropped = drops != nullptr ? drops->low : 0;
  if (dropped > 0 && iterations_by_number(*result.options) > 0)
    return {}; // which of the scenarios dropped them is not told
  const std::vector<FigureName> figures = {{"iterations", "count"}, {"dropped_iterations", "count"}};
  Findings findings;
  if (arrivals->alone)
    findings.push_back(all_accounted_for(result, *arrivals, dropped, iterations->low));

  const double slack = tick_slack(arrivals->planned);
  const double started = arrivals->planned - dropped;
  const std::string due =
      fmt::format("{} iterations are due, {} dropped", in_words(std::round(arrivals->planned)), in_words(dropped));
  if (started < -slack) {
    findings.push_back({Verdict::broken, due + ": more dropped than due", {{"dropped_iterations", "count"}}});
    return findings;
  }
  const double begun = iterations->low + most_interrupted(result);
  findings.push_back(judged(
      started <= begun + slack, Verdict::broken,
      fmt::format("{}, so {} were begun; the whole test began {}", due, in_words(std::round(started)), in_words(begun)),
      figures));
  const Figure* const shortest = result.find("iteration_duration", "min");
  if (shortest != nullptr && shortest->low > 0) {
    const double most = std::floor(most_started(*arrivals, shortest->low));
    findings.push_back(judged(started <= most + slack, Verdict::broken,
                              fmt::format("{}, so {} were begun; {} VUs with iterations of at least {} s begin {}", due,
                                          in_words(std::round(started)), in_words(arrivals->most_vus),
                                          in_words(shortest->low), in_words(most)),
                              {{"dropped_iterations", "count"}, {"iteration_duration", "min"}}));
  }
  const Figure* const longest = result.find("iteration_duration", "max");
  // Of those that were cut off nobody knows how long they kept their VU.
  const bool cut_off = started > iterations->low + slack;
  if (longest != nullptr && dropped > 0 && not cut_off) {
    const double longest_s = // that a VU is busy with one
        std::max(longest->high, static_cast<double>(result.options->min_iteration_duration_ns) / 1e9);
    const double fewest = fewest_started(*arrivals, dropped, longest_s);
    findings.push_back(
        judged(started >= fewest - slack, Verdict::broken,
               fmt::format("{}, so {} were begun; nothing is dropped while one of the {} preallocated VUs is idle, and "
                           "with iterations of at most {} s they begin {}",
                           due, in_words(std::round(started)), in_words(arrivals->pre_allocated), in_words(longest_s),
                           in_words(fewest)),
               {{"dropped_iterations", "count"}, {"iteration_duration", "max"}}));
  }
  return findings;
}

Findings check_iterations(const K6Result& result)
{
  const Figure* const iterations = result.find("iterations", "count");
  Findings findings;
  if (iterations == nullptr)
    return findings;
  if (result.complete_iterations)
    findings.push_back(judged(iterations->low == *result.complete_iterations, Verdict::broken,
                              fmt::format("iterations is {}, the run line says {} complete", in_words(*iterations),
                                          in_words(*result.complete_iterations)),
                              {{"iterations", "count"}}));
  const auto planned = result.options ? planned_iterations(*result.options) : std::nullopt;
  if (not planned || may_abort(*result.options))
    return findings;
  const Figure* const drops = result.find("dropped_iterations", "count");
  const double counted = iterations->low + (drops != nullptr ? drops->low : 0);
  if (says_users_alone(*result.options) && counted == 1)
    return findings; // of k6 before 1.0
  const double least = counted + result.interrupted_iterations.value_or(0);
  findings.push_back(
      judged(least <= *planned && counted + most_interrupted(result) >= *planned, Verdict::broken,
             fmt::format("{} complete + {} dropped + {} cut off; {} are planned", in_words(*iterations),
                         in_words(counted - iterations->low),
                         in_words(Interval{result.interrupted_iterations.value_or(0), most_interrupted(result)}),
                         in_words(*planned)),
             {{"iterations", "count"}, {"dropped_iterations", "count"}}));
  return findings;
}

} // namespace onsale::calibration
