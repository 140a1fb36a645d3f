#include "model/system/failures.hpp"

#include "model/system/system.hpp"
#include "model/system/work.hpp"

#include <algorithm>
#include <cmath>

namespace onsale::system {

void Failures::refuse(Work& work, Cause cause, booking::Outcome outcome)
{
  work.cause = cause;
  work.outcome = outcome;
  work.status = status_of(cause, outcome);
  if (work.trace != nullptr)
    work.trace->cause = cause;
  log_.add({work.endpoint_number, cause, outcome, work.status}, system_.now(), [&] { return log_line(work); });
}

double Failures::count(Cause cause) const
{
  double sum = 0;
  for (const auto& [kind, count] : log_.kinds())
    sum += kind.cause == cause ? static_cast<double>(count.count) : 0;
  return sum;
}

int Failures::status_of(Cause cause, booking::Outcome outcome) const
{
  for (const StatusRule& rule : system_.options.statuses)
    if (rule.cause == cause && (cause != Cause::refused || rule.outcome == outcome))
      return rule.status;
  return default_status(cause, outcome);
}

std::string Failures::log_line(const Work& work) const
{
  switch (work.cause) {
  case Cause::pool_timeout: {
    const engine::TokenPool& pool = work.instance->hikari().pool();
    return "SQLTransientConnectionException: HikariPool-1 - Connection is not available, request timed out after " +
           std::to_string(std::llround(1e3 * engine::in_seconds(work.pool_wait))) +
           "ms (total=" + std::to_string(pool.capacity()) + ", active=" + std::to_string(pool.in_use()) +
           ", idle=" + std::to_string(pool.capacity() - std::min(pool.capacity(), pool.in_use())) +
           ", waiting=" + std::to_string(pool.waiting()) + ")";
  }
  case Cause::lock_timeout:
    return "PessimisticLockingFailureException: Lock wait timeout exceeded; try restarting transaction (error 1205)";
  case Cause::lock_busy:
    return "lock on " + system_.options.endpoints[work.endpoint_number].id + " not acquired: held by another request";
  case Cause::redis_timeout:
    return "RedisCommandTimeoutException: Command timed out after " +
           std::to_string(std::llround(engine::in_seconds(system_.settings.redis.timeout))) + " second(s)";
  case Cause::database_lost:
    return "CommunicationsException: Communications link failure";
  case Cause::connection_refused:
    return "dial: connection refused (k6 error 1212)";
  case Cause::server_stopped:
    return "read: connection reset by peer (k6 error 1220)";
  case Cause::connect_timeout:
    return "dial: i/o timeout (k6 error 1211)";
  case Cause::out_of_memory:
    return "java.lang.OutOfMemoryError: Java heap space";
  case Cause::queue_full:
    return "RejectedExecutionException: the executor's work queue is full";
  case Cause::client_gone:
    return "ClientAbortException: java.io.IOException: Broken pipe";
  case Cause::refused:
    return std::string(booking::to_string(work.outcome)) + " (HTTP " + std::to_string(work.status) + ")";
  default:
    return std::string(to_string(work.cause));
  }
}

} // namespace onsale::system
