/// When the iterations of the two arrival-rate executors are due. Both are generators: a plan of a million arrivals
/// costs no memory. Times are nanoseconds since the scenario's start and never decrease.
#pragma once

#include "model/k6/options/stage.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace onsale::k6 {

/// constant-arrival-rate: iteration k = 0, 1, 2.. is due at k * period, the first at 0, none after the duration.
/// Where the duration is a multiple of the period, real k6 starts N or N + 1 iterations, because the last tick races
/// the deadline; here the tick at exactly the duration is due, as most published runs show.
class ConstantArrivals {
public:
  /// @param rate          iterations per time unit, >= 1 and at most time_unit_ns
  ConstantArrivals(std::int64_t rate, std::int64_t time_unit_ns, std::int64_t duration_ns);

  /// Time of the next iteration; nothing once the duration has passed.
  std::optional<std::int64_t> next();

  /// Whole nanoseconds between two iterations: time_unit_ns / rate, truncated.
  std::int64_t period_ns() const { return period_ns_; }

private:
  std::int64_t period_ns_;
  std::int64_t duration_ns_;
  std::int64_t due_ns_ = 0;
};

/// ramping-arrival-rate: the area under the piecewise linear rate counts iterations; iteration k = 1, 2, 3.. is due
/// when the area reaches k. Inside a stage from rate r0 to r1 (iterations/ns) of D ns that began with area N:
///   r0 = r1: x = (k - N) / r1
///   else:    x = (r0 D - sqrt(D (r0^2 D + 2 (k - N)(r1 - r0)))) / (r0 - r1)
/// in doubles, truncated to whole nanoseconds after the stage's start. A stage of 0 ns only changes the rate.
class RampingArrivals {
public:
  /// @param start_rate    iterations per time unit before the first stage, >= 0
  RampingArrivals(std::int64_t start_rate, std::int64_t time_unit_ns, Stages stages);

  /// Time of the next iteration; nothing once the stages have passed.
  std::optional<std::int64_t> next();

private:
  void enter_stage();
  double offset_in_stage_ns(double iteration) const;

  double time_unit_ns_;
  Stages stages_;
  std::size_t stage_ = 0;
  std::int64_t stage_start_ns_ = 0;
  double rate_from_ = 0; // iterations/ns
  double rate_to_ = 0;
  double area_before_ = 0; // iterations due before this stage, with the fraction
  double area_after_ = 0;
  double iteration_ = 1;
};

} // namespace onsale::k6
