#include "model/system/resilience/rate_limiter.hpp"

#include <algorithm>
#include <cmath>

namespace onsale::system {

RateLimiter::Permission RateLimiter::acquire(engine::Time now)
{
  const auto limit = static_cast<std::int64_t>(options_.limit);
  const double now_s = engine::in_seconds(now);
  const double period_s = engine::in_seconds(options_.period);
  // A waiter comes back at the first instant of a period, give or take the rounding of its sum.
  const auto period = static_cast<std::int64_t>(std::floor(now_s / period_s * (1 + 1e-12)));
  if (period > period_) {
    left_ = period - period_ > limit + std::abs(left_) ? limit : std::min(limit, left_ + (period - period_) * limit);
    period_ = period;
  }
  if (left_ >= 1) {
    --left_;
    return {true, {}};
  }
  const std::int64_t missing = 1 - (left_ + limit); // when the next period has begun
  const std::int64_t periods = missing > 0 ? (missing + limit - 1) / limit : 0;
  const double wait_s = std::max(0.0, static_cast<double>(period_ + 1 + periods) * period_s - now_s);
  if (wait_s > engine::in_seconds(options_.timeout))
    return {false, options_.timeout};
  --left_;
  return {true, engine::seconds(wait_s)};
}

} // namespace onsale::system
