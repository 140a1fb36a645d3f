#include "calibration/host/core_benchmark.hpp"

#include "model/booking/booking.hpp"
#include "sim/engine/replication.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <map>
#include <optional>
#include <stdexcept>

namespace onsale::native {
namespace {

using booking::Booking;
using booking::Seconds;

constexpr std::uint32_t seats_per_event = 50;
constexpr Seconds now{1.0};

/// Call and its time on the reference machine, in the order in which a repetition makes them.
constexpr std::array<std::pair<const char*, double>, 11> calls = {{{"issue_token", 23.6},
                                                                   {"queue_status", 12.7},
                                                                   {"require_active", 4.7},
                                                                   {"available_seats", 49.2},
                                                                   {"read_account", 4.7},
                                                                   {"charge", 10.7},
                                                                   {"read_seat", 10.0},
                                                                   {"hold_seat", 54.7},
                                                                   {"reserve", 41.9},
                                                                   {"pay", 34.4},
                                                                   {"release_token", 14.3}}};

constexpr std::array<std::pair<const char*, std::array<const char*, 3>>, 7> handlers = {
    {{"status", {"queue_status", "", ""}},
     {"token", {"issue_token", "", ""}},
     {"seats", {"require_active", "available_seats", ""}},
     {"hold", {"require_active", "hold_seat", ""}},
     {"reserve", {"require_active", "reserve", ""}},
     {"pay", {"require_active", "pay", "release_token"}},
     {"charge", {"charge", "", ""}}}};

/// CPU time, so that what else runs on this machine takes nothing away.
double thread_cpu_ns()
{
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return 1e9 * static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec);
}

using Times = std::map<std::string, double>; // ns of one call

/// One repetition: a core, and everybody through it.
class Walk {
public:
  explicit Walk(std::uint32_t users)
      : users_(users), core_({.users = users,
                              .inventory = {.events = users / seats_per_event, .seats_per_event = seats_per_event},
                              .queue = {.active_ttl = booking::never},
                              .initial_balance = 1'000'000}),
        tokens_(users), holds_(users), reservations_(users)
  {
  }

  Times run()
  {
    time("issue_token", [&](std::uint32_t user) { tokens_[user] = core_.queue().issue_token(user, now).token; });
    time("queue_status", [&](std::uint32_t user) { kept_ += core_.queue().status(tokens_[user], now).position; });
    std::vector<booking::TokenId> promoted;
    core_.queue().promote(now, {}, promoted);
    time("require_active", [&](std::uint32_t user) { keep(core_.queue().require_active(tokens_[user], now)); });
    time("available_seats",
         [&](std::uint32_t user) { keep(core_.available_seats(user / seats_per_event, now, free_)); });
    time("read_account", [&](std::uint32_t user) { kept_ += core_.account(user)->version; });
    time("charge", [&](std::uint32_t user) { keep(core_.charge(user, 1)); });
    time("read_seat", [&](std::uint32_t user) { kept_ += core_.seat(user, now)->version; });
    time("hold_seat",
         [&](std::uint32_t user) { holds_[user] = core_.hold_seat(user / seats_per_event, user, user, now).id; });
    time("reserve", [&](std::uint32_t user) { reservations_[user] = core_.reserve(holds_[user], user, now).id; });
    time("pay", [&](std::uint32_t user) { keep(core_.pay(reservations_[user], user, now).outcome); });
    time("release_token", [&](std::uint32_t user) { keep(core_.queue().release(tokens_[user], now)); });
    if (core_.payments().size() != users_)
      throw std::logic_error("the benchmark's customers did not all pay: its figures would mean nothing");
    return times_;
  }

  std::uint64_t kept() const { return kept_; }

private:
  template <class Call> void time(const char* name, const Call& call)
  {
    const double start_ns = thread_cpu_ns();
    std::uint32_t user = 0;
    for (std::uint32_t i = 0; i < users_; ++i) {
      call(user);
      user = (user + stride) % users_;
    }
    times_[name] = (thread_cpu_ns() - start_ns) / users_;
  }

  /// So that no call is left out for want of a reader.
  void keep(booking::Outcome outcome) { kept_ += static_cast<std::uint64_t>(outcome); }

  static constexpr std::uint32_t stride = 7919; // prime, so that every user has a turn

