#pragma once

#include "model/k6/options/executor_kind.hpp"

namespace onsale::k6 {

/// Each VU does its own number of iterations, as fast as it can.
struct PerVuIterations {
  static constexpr std::string_view name = "per-vu-iterations";

  std::int64_t vus = 1;
  std::int64_t iterations = 1; ///< of each VU
  std::int64_t max_duration_ns = 600 * second_ns;

  static PerVuIterations read(config::Object& object);
  std::unique_ptr<ExecutorRun> run(ExecutorContext context) const;

  std::int64_t regular_duration_ns() const { return max_duration_ns; }
  VuPlan required_vus(const Grace& grace) const
  {
    return constant_plan(vus, max_duration_ns + grace.cut(grace.stop_ns));
  }
  std::int64_t planned_iterations() const { return vus * iterations; }
  std::int64_t peak_vus() const { return vus; }
  void scale_vus(double factor) { vus = scaled(vus, factor); }

  ExecutorText described() const;
  std::string status(const ScenarioProgress& progress) const;
};

} // namespace onsale::k6
