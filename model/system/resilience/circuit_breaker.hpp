/// Resilience4j's circuit breaker: calls that fail too often are not made for a while.
#pragma once

#include "sim/engine/time.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace onsale::system {

/// Counts the outcomes of the last calls (COUNT_BASED). Pure bookkeeping: it waits for nothing.
///
///   closed     enough calls, too many failed or slow --> open
///   open       refuses; the first call after wait_duration --> half open
///   half open  lets `permitted` calls through and refuses the rest; when they have ended --> open, or closed if few
///   failed
///
/// A call that ends is counted in the state of that moment, whenever it began. io.github.resilience4j 2:
/// CircuitBreakerStateMachine, CircuitBreakerMetrics, FixedSizeSlidingWindowMetrics.
class CircuitBreaker {
public:
  struct Options {
    std::uint32_t window = 100;                           ///< slidingWindowSize
    std::uint32_t minimum_calls = 100;                    ///< minimumNumberOfCalls; the window if that is smaller
    double failure_rate = 0.5;                            ///< failureRateThreshold
    double slow_rate = 1;                                 ///< slowCallRateThreshold
    engine::Duration slow_after = engine::seconds(60);    ///< slowCallDurationThreshold
    engine::Duration wait_duration = engine::seconds(60); ///< waitDurationInOpenState
    std::uint32_t permitted_half_open = 10;               ///< permittedNumberOfCallsInHalfOpenState
  };
  enum class State : std::uint8_t { closed, open, half_open };

  /// @param options  must outlive it
  explicit CircuitBreaker(const Options& options);

  /// @return whether the call may be made; then its end must be told, or that it was given up
  bool permit(engine::Time now);
  void ended(bool failed, engine::Duration took, engine::Time now);
  /// The call was cancelled: as if it had not been permitted.
  void given_up();
  State state() const { return state_; }
  std::uint64_t openings() const { return openings_; }

private:
  void enter(State state, engine::Time now);
  void count(bool failed, bool slow);
  bool too_bad() const;

  struct Call {
    bool failed = false;
    bool slow = false;
  };
  const Options& options_;
  State state_ = State::closed;
  engine::Time opened_{};
  std::vector<Call> calls_; // a ring, of at most size_
  std::size_t size_ = 0;    // of the window in this state
  std::size_t next_ = 0;
  std::size_t failed_ = 0;
  std::size_t slow_ = 0;
  std::uint32_t permits_ = 0; // left, half open
  std::uint64_t openings_ = 0;
};

} // namespace onsale::system
