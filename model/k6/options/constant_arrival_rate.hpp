#pragma once

#include "model/k6/options/arrival_rate.hpp"

namespace onsale::k6 {

/// Iterations begin at equal distances, whatever the system does.
struct ConstantArrivalRate {
  static constexpr std::string_view name = "constant-arrival-rate";

  std::int64_t rate = 0; ///< iterations per time unit, required, >= 1
  std::int64_t time_unit_ns = second_ns;
  std::int64_t duration_ns = 0; ///< required, >= 1 s
  ArrivalVus vus;

  static ConstantArrivalRate read(config::Object& object);
  std::unique_ptr<ExecutorRun> run(ExecutorContext context) const;

  std::int64_t regular_duration_ns() const { return duration_ns; }
  VuPlan required_vus(const Grace& grace) const
  {
    return constant_plan(vus.pre_allocated, duration_ns + grace.cut(grace.stop_ns));
  }
  const ArrivalVus& arrival_vus() const { return vus; }
  double rate_per_s(double /*elapsed_s*/) const { return per_second(static_cast<double>(rate), time_unit_ns); }
  double peak_rate_per_s() const { return rate_per_s(0); }
  double planned_arrivals() const;
  void scale_rate(double factor);

  ExecutorText described() const;
  std::string status(const ScenarioProgress& progress) const;
};

} // namespace onsale::k6
