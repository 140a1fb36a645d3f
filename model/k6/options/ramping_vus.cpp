#include "model/k6/options/ramping_vus.hpp"

#include "model/k6/options/ramping_vus_plan.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace onsale::k6 {

RampingVus RampingVus::read(config::Object& object)
{
  RampingVus ramp;
  ramp.start_vus = read_vus(object, "startVUs", "virtual users at the start", 0, 1);
  ramp.stages = read_stages(object, "ramps, one after the other", "virtual users at its end");
  ramp.graceful_ramp_down_ns =
      read_duration_ns(object, "gracefulRampDown", "for iterations of virtual users that a ramp takes away", 30);
  ramp.require_some_vus(object);
  return ramp;
}

void RampingVus::require_some_vus(const config::Object& object) const
{
  const auto is_zero = [](const Stage& stage) { return stage.target == 0; };
  if (start_vus == 0 and not stages.empty() and std::ranges::all_of(stages, is_zero))
    object.fault("either startVUs or one of the stages' target values must be greater than 0");
}

VuPlan RampingVus::required_vus(const Grace& grace) const
{
  RampingVus cut = *this;
  cut.graceful_ramp_down_ns = grace.cut(graceful_ramp_down_ns);
  return reserved_vus(cut, grace.cut(grace.stop_ns));
}

VuPlan RampingVus::looping_vus() const
{
  return planned_vus(*this);
}

std::int64_t RampingVus::peak_vus() const
{
  std::int64_t most = start_vus;
  for (const auto& stage : stages)
    most = std::max(most, stage.target);
  return most;
}

void RampingVus::scale_vus(double factor)
{
  if (start_vus > 1) // 1 is k6's default, also where nobody wrote it
    start_vus = scaled(start_vus, factor);
  scale_targets(stages, factor);
}

ExecutorText RampingVus::described() const
{
  return {fmt::format("Up to {} looping VUs for {} over {} stages", peak_vus(),
                      duration_text_ns(total_duration_ns(stages)), stages.size()),
          "gracefulRampDown: " + duration_text_ns(graceful_ramp_down_ns)};
}

std::string RampingVus::status(const ScenarioProgress& progress) const
{
  const auto all = progress.vus_allocated;
  return fmt::format("{} VUs  {}", part_of(progress.vus_active, all, all), regular_time(progress));
}

} // namespace onsale::k6
