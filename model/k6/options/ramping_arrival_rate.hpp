#pragma once

#include "model/k6/options/arrival_rate.hpp"

namespace onsale::k6 {

/// Iterations begin at a rate that changes from stage to stage, whatever the system does.
struct RampingArrivalRate {
  static constexpr std::string_view name = "ramping-arrival-rate";

  std::int64_t start_rate = 0; ///< iterations per time unit
  std::int64_t time_unit_ns = second_ns;
  Stages stages;
  ArrivalVus vus;

  static RampingArrivalRate read(config::Object& object);
  std::unique_ptr<ExecutorRun> run(ExecutorContext context) const;

  std::int64_t regular_duration_ns() const { return total_duration_ns(stages); }
  VuPlan required_vus(const Grace& grace) const
  {
    return constant_plan(vus.pre_allocated, regular_duration_ns() + grace.cut(grace.stop_ns));
  }
  const ArrivalVus& arrival_vus() const { return vus; }
  std::int64_t peak_rate() const; ///< iterations per time unit
  double rate_per_s(double elapsed_s) const;
  double peak_rate_per_s() const { return per_second(static_cast<double>(peak_rate()), time_unit_ns); }
  double planned_arrivals() const;
  void scale_rate(double factor);

  ExecutorText described() const;
  std::string status(const ScenarioProgress& progress) const;
};

} // namespace onsale::k6
