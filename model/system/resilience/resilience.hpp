/// What guards the calls of a service: Resilience4j's decorators as data. The step `rate-limit` guards the application.
#pragma once

#include "model/config/object.hpp"
#include "model/system/part.hpp"
#include "model/system/resilience/circuit_breaker.hpp"
#include "model/system/resilience/rate_limiter.hpp"
#include "sim/engine/time.hpp"

#include <cstdint>
#include <optional>

namespace onsale::system {

extern const PartKind resilience_part;

struct BulkheadOptions {
  std::uint32_t max_concurrent_calls = 25;
  engine::Duration max_wait_duration{};
};

struct CallRetryOptions {
  std::uint32_t max_attempts = 3; ///< the first included
  engine::Duration wait_duration = engine::seconds(0.5);
  double multiplier = 1;        ///< of the wait, from attempt to attempt
  double randomized_factor = 0; ///< the wait is uniform within so much of itself
};

/// Around a call, from the outside: Retry ( CircuitBreaker ( RateLimiter ( TimeLimiter ( Bulkhead ( call ) ) ) ) ),
/// which is the order of Resilience4j's aspects. None of them unless it is named.
struct ResilienceOptions {
  std::optional<CallRetryOptions> retry;
  std::optional<CircuitBreaker::Options> circuit_breaker;
  std::optional<RateLimiter::Options> rate_limiter;
  std::optional<engine::Duration> time_limit;
  std::optional<BulkheadOptions> bulkhead;
};

ResilienceOptions read_resilience(config::Object& service);

} // namespace onsale::system
