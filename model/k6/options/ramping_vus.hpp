#pragma once

#include "model/k6/options/executor_kind.hpp"

namespace onsale::k6 {

/// VUs that loop, more or fewer of them from stage to stage; when they start and stop says ramping_vus_plan.hpp.
struct RampingVus {
  static constexpr std::string_view name = "ramping-vus";

  std::int64_t start_vus = 1;
  Stages stages;
  std::int64_t graceful_ramp_down_ns = 30 * second_ns;

  static RampingVus read(config::Object& object);
  /// A fault if there is never any VU.
  void require_some_vus(const config::Object& object) const;
  std::unique_ptr<ExecutorRun> run(ExecutorContext context) const;

  std::int64_t regular_duration_ns() const { return total_duration_ns(stages); }
  VuPlan required_vus(const Grace& grace) const;
  VuPlan looping_vus() const;
  std::int64_t peak_vus() const;
  void scale_vus(double factor);

  ExecutorText described() const;
  std::string status(const ScenarioProgress& progress) const;
};

} // namespace onsale::k6
