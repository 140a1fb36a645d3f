#include "calibration/audit/conditions.hpp"

#include "calibration/audit/plan.hpp"

#include <algorithm>

namespace onsale::calibration {

namespace {

/// Length of the run at most, setup included; 0 where nothing tells it.
double longest_run_s(const K6Result& result)
{
  if (result.run_duration_s)
    return result.run_duration_s->high;
  for (const char* counter : {"iterations", "http_reqs"}) {
    const Figure* const count = result.find(counter, "count");
    const Figure* const rate = result.find(counter, "rate");
    if (count != nullptr && rate != nullptr && rate->low > 0)
      return count->high / rate->low;
  }
  return 0;
}

} // namespace

bool may_abort(const k6::Options& options)
{
  const auto& thresholds = options.thresholds;
  return std::any_of(thresholds.begin(), thresholds.end(),
                     [](const k6::ThresholdConfig& each) { return each.abort_on_fail; });
}

double setup_s(const K6Result& result, const k6::Options& options)
{
  const bool none = result.journey && result.journey->setup_known && result.journey->setup_requests.high == 0;
  return none ? 0 : static_cast<double>(options.setup_timeout_ns) / 1e9;
}

bool nothing_interrupted(const K6Result& result, const k6::Options& options)
{
  if (result.interrupted_iterations)
    return *result.interrupted_iterations == 0;
  const Figure* const longest = result.find("iteration_duration", "max");
  constexpr double before = 0.999; // of the instant at which k6 cuts off: a duration is known from rounded rates
  return longest != nullptr && longest->high < shortest_grace_s(options) &&
         longest_run_s(result) < before * first_hard_end_s(options);
}

bool never_began(const K6Result& result)
{
  const Figure* const iterations = result.find("iterations", "count");
  // A whole result without the figure had no iteration; of an excerpt nothing is known.
  return iterations != nullptr ? iterations->high == 0 : result.find("vus_max") != nullptr;
}

double most_interrupted(const K6Result& result)
{
  if (result.interrupted_iterations)
    return *result.interrupted_iterations;
  if (not result.options)
    return unbounded;
  return nothing_interrupted(result, *result.options) ? 0 : most_vus(*result.options);
}

Verdict of_the_journey(const K6Result& result)
{
  return result.journey && result.journey->published ? Verdict::broken : Verdict::doubtful;
}

} // namespace onsale::calibration
