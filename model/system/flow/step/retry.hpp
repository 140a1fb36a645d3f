/// How long is waited before something is tried again: @Backoff of Spring Retry.
#pragma once

#include "model/config/object.hpp"
#include "sim/engine/random.hpp"
#include "sim/engine/time.hpp"

#include <cstdint>

namespace onsale::system {

/// AnnotationAwareRetryOperationsInterceptor chooses the policy:
///   multiplier > 0       delay * multiplier^(failed - 1), at most max_delay (30 s unless above the delay);
///                        `random`: each times something between 1 and the multiplier
///   max_delay > delay    anything between the two
///   else                 delay
struct BackOff {
  /// @param failed  attempts so far, from 1
  engine::Duration pause(std::uint32_t failed, engine::RandomStream& draws) const;

  engine::Duration delay{1};
  engine::Duration max_delay{};
  double multiplier = 0;
  bool random = false;
};

/// `delay`, `max-delay`, `multiplier` and `random` of a map.
BackOff read_back_off(config::Object& object);

} // namespace onsale::system
