#include "calibration/audit/conditions.hpp"

#include "calibration/audit/plan.hpp"

#include <algorithm>

namespace onsale::calibration {

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
  return longest != nullptr && longest->high < shortest_grace_s(options);
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
