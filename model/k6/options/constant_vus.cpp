#include "model/k6/options/constant_vus.hpp"

#include <fmt/format.h>

namespace onsale::k6 {

ConstantVus ConstantVus::read(config::Object& object)
{
  const auto vus = read_vus(object, "vus", "virtual users", 1, 1);
  return {vus, read_duration_ns(object, "duration", "without gracefulStop", {}, 1)};
}

ExecutorText ConstantVus::described() const
{
  return {fmt::format("{} looping VUs for {}", vus, duration_text_ns(duration_ns)), ""};
}

std::string ConstantVus::status(const ScenarioProgress& progress) const
{
  return fmt::format("{} VUs  {}", vus, regular_time(progress));
}

} // namespace onsale::k6
