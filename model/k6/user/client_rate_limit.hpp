/// k6's option `rps`: all virtual users of a test together begin at most so many requests a second.
#pragma once

#include "sim/engine/time.hpp"

#include <algorithm>
#include <cstdint>

namespace onsale::k6 {

/// Places for requests, equally far apart, given out in order of asking. A place that is not taken is not kept for
/// later: no bursts.
class ClientRateLimit {
public:
  /// @param requests_per_s  0: no limit
  explicit ClientRateLimit(std::int64_t requests_per_s)
      : spacing_(requests_per_s == 0 ? 0 : 1 / static_cast<double>(requests_per_s))
  {
  }

  /// Takes the next place. @return how long to wait for it
  engine::Duration take(engine::Time now)
  {
    const auto place = std::max(now, next_);
    next_ = place + spacing_;
    return place - now;
  }

private:
  engine::Duration spacing_;
  engine::Time next_{};
};

} // namespace onsale::k6
