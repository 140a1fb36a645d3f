#include "model/system/flow/cause.hpp"

#include <array>

namespace onsale::system {
namespace {

constexpr std::array<std::string_view, 13> cause_names = {
    "none",           "pool_timeout",    "lock_timeout", "lock_busy",     "redis_timeout",
    "database_lost",  "connect_timeout", "queue_full",   "out_of_memory", "connection_refused",
    "server_stopped", "client_gone",     "refused"};

constexpr int outcome_bits = 8;

} // namespace

std::uint16_t reason_of(Cause cause, booking::Outcome outcome)
{
  return static_cast<std::uint16_t>(static_cast<unsigned>(cause) << outcome_bits | static_cast<unsigned>(outcome));
}

std::pair<Cause, booking::Outcome> cause_of(std::uint16_t reason)
{
  return {static_cast<Cause>(reason >> outcome_bits), static_cast<booking::Outcome>(reason & 0xff)};
}

std::string_view to_string(Cause cause)
{
  return cause_names[static_cast<std::size_t>(cause)];
}

std::optional<Cause> cause_from_name(std::string_view name)
{
  for (std::size_t i = 0; i < cause_names.size(); ++i)
    if (cause_names[i] == name)
      return static_cast<Cause>(i);
  return std::nullopt;
}

std::string_view resource_of(Cause cause)
{
  switch (cause) {
  case Cause::pool_timeout:
    return "hikari pool";
  case Cause::lock_timeout:
    return "row locks";
  case Cause::lock_busy:
    return "application locks";
  case Cause::redis_timeout:
    return "redis connections";
  case Cause::database_lost:
    return "database";
  case Cause::connection_refused:
    return "server";
  case Cause::connect_timeout:
    return "tomcat connections";
  case Cause::queue_full:
    return "tomcat workers";
  case Cause::out_of_memory:
    return "jvm heap";
  case Cause::server_stopped:
    return "server";
  case Cause::client_gone:
    return "client's patience";
  case Cause::none:
  case Cause::refused:
    break;
  }
  return "booking core";
}

int default_status(Cause cause, booking::Outcome outcome)
{
  using booking::Outcome;
  if (cause == Cause::none)
    return 200;
  if (cause == Cause::lock_busy)
    return 409;
  if (cause != Cause::refused)
    return 500;
  switch (outcome) {
  case Outcome::ok:
    return 200;
  case Outcome::not_found:
    return 404;
  case Outcome::not_owner:
    return 403;
  case Outcome::token_not_active:
    return 401;
  case Outcome::insufficient_balance:
  case Outcome::invalid_amount:
    return 400;
  default:
    return 409;
  }
}

} // namespace onsale::system
