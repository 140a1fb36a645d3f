/// Simulated time as a type: it cannot be mixed up with the wall clock, and a bare number has to say its unit.
#pragma once

#include <chrono>

namespace onsale::engine {

/// Simulated seconds. Has no now(): wall-clock time cannot compile into a result.
struct Clock {
  using duration = std::chrono::duration<double>;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<Clock>;
  static constexpr bool is_steady = true;
};
using Duration = Clock::duration;
using Time = Clock::time_point;

constexpr Duration seconds(double value_s)
{
  return Duration{value_s};
}
constexpr Time at_seconds(double value_s)
{
  return Time{Duration{value_s}};
}
constexpr double in_seconds(Duration duration)
{
  return duration.count();
}
constexpr double in_seconds(Time time)
{
  return time.time_since_epoch().count();
}

inline constexpr Duration forever{1e300};
inline constexpr Time end_of_time{forever};

} // namespace onsale::engine
