#include "calibration/audit/conditions.hpp"
#include "calibration/audit/laws.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace onsale::calibration {
namespace {

constexpr const char* all_statistics[] = {"avg", "min", "med", "p90", "p95", "p99", "max"};

/// What an iteration is made of, as far as one statistic of it tells.
struct Parts {
  const char* statistic;
  double pauses_s;
  double requests;
  double each_s;

  double sum_s() const { return pauses_s + requests * each_s; }
  std::string in_sum() const
  {
    return fmt::format("{}: {} s of pauses + {} requests x {} s = {} s", statistic, in_words(pauses_s),
                       in_words(requests), in_words(each_s), in_words(sum_s()));
  }
};

std::vector<FigureName> figures_of(const Parts& parts)
{
  std::vector<FigureName> figures = {{"iteration_duration", parts.statistic}};
  if (parts.requests > 0)
    figures.push_back({"http_req_duration", parts.statistic});
  return figures;
}

void check_at_least(const K6Result& result, const JourneyFacts& journey, const char* statistic, double requests,
                    Findings& findings)
{
  const Figure* const iteration = result.find("iteration_duration", statistic);
  const Figure* const response = result.find("http_req_duration", statistic);
  if (iteration == nullptr || response == nullptr)
    return;
  const Parts parts{statistic, journey.sleeps_s.low, requests, response->low};
  findings.push_back(judged(parts.sum_s() <= iteration->high * (1 + 1e-9), of_the_journey(result),
                            fmt::format("{}; an iteration takes {} s", parts.in_sum(), in_words(*iteration)),
                            figures_of(parts)));
}

/// What is neither pause nor request is the script's own time: next to nothing, unless the generator is overloaded.
void check_at_most(const K6Result& result, const JourneyFacts& journey, const char* statistic, Findings& findings)
{
  const Figure* const iteration = result.find("iteration_duration", statistic);
  const Figure* const response = result.find("http_req_duration", statistic);
  const Figure* const blocked = result.find("http_req_blocked", std::string_view(statistic) == "avg" ? "avg" : "max");
  if (iteration == nullptr || response == nullptr || blocked == nullptr)
    return;
  const Parts parts{statistic, journey.sleeps_s.high, journey.requests.high, response->high + blocked->high};
  if (std::isfinite(parts.sum_s()))
    findings.push_back(
        judged(iteration->low <= parts.sum_s() * 1.02 + 0.01, Verdict::doubtful,
               fmt::format("{} with connecting; an iteration takes {} s", parts.in_sum(), in_words(*iteration)),
               figures_of(parts)));
}

void check_journey(const K6Result& result, const JourneyFacts& journey, Findings& findings)
{
  // The setup's requests are in the same statistics, and cut-off iterations leave theirs there.
  const bool no_setup = journey.setup_known && journey.setup_requests.high == 0;
  const bool cut_off = result.options ? most_interrupted(result) > 0 : result.interrupted_iterations.value_or(0) > 0;
  const bool only_iterations = no_setup && not cut_off;
  // With one request each, an iteration is longer than its request, and so is every statistic.
  const bool one_request = journey.requests.low == 1 && journey.requests.high == 1;
  for (const char* statistic : all_statistics) {
    const std::string_view name = statistic;
    if (name == "min")
      check_at_least(result, journey, statistic, no_setup ? journey.requests.low : 0, findings);
    else if (name == "avg")
      check_at_least(result, journey, statistic, only_iterations ? journey.requests.low : 0, findings);
    else if (only_iterations && (one_request || name == "max"))
      check_at_least(result, journey, statistic, std::min(1.0, journey.requests.low), findings);
    if (only_iterations && (one_request || name == "avg"))
      check_at_most(result, journey, statistic, findings);
  }
}

/// A script that nobody knows: as many requests as iterations looks like one each. http.batch, and requests of setup()
/// in place of others, could make it look so.
void check_one_each(const K6Result& result, Findings& findings)
{
  const Figure* const requests = result.find("http_reqs", "count");
  const Figure* const iterations = result.find("iterations", "count");
  if (requests == nullptr || iterations == nullptr || requests->low != iterations->low)
    return;
  for (const char* statistic : all_statistics) {
    const Figure* const iteration = result.find("iteration_duration", statistic);
    const Figure* const response = result.find("http_req_duration", statistic);
    if (iteration != nullptr && response != nullptr)
      findings.push_back(judged(response->low <= iteration->high * (1 + 1e-9), Verdict::doubtful,
                                fmt::format("{}: a request takes {} s, an iteration with one request {} s", statistic,
                                            in_words(*response), in_words(*iteration)),
                                {{"iteration_duration", statistic}, {"http_req_duration", statistic}}));
  }
}

} // namespace

Findings check_iteration_time(const K6Result& result)
{
  Findings findings;
  if (result.journey)
    check_journey(result, *result.journey, findings);
  else
    check_one_each(result, findings);
  return findings;
}

} // namespace onsale::calibration
