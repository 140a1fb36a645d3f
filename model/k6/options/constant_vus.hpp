#pragma once

#include "model/k6/options/executor_kind.hpp"

namespace onsale::k6 {

/// All VUs begin together and loop until the duration is over.
struct ConstantVus {
  static constexpr std::string_view name = "constant-vus";

  std::int64_t vus = 1;
  std::int64_t duration_ns = 0; ///< required, >= 1 s

  static ConstantVus read(config::Object& object);
  std::unique_ptr<ExecutorRun> run(ExecutorContext context) const;

  std::int64_t regular_duration_ns() const { return duration_ns; }
  VuPlan required_vus(const Grace& grace) const { return constant_plan(vus, duration_ns + grace.cut(grace.stop_ns)); }
  VuPlan looping_vus() const { return constant_plan(vus, duration_ns); }
  std::int64_t peak_vus() const { return vus; }
  void scale_vus(double factor) { vus = scaled(vus, factor); }

  ExecutorText described() const;
  std::string status(const ScenarioProgress& progress) const;
};

} // namespace onsale::k6
