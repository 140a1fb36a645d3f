#include "model/k6/options/arrival_plan.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace onsale::k6 {

ConstantArrivals::ConstantArrivals(std::int64_t rate, std::int64_t time_unit_ns, std::int64_t duration_ns)
    : period_ns_(time_unit_ns / rate), duration_ns_(duration_ns)
{
}

std::optional<std::int64_t> ConstantArrivals::next()
{
  if (due_ns_ > duration_ns_)
    return std::nullopt;
  return std::exchange(due_ns_, due_ns_ + period_ns_);
}

RampingArrivals::RampingArrivals(std::int64_t start_rate, std::int64_t time_unit_ns, Stages stages)
    : time_unit_ns_(static_cast<double>(time_unit_ns)), stages_(std::move(stages)),
      rate_to_(static_cast<double>(start_rate) / time_unit_ns_)
{
  enter_stage();
}

std::optional<std::int64_t> RampingArrivals::next()
{
  while (stage_ < stages_.size()) {
    if (iteration_ <= area_after_)
      return stage_start_ns_ + static_cast<std::int64_t>(offset_in_stage_ns(std::exchange(iteration_, iteration_ + 1)));
    stage_start_ns_ += stages_[stage_].duration_ns;
    area_before_ = area_after_;
    ++stage_;
    enter_stage();
  }
  return std::nullopt;
}

void RampingArrivals::enter_stage()
{
  if (stage_ == stages_.size())
    return;
  rate_from_ = rate_to_;
  rate_to_ = static_cast<double>(stages_[stage_].target) / time_unit_ns_;
  area_after_ =
      area_before_ + static_cast<double>(stages_[stage_].duration_ns) * ((rate_to_ - rate_from_) / 2 + rate_from_);
}

double RampingArrivals::offset_in_stage_ns(double iteration) const
{
  const auto rest = iteration - area_before_;
  if (rate_from_ == rate_to_)
    return rest / rate_to_;
  const auto duration = static_cast<double>(stages_[stage_].duration_ns);
  // Rounding can push the root of a ramp to 0 just below 0 at its very end.
  const auto root = std::max(0.0, duration * (rate_from_ * rate_from_ * duration + 2 * rest * (rate_to_ - rate_from_)));
  return (rate_from_ * duration - std::sqrt(root)) / (rate_from_ - rate_to_);
}

} // namespace onsale::k6
