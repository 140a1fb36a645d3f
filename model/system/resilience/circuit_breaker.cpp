#include "model/system/resilience/circuit_breaker.hpp"

#include <algorithm>

namespace onsale::system {

CircuitBreaker::CircuitBreaker(const Options& options) : options_(options)
{
  calls_.reserve(std::max(options.window, options.permitted_half_open));
  enter(State::closed, {});
}

bool CircuitBreaker::permit(engine::Time now)
{
  if (state_ == State::open) {
    if (now < opened_ + options_.wait_duration)
      return false;
    enter(State::half_open, now);
  }
  if (state_ == State::closed)
    return true;
  if (permits_ == 0)
    return false;
  --permits_;
  return true;
}

void CircuitBreaker::ended(bool failed, engine::Duration took, engine::Time now)
{
  count(failed, took > options_.slow_after);
  if (state_ == State::closed) {
    if (calls_.size() >= std::min(options_.minimum_calls, options_.window) && too_bad())
      enter(State::open, now);
  } else if (state_ == State::half_open && calls_.size() >= size_) {
    enter(too_bad() ? State::open : State::closed, now);
  }
}

void CircuitBreaker::given_up()
{
  if (state_ == State::half_open)
    ++permits_;
}

void CircuitBreaker::enter(State state, engine::Time now)
{
  state_ = state;
  if (state == State::open) { // keeps what it counted, as nothing is decided by it
    opened_ = now;
    ++openings_;
    return;
  }
  calls_.clear();
  next_ = failed_ = slow_ = 0;
  permits_ = options_.permitted_half_open;
  size_ = state == State::closed ? options_.window : options_.permitted_half_open;
}

void CircuitBreaker::count(bool failed, bool slow)
{
  const Call call{failed, slow};
  if (calls_.size() < size_) {
    calls_.push_back(call);
  } else {
    failed_ -= calls_[next_].failed ? 1 : 0;
    slow_ -= calls_[next_].slow ? 1 : 0;
    calls_[next_] = call;
    next_ = (next_ + 1) % size_;
  }
  failed_ += failed ? 1 : 0;
  slow_ += slow ? 1 : 0;
}

bool CircuitBreaker::too_bad() const
{
  const auto all = static_cast<double>(calls_.size());
  return static_cast<double>(failed_) >= options_.failure_rate * all ||
         static_cast<double>(slow_) >= options_.slow_rate * all;
}

} // namespace onsale::system
