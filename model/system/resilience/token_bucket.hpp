/// A token bucket as Bucket4j keeps it.
#pragma once

#include "sim/engine/time.hpp"

#include <cstdint>

namespace onsale::system {

/// Full at first; each request takes a token, or goes without. Poisson arrivals are lost as in an M/D/1 queue that
/// holds `capacity`, whose service takes one token's refill: the tokens that are missing are its queue.
class TokenBucket {
public:
  struct Options {
    double capacity = 1;
    double refill_tokens = 1;
    engine::Duration refill_period = engine::seconds(1);
    bool intervally = false; ///< all at the end of each period (refillIntervally), else one by one (refillGreedy)
  };

  /// @param options  must outlive it
  TokenBucket(const Options& options, engine::Time now) : options_(options), tokens_(options.capacity), filled_(now) {}

  /// @return whether there was a token
  bool try_take(engine::Time now);
  /// Until there is one, from then: X-Rate-Limit-Retry-After-Seconds.
  engine::Duration until_next(engine::Time now) const;

private:
  const Options& options_;
  double tokens_;
  engine::Time filled_; // up to then
};

} // namespace onsale::system
