#include "model/k6/options/shared_iterations.hpp"

#include <fmt/format.h>

namespace onsale::k6 {

SharedIterations SharedIterations::read(config::Object& object)
{
  SharedIterations result;
  result.vus = read_vus(object, "vus", "virtual users", 1, 1);
  result.iterations =
      object.integer("iterations", {.says = "of all together (shared-iterations)", .minimum = 1, .default_value = 1});
  result.max_duration_ns = read_duration_ns(object, "maxDuration", "after which what is left is not run", 600, 1);
  result.require_an_iteration_each(object);
  return result;
}

void SharedIterations::require_an_iteration_each(const config::Object& object) const
{
  if (iterations < vus)
    object.fault(
        fmt::format("the number of iterations ({}) can't be less than the number of VUs ({})", iterations, vus));
}

ExecutorText SharedIterations::described() const
{
  return {fmt::format("{} iterations shared among {} VUs", iterations, vus),
          "maxDuration: " + duration_text_ns(max_duration_ns)};
}

std::string SharedIterations::status(const ScenarioProgress& progress) const
{
  return fmt::format("{} VUs  {}  {} shared iters", vus, limited_time(progress),
                     part_of(static_cast<std::int64_t>(progress.complete), iterations, iterations));
}

} // namespace onsale::k6
