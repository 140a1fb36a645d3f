#include "calibration/audit/limit.hpp"

#include "calibration/audit/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace onsale::calibration {
namespace {

/// Shortest time of an iteration whatever the server: its pauses if they are known, else the shortest that was seen.
double shortest_iteration_s(const K6Result& result)
{
  const Figure* const shortest = result.find("iteration_duration", "min");
  const double pauses_s = result.journey ? result.journey->sleeps_s.low : 0;
  return pauses_s > 0 ? pauses_s : shortest != nullptr ? shortest->low : 0;
}

/// @param waiting_share  of the users' time, for responses
/// @param pause_share    of it, in pauses that the script makes whatever the server answers; nothing if not known
Limiter limiter_of(double waiting_share, std::optional<double> pause_share)
{
  if (waiting_share >= 0.5)
    return Limiter::server;
  // Other pauses may be waits for the server's queue, poll after poll.
  if (pause_share && waiting_share + *pause_share < 0.5)
    return Limiter::unknown;
  return waiting_share >= 0.1 ? Limiter::both : Limiter::generator;
}

} // namespace

std::string_view to_string(Limiter limiter)
{
  switch (limiter) {
  case Limiter::unknown:
    return "unknown";
  case Limiter::server:
    return "server";
  case Limiter::generator:
    return "generator";
  case Limiter::both:
    return "server and generator";
  }
  return "";
}

std::optional<Limit> unavoidable_drops(const K6Result& result)
{
  if (not result.options)
    return std::nullopt;
  const auto arrivals = arrivals_of(*result.options);
  const Figure* const dropped = result.find("dropped_iterations", "count");
  const double shortest_s = shortest_iteration_s(result);
  if (not arrivals || dropped == nullptr || dropped->low <= 0 || shortest_s <= 0)
    return std::nullopt;
  const double most = std::floor(arrivals->most_vu_time_s / shortest_s + arrivals->most_vus);
  const double unavoidable = std::min(arrivals->planned - most, dropped->low);
  if (unavoidable < dropped->low / 2)
    return std::nullopt;
  return Limit{
      Limiter::generator,
      fmt::format("{} of the {} dropped iterations were lost before any server: {} VUs with iterations of {} s "
                  "begin at most {} of {} in time",
                  in_words(std::floor(unavoidable)), in_words(*dropped), in_words(arrivals->most_vus),
                  in_words(shortest_s), in_words(most), in_words(std::round(arrivals->planned)))};
}

Limit what_limited(const K6Result& result)
{
  if (auto drops = unavoidable_drops(result))
    return *drops;
  const Figure* const requests = result.find("http_reqs", "count");
  const Figure* const response = result.find("http_req_duration", "avg");
  if (requests == nullptr || response == nullptr)
    return {};
  const Figure* const blocked = result.find("http_req_blocked", "avg"); // waiting for a connection is waiting, too
  const double response_s = response->low + (blocked != nullptr ? blocked->low : 0);
  const double waiting_s = requests->low * response_s;
  const Figure* const iterations = result.find("iterations", "count");
  const Figure* const mean = result.find("iteration_duration", "avg");
  double users_s = 0;
  std::string of_what;
  if (iterations != nullptr && mean != nullptr) {
    users_s = iterations->low * mean->low;
    of_what = "that its users spent in iterations";
  } else if (result.options) {
    users_s = looping_vu_seconds(*result.options);
    of_what = "that the options plan";
  }
  if (users_s <= 0)
    return {};
  if (waiting_s > users_s) // iterations that were cut off leave their requests, but not their own time
    return {Limiter::server,
            fmt::format("{} requests x {} s are all of its users' time: more than the {} VU-seconds {}",
                        in_words(*requests), in_words(response_s), in_words(users_s), of_what)};
  const double share = waiting_s / users_s;
  std::optional<double> pause_share;
  if (iterations != nullptr && result.journey)
    pause_share = iterations->low * result.journey->sleeps_s.low / users_s;
  return {limiter_of(share, pause_share),
          fmt::format("{} requests x {} s are {:.0f} % of the {} VU-seconds {}", in_words(*requests),
                      in_words(response_s), 100 * share, in_words(users_s), of_what)};
}

} // namespace onsale::calibration
