#include "model/system/resilience/token_bucket.hpp"

#include <algorithm>
#include <cmath>

namespace onsale::system {

bool TokenBucket::try_take(engine::Time now)
{
  double periods = (now - filled_) / options_.refill_period;
  if (options_.intervally)
    periods = std::floor(periods + 1e-12);
  tokens_ = std::min(options_.capacity, tokens_ + periods * options_.refill_tokens);
  filled_ += options_.refill_period * periods;
  constexpr double rounding = 1e-9; // of sums of refills that make a whole token
  if (tokens_ < 1 - rounding)
    return false;
  tokens_ = std::max(0.0, tokens_ - 1);
  return true;
}

engine::Duration TokenBucket::until_next(engine::Time now) const
{
  const double periods = (1 - tokens_) / options_.refill_tokens;
  const engine::Time next = filled_ + options_.refill_period * (options_.intervally ? std::ceil(periods) : periods);
  return std::max(engine::Duration(0), next - now);
}

} // namespace onsale::system
