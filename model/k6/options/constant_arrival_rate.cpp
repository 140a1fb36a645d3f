#include "model/k6/options/constant_arrival_rate.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace onsale::k6 {

ConstantArrivalRate ConstantArrivalRate::read(config::Object& object)
{
  ConstantArrivalRate result;
  result.time_unit_ns = read_time_unit_ns(object);
  // Beyond one iteration a nanosecond the period would truncate to 0.
  result.rate = std::max<std::int64_t>(
      1, object.integer("rate",
                        {.says = "iterations started in each timeUnit", .minimum = 1, .maximum = result.time_unit_ns}));
  result.duration_ns = read_duration_ns(object, "duration", "without gracefulStop", {}, 1);
  result.vus = read_arrival_vus(object);
  return result;
}

double ConstantArrivalRate::planned_arrivals() const
{
  return static_cast<double>(rate) * static_cast<double>(duration_ns) / static_cast<double>(time_unit_ns);
}

void ConstantArrivalRate::scale_rate(double factor)
{
  time_unit_ns *= finer_unit;
  rate = scaled(rate * finer_unit, factor);
}

ExecutorText ConstantArrivalRate::described() const
{
  return {fmt::format("{} iterations/s for {}", rate_text(rate, time_unit_ns), duration_text_ns(duration_ns)),
          max_vus_text(vus)};
}

std::string ConstantArrivalRate::status(const ScenarioProgress& progress) const
{
  return arrival_status(progress, vus, peak_rate_per_s());
}

} // namespace onsale::k6
