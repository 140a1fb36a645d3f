#include "sim/run/verdict/lost.hpp"

#include "model/config/wording.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

namespace onsale::run {
namespace {

double share(std::uint64_t part, std::uint64_t whole)
{
  return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0;
}

double value_of(const k6::Summary& summary, const char* metric, const char* value)
{
  const auto found = std::ranges::find(summary.metrics, metric, &k6::Summary::Metric::name);
  return found == summary.metrics.end() ? 0 : found->value(value);
}

/// Whoever gives iterations no time to end has them cut off at any load.
bool gives_grace(const k6::ScenarioOptions& scenario)
{
  const auto* ramping = std::get_if<k6::RampingVus>(&scenario.executor);
  return scenario.graceful_stop_ns > 0 && (ramping == nullptr || ramping->graceful_ramp_down_ns > 0);
}

} // namespace

double Lost::iterations_share() const
{
  return share(dropped + interrupted, iterations);
}

double Lost::requests_share() const
{
  return share(unanswered + errors, requests);
}

Lost lost_customers(const k6::Options& load, const k6::LoadResult& ended, const k6::Summary& summary)
{
  constexpr int first_server_error = 500;
  Lost lost;
  lost.dropped = static_cast<std::uint64_t>(value_of(summary, "dropped_iterations", "count"));
  if (std::ranges::all_of(load.scenarios, gives_grace))
    lost.interrupted = ended.progress.interrupted;
  lost.iterations = ended.progress.complete + ended.progress.interrupted + lost.dropped;
  lost.requests = static_cast<std::uint64_t>(value_of(summary, "http_reqs", "count"));
  for (const k6::FailedRequests& each : ended.failed)
    if (each.status == 0)
      lost.unanswered += each.count;
    else if (each.status >= first_server_error)
      lost.errors += each.count;
  return lost;
}

std::string lost_text(const Lost& lost)
{
  std::vector<std::string> parts;
  const auto add = [&](std::uint64_t part, std::uint64_t whole, const char* what, const char* happened) {
    if (part > 0)
      parts.push_back(fmt::format("{} of {} {} {} ({:.2g} %)", config::grouped(part), config::grouped(whole), what,
                                  happened, 100 * share(part, whole)));
  };
  add(lost.dropped, lost.iterations, "iterations", "were dropped");
  add(lost.interrupted, lost.iterations, "iterations", "were cut off");
  add(lost.unanswered, lost.requests, "requests", "got no answer");
  add(lost.errors, lost.requests, "requests", "got a server error");
  return fmt::format("{}", fmt::join(parts, ", "));
}

} // namespace onsale::run
