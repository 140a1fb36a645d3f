/// Resilience4j's rate limiter: so many calls in each period, others wait for a later one.
#pragma once

#include "sim/engine/time.hpp"

#include <cstdint>

namespace onsale::system {

/// Time is cut into periods from 0 on; what a period does not use is lost. Who finds no permission left takes one of a
/// later period and waits for that, if it begins within `timeout`; else it waits for the time-out in vain.
/// io.github.resilience4j 2: AtomicRateLimiter.
class RateLimiter {
public:
  struct Options {
    std::uint32_t limit = 50;                          ///< limitForPeriod
    engine::Duration period = engine::seconds(500e-9); ///< limitRefreshPeriod
    engine::Duration timeout = engine::seconds(5);     ///< timeoutDuration
  };
  struct Permission {
    bool granted = false;
    engine::Duration wait{}; ///< until it may be used, or until it is known that there is none
  };

  /// @param options  must outlive it
  explicit RateLimiter(const Options& options) : options_(options), left_(options.limit) {}
  Permission acquire(engine::Time now);

private:
  const Options& options_;
  std::int64_t period_ = 0;
  std::int64_t left_; // of this period; below 0: of later ones, already given
};

} // namespace onsale::system
