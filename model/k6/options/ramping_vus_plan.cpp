#include "model/k6/options/ramping_vus_plan.hpp"

#include <algorithm>
#include <map>

namespace onsale::k6 {
namespace {

// One hour in nanoseconds times a million VUs does not fit 64 bits.
__extension__ using Wide = __int128;

std::int64_t fraction(std::int64_t duration_ns, std::int64_t part, std::int64_t whole)
{
  return static_cast<std::int64_t>(static_cast<Wide>(duration_ns) * part / whole);
}

void add_step(VuPlan& plan, std::int64_t time_ns, std::int64_t vus)
{
  if (plan.back().vus != vus)
    plan.push_back({time_ns, vus});
}

/// planned_vus() without its last step to 0, which is a release of its own kind: it obeys gracefulStop.
VuPlan staged_vus(const RampingVus& ramp)
{
  VuPlan plan{{0, ramp.start_vus}};
  std::int64_t from = ramp.start_vus;
  std::int64_t end_ns = 0;
  for (const auto& stage : ramp.stages) {
    end_ns += stage.duration_ns;
    const auto to = stage.target;
    if (stage.duration_ns == 0) {
      add_step(plan, end_ns, to);
    } else {
      for (auto vu = from + 1; vu <= to; ++vu)
        add_step(plan, end_ns - fraction(stage.duration_ns, to - vu, to - from), vu);
      for (auto vu = from; vu > to; --vu)
        add_step(plan, end_ns - fraction(stage.duration_ns, to - vu + 1, to - from), vu - 1);
    }
    from = to;
  }
  return plan;
}

/// The slots of a ramp, each with the time until which it is kept after its release.
class Reservations {
public:
  Reservations(const RampingVus& ramp, std::int64_t slots)
      : grace_ns_(ramp.graceful_ramp_down_ns), last_ns_(total_duration_ns(ramp.stages) + ramp.graceful_stop_ns),
        kept_until_ns_(static_cast<std::size_t>(slots), never)
  {
  }

  void move_to(const VuStep& step)
  {
    for (; planned_ < step.vus; ++planned_)
      start(slot(planned_), step.time_ns);
    for (; planned_ > step.vus; --planned_)
      slot(planned_ - 1) = std::min(step.time_ns + grace_ns_, last_ns_);
  }

  VuPlan finish()
  {
    for (std::int64_t i = 0; i < planned_; ++i)
      slot(i) = last_ns_;
    for (const auto until_ns : kept_until_ns_)
      if (until_ns != never)
        --change_[until_ns];
    VuPlan plan{{0, 0}};
    for (const auto& [time_ns, change] : change_)
      if (change != 0 && time_ns == 0)
        plan.back().vus += change;
      else if (change != 0)
        plan.push_back({time_ns, plan.back().vus + change});
    return plan;
  }

private:
  static constexpr std::int64_t never = -1;

  std::int64_t& slot(std::int64_t index) { return kept_until_ns_[static_cast<std::size_t>(index)]; }

  void start(std::int64_t& until_ns, std::int64_t now_ns)
  {
    if (until_ns >= now_ns)
      return; // climbed back within its grace: the same reservation goes on
    if (until_ns != never)
      --change_[until_ns];
    ++change_[now_ns];
  }

  std::int64_t grace_ns_;
  std::int64_t last_ns_;
  std::int64_t planned_ = 0;
  std::vector<std::int64_t> kept_until_ns_;
  std::map<std::int64_t, std::int64_t> change_; // time -> slots gained minus slots lost
};

} // namespace

VuPlan planned_vus(const RampingVus& ramp)
{
  auto plan = staged_vus(ramp);
  add_step(plan, total_duration_ns(ramp.stages), 0);
  return plan;
}

VuPlan reserved_vus(const RampingVus& ramp)
{
  auto plan = staged_vus(ramp);
  if (ramp.graceful_ramp_down_ns == 0) { // two jumps at one instant do cancel iterations, so no step may be merged
    add_step(plan, total_duration_ns(ramp.stages) + ramp.graceful_stop_ns, 0);
    return plan;
  }
  Reservations reservations(ramp, max_vus(plan));
  for (const auto& step : plan)
    reservations.move_to(step);
  return reservations.finish();
}

std::int64_t max_vus(const VuPlan& plan)
{
  std::int64_t most = 0;
  for (const auto& step : plan)
    most = std::max(most, step.vus);
  return most;
}

} // namespace onsale::k6
