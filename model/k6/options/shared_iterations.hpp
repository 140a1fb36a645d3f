#pragma once

#include "model/k6/options/executor_kind.hpp"

namespace onsale::k6 {

/// All VUs together do a number of iterations, as fast as they can.
struct SharedIterations {
  static constexpr std::string_view name = "shared-iterations";

  std::int64_t vus = 1;
  std::int64_t iterations = 1; ///< of all VUs together, >= vus
  std::int64_t max_duration_ns = 600 * second_ns;

  static SharedIterations read(config::Object& object);
  /// A fault if there are fewer iterations than VUs.
  void require_an_iteration_each(const config::Object& object) const;
  std::unique_ptr<ExecutorRun> run(ExecutorContext context) const;

  std::int64_t regular_duration_ns() const { return max_duration_ns; }
  VuPlan required_vus(const Grace& grace) const
  {
    return constant_plan(vus, max_duration_ns + grace.cut(grace.stop_ns));
  }
  std::int64_t planned_iterations() const { return iterations; }
  std::int64_t peak_vus() const { return vus; }
  void scale_vus(double factor) { vus = scaled(vus, factor); }

  ExecutorText described() const;
  std::string status(const ScenarioProgress& progress) const;
};

} // namespace onsale::k6
