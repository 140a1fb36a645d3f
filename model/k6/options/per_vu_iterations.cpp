#include "model/k6/options/per_vu_iterations.hpp"

#include <fmt/format.h>

namespace onsale::k6 {

PerVuIterations PerVuIterations::read(config::Object& object)
{
  PerVuIterations result;
  result.vus = read_vus(object, "vus", "virtual users", 1, 1);
  result.iterations = object.integer(
      "iterations", {.says = "of each virtual user (per-vu-iterations)", .minimum = 1, .default_value = 1});
  result.max_duration_ns = read_duration_ns(object, "maxDuration", "after which what is left is not run", 600, 1);
  return result;
}

ExecutorText PerVuIterations::described() const
{
  return {fmt::format("{} iterations for each of {} VUs", iterations, vus),
          "maxDuration: " + duration_text_ns(max_duration_ns)};
}

std::string PerVuIterations::status(const ScenarioProgress& progress) const
{
  const auto planned = planned_iterations();
  return fmt::format("{} VUs  {}  {} iters, {} per VU", vus, limited_time(progress),
                     part_of(static_cast<std::int64_t>(progress.complete), planned, planned), iterations);
}

} // namespace onsale::k6
