#include "model/system/resilience/resilience.hpp"

namespace onsale::system {
namespace {

using config::Object;
using engine::seconds;

std::uint32_t count(Object& object, const char* key, const char* says, std::uint32_t otherwise)
{
  return static_cast<std::uint32_t>(
      object.integer(key, {.says = says, .minimum = 1, .maximum = 1'000'000, .default_value = otherwise}));
}

CallRetryOptions read_retry(Object object)
{
  CallRetryOptions retry;
  retry.max_attempts = count(object, "max-attempts", "the first included (Resilience4j default 3)", retry.max_attempts);
  retry.wait_duration = object.duration(
      "wait-duration", {.says = "before the next attempt (default 500ms)", .default_value = retry.wait_duration});
  retry.multiplier = object.number("exponential-backoff-multiplier",
                                   {.says = "the wait grows by it from attempt to attempt; 1: it does not (default: no "
                                            "back-off)",
                                    .minimum = 1.0,
                                    .default_value = retry.multiplier});
  retry.randomized_factor = object.ratio(
      "randomized-wait-factor", {.says = "waits vary by so much of themselves, uniformly (default: not at all)",
                                 .default_value = retry.randomized_factor});
  object.finish();
  return retry;
}

CircuitBreaker::Options read_circuit_breaker(Object object)
{
  CircuitBreaker::Options breaker;
  breaker.window = count(object, "sliding-window-size", "last calls that count (Resilience4j default 100, COUNT_BASED)",
                         breaker.window);
  breaker.minimum_calls =
      count(object, "minimum-number-of-calls", "before there is a rate (default 100)", breaker.minimum_calls);
  breaker.failure_rate =
      object.ratio("failure-rate-threshold", {.says = "share of failed calls that opens it (default 50 %)",
                                              .above = 0.0,
                                              .default_value = breaker.failure_rate});
  breaker.slow_rate = object.ratio(
      "slow-call-rate-threshold",
      {.says = "share of slow calls that opens it (default 100 %)", .above = 0.0, .default_value = breaker.slow_rate});
  breaker.slow_after = object.duration(
      "slow-call-duration-threshold",
      {.says = "from there on a call is slow (default 60s)", .above = seconds(0), .default_value = breaker.slow_after});
  breaker.wait_duration = object.duration("wait-duration-in-open-state", {.says = "until calls are tried (default 60s)",
                                                                          .default_value = breaker.wait_duration});
  breaker.permitted_half_open = count(object, "permitted-number-of-calls-in-half-open-state",
                                      "that are tried, and decide (default 10)", breaker.permitted_half_open);
  object.finish();
  return breaker;
}

RateLimiter::Options read_rate_limiter(Object object)
{
  RateLimiter::Options limiter;
  limiter.limit = count(object, "limit-for-period", "calls of each period (Resilience4j default 50)", limiter.limit);
  limiter.period = object.duration("limit-refresh-period",
                                   {.says = "(default 500 ns)", .above = seconds(0), .default_value = limiter.period});
  limiter.timeout = object.duration("timeout-duration", {.says = "that a call waits for a permission (default 5s)",
                                                         .default_value = limiter.timeout});
  object.finish();
  return limiter;
}

BulkheadOptions read_bulkhead(Object object)
{
  BulkheadOptions bulkhead;
  bulkhead.max_concurrent_calls =
      count(object, "max-concurrent-calls", "of each process (Resilience4j default 25)", bulkhead.max_concurrent_calls);
  bulkhead.max_wait_duration =
      object.duration("max-wait-duration", {.says = "for a place; 0: none is waited for (default 0)",
                                            .default_value = bulkhead.max_wait_duration});
  object.finish();
  return bulkhead;
}

engine::Duration read_time_limiter(Object object)
{
  const auto limit =
      object.duration("timeout-duration", {.says = "of one attempt, with its waits (Resilience4j default 1s)",
                                           .above = seconds(0),
                                           .default_value = seconds(1)});
  object.finish();
  return limit;
}

/// `read` is asked also where the key is absent, so that references know its keys.
template <class T> std::optional<T> read_if_there(Object& service, const char* key, const char* says, T (*read)(Object))
{
  const bool there = service.has(key, says);
  T value = read(service.object(key, says));
  return there ? std::optional<T>(std::move(value)) : std::nullopt;
}

} // namespace

ResilienceOptions read_resilience(Object& service)
{
  ResilienceOptions options;
  options.retry = read_if_there(service, "retry", "calls that failed are made again (Resilience4j Retry); absent: once",
                                read_retry);
  options.circuit_breaker = read_if_there(
      service, "circuit-breaker", "of each process (Resilience4j CircuitBreaker); absent: none", read_circuit_breaker);
  options.rate_limiter = read_if_there(service, "rate-limiter",
                                       "of each process (Resilience4j RateLimiter); absent: none", read_rate_limiter);
  options.time_limit = read_if_there(
      service, "time-limiter", "the caller leaves a call that takes too long (Resilience4j TimeLimiter); absent: none",
      read_time_limiter);
  options.bulkhead = read_if_there(
      service, "bulkhead", "calls at once (Resilience4j semaphore Bulkhead); absent: any number", read_bulkhead);
  return options;
}

} // namespace onsale::system
