/// Why a request failed. Failures are data: a cause, an instant, a resource, and the line that the real stack would
/// log.
#pragma once

#include "model/booking/outcome.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace onsale::system {

/// Causes below `refused` come from resources; the others are the booking core's answers, in its own words.
enum class Cause : std::uint8_t {
  none,
  pool_timeout,    ///< HikariCP: no connection within connection-timeout
  lock_timeout,    ///< InnoDB 1205: row lock not granted within innodb_lock_wait_timeout
  lock_busy,       ///< an application lock that somebody else holds (tryLock)
  redis_timeout,   ///< no Redis connection in time
  database_lost,   ///< the database went away: the connection is broken
  connect_timeout, ///< the accept queue overflowed until the client's dial time-out
  queue_full,      ///< Tomcat's task queue is bounded and full: the socket is closed
  out_of_memory,
  connection_refused, ///< no process of the application listens
  server_stopped,     ///< the process died or was stopped with the request in it
  client_gone,        ///< the client's own time-out; the server's work is wasted
  refused             ///< the booking core said no; `outcome` says what
};

/// Both in one number, that a load generator takes back with a failed request: http::Exchange::reason. 0: none.
std::uint16_t reason_of(Cause cause, booking::Outcome outcome);
std::pair<Cause, booking::Outcome> cause_of(std::uint16_t reason);

std::string_view to_string(Cause cause);
/// The resource that could not give what was asked for, as stations are named; the booking core for its refusals.
std::string_view resource_of(Cause cause);
std::optional<Cause> cause_from_name(std::string_view name);

/// The HTTP status that a Spring Boot application answers with unless its scenario says otherwise.
int default_status(Cause cause, booking::Outcome outcome);

} // namespace onsale::system