  std::uint32_t users_;
  Booking core_;
  std::vector<booking::TokenId> tokens_;
  std::vector<booking::HoldId> holds_;
  std::vector<booking::ReservationId> reservations_;
  std::vector<booking::SeatId> free_;
  Times times_;
  std::uint64_t kept_ = 0;
};

} // namespace

BenchmarkResult benchmark_core(const BenchmarkOptions& options)
{
  if (options.repetitions < 2 || options.users < 1000 || options.users % seats_per_event != 0)
    throw std::invalid_argument(fmt::format("repetitions {}, users {}: at least 2, and at least 1000 in steps of {}",
                                            options.repetitions, options.users, seats_per_event));
  std::map<std::string, std::vector<double>> samples;
  std::optional<std::uint64_t> kept; // what all calls of a repetition returned
  for (std::size_t repetition = 0; repetition < options.warm_up + options.repetitions; ++repetition) {
    Walk walk(options.users);
    const Times times = walk.run();
    if (kept.value_or(walk.kept()) != walk.kept())
      throw std::logic_error("two repetitions of the benchmark did not do the same: its figures would mean nothing");
    kept = walk.kept();
    if (repetition >= options.warm_up)
      for (const auto& [call, ns] : times)
        samples[call].push_back(ns);
  }

  BenchmarkResult result;
  Times means;
  double log_sum = 0;
  for (const auto& [call, reference_ns] : calls) {
    const engine::Interval interval = engine::student_interval(samples.at(call), 0.95);
    result.calls.push_back({call, interval.mean, interval.half_width, reference_ns});
    means[call] = interval.mean;
    const double speed = reference_ns / interval.mean;
    log_sum += std::log(speed);
    result.speed_low = result.speed_low == 0 ? speed : std::min(result.speed_low, speed);
    result.speed_high = std::max(result.speed_high, speed);
  }
  result.speed = std::exp(log_sum / static_cast<double>(calls.size()));
  for (const auto& [handler, parts] : handlers) {
    HandlerDemand demand{handler, 0, 0};
    for (const std::string part : parts)
      demand.mean_ns += part.empty() ? 0 : means.at(part);
    demand.relative = demand.mean_ns / (result.handlers.empty() ? demand.mean_ns : result.handlers.front().mean_ns);
    result.handlers.push_back(std::move(demand));
  }
  return result;
}

std::string benchmark_text(const BenchmarkResult& result)
{
  std::string text = fmt::format("{:<18}{:>12}{:>14}{:>14}\n", "call", "ns", "+- (95 %)", "reference ns");
  for (const CallTime& call : result.calls)
    text += fmt::format("{:<18}{:>12.1f}{:>14.1f}{:>14.1f}\n", call.call, call.mean_ns, call.half_width_ns,
                        call.reference_ns);
  text += fmt::format("\n{:<18}{:>12}{:>14}\n", "handler", "ns", "to status");
  for (const HandlerDemand& handler : result.handlers)
    text += fmt::format("{:<18}{:>12.1f}{:>14.2f}\n", handler.handler, handler.mean_ns, handler.relative);
  return text + fmt::format("\nspeed  {:.2f} of the reference machine ({}); by call {:.2f} to {:.2f}\n", result.speed,
                            reference_machine, result.speed_low, result.speed_high);
}

std::string benchmark_json(const BenchmarkResult& result)
{
  using nlohmann::ordered_json;
  ordered_json call_list = ordered_json::array();
  for (const CallTime& call : result.calls)
    call_list.push_back({{"call", call.call},
                         {"mean_ns", call.mean_ns},
                         {"half_width_ns", call.half_width_ns},
                         {"reference_ns", call.reference_ns}});
  ordered_json handler_list = ordered_json::array();
  for (const HandlerDemand& handler : result.handlers)
    handler_list.push_back(
        {{"handler", handler.handler}, {"mean_ns", handler.mean_ns}, {"to_status", handler.relative}});
  return ordered_json{{"calls", call_list},
                      {"handlers", handler_list},
                      {"speed", result.speed},
                      {"speed_low", result.speed_low},
                      {"speed_high", result.speed_high},
                      {"reference_machine", reference_machine}}
             .dump(2) +
         "\n";
}

} // namespace onsale::native
