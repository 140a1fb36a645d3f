/// How many want CPU, averaged over the last moments: Linux's PELT.
#pragma once

#include "sim/engine/time.hpp"

#include <cmath>

namespace onsale::engine {

/// What was so 32 ms ago counts half (kernel/sched/pelt.c).
class LoadAverage {
public:
  /// @param before  threads that wanted CPU since the last call
  void up_to(Time now, double before)
  {
    const double kept = std::exp2(-in_seconds(now - at_) / half_life_s);
    value_ = before + (value_ - before) * kept;
    at_ = now;
  }
  double value() const { return value_; }
  /// A thread comes from elsewhere, or goes, with the load that it has been.
  void add(double load) { value_ += load; }

private:
  static constexpr double half_life_s = 0.032;
  double value_ = 0;
  Time at_{};
};

} // namespace onsale::engine
