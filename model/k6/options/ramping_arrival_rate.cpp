#include "model/k6/options/ramping_arrival_rate.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace onsale::k6 {
namespace {

double seconds(std::int64_t duration_ns)
{
  return static_cast<double>(duration_ns) / static_cast<double>(second_ns);
}

} // namespace

RampingArrivalRate RampingArrivalRate::read(config::Object& object)
{
  RampingArrivalRate result;
  result.time_unit_ns = read_time_unit_ns(object);
  result.start_rate = object.integer("startRate", {.says = "iterations started in a timeUnit at the start",
                                                   .minimum = 0,
                                                   .maximum = result.time_unit_ns,
                                                   .default_value = 0});
  result.stages =
      read_stages(object, "ramps, one after the other", "iterations a timeUnit at its end", result.time_unit_ns);
  result.vus = read_arrival_vus(object);
  return result;
}

std::int64_t RampingArrivalRate::peak_rate() const
{
  auto most = start_rate;
  for (const auto& stage : stages)
    most = std::max(most, stage.target);
  return most;
}

double RampingArrivalRate::rate_per_s(double elapsed_s) const
{
  auto from = static_cast<double>(start_rate);
  for (const auto& stage : stages) {
    const auto duration_s = seconds(stage.duration_ns);
    const auto to = static_cast<double>(stage.target);
    if (elapsed_s < duration_s)
      return per_second(from + (to - from) * elapsed_s / duration_s, time_unit_ns);
    elapsed_s -= duration_s;
    from = to;
  }
  return per_second(from, time_unit_ns);
}

/// The trapezoids under the rate.
double RampingArrivalRate::planned_arrivals() const
{
  double sum = 0;
  auto from = static_cast<double>(start_rate);
  for (const auto& stage : stages) {
    const auto to = static_cast<double>(stage.target);
    sum += per_second((from + to) / 2, time_unit_ns) * seconds(stage.duration_ns);
    from = to;
  }
  return sum;
}

void RampingArrivalRate::scale_rate(double factor)
{
  time_unit_ns *= finer_unit;
  start_rate = scaled(start_rate * finer_unit, factor);
  scale_targets(stages, factor * static_cast<double>(finer_unit));
}

ExecutorText RampingArrivalRate::described() const
{
  return {fmt::format("Up to {} iterations/s for {} over {} stages", rate_text(peak_rate(), time_unit_ns),
                      duration_text_ns(total_duration_ns(stages)), stages.size()),
          max_vus_text(vus)};
}

std::string RampingArrivalRate::status(const ScenarioProgress& progress) const
{
  return arrival_status(progress, vus, peak_rate_per_s());
}

} // namespace onsale::k6
