#include "model/k6/options/ramping_vus_plan.hpp"

#include <algorithm>
#include <vector>

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

/// [step] the first later one with at least as many slots as there were before the step; plan.size() if there is none.
std::vector<std::size_t> returns_of(const VuPlan& plan)
{
  std::vector<std::size_t> returns(plan.size(), plan.size());
  std::vector<std::size_t> waiting; // steps whose count before has not come back, the lowest count last
  for (std::size_t i = 1; i < plan.size(); ++i) {
    while (not waiting.empty() && plan[waiting.back() - 1].vus <= plan[i].vus) {
      returns[waiting.back()] = i;
      waiting.pop_back();
    }
    if (plan[i].vus < plan[i - 1].vus)
      waiting.push_back(i);
  }
  return returns;
}

/// Of steps in one direction at one time the last alone matters.
void add_reserved(VuPlan& plan, std::int64_t time_ns, std::int64_t vus)
{
  time_ns = std::max(time_ns, plan.back().time_ns); // steps are taken in order, at the earliest when they are due
  if (plan.back().vus == vus)
    return;
  const bool same_time = plan.back().time_ns == time_ns;
  if (same_time && plan.size() == 1)
    plan.back().vus = std::max(plan.back().vus, vus);
  else if (same_time && (plan.back().vus < plan[plan.size() - 2].vus) == (vus < plan.back().vus))
    plan.back().vus = vus;
  else
    plan.push_back({time_ns, vus});
}

} // namespace

VuPlan planned_vus(const RampingVus& ramp)
{
  auto plan = staged_vus(ramp);
  add_step(plan, total_duration_ns(ramp.stages), 0);
  return plan;
}

VuPlan reserved_vus(const RampingVus& ramp, std::int64_t graceful_stop_ns)
{
  const auto plan = staged_vus(ramp);
  const auto last_ns = total_duration_ns(ramp.stages) + graceful_stop_ns;
  if (ramp.graceful_ramp_down_ns == 0) { // two jumps at one instant do cancel iterations, so no step may be merged
    auto reserved = plan;
    add_step(reserved, last_ns, 0);
    return reserved;
  }
  const auto returns = returns_of(plan);
  VuPlan reserved{plan.front()};
  for (std::size_t i = 1; i < plan.size(); ++i) {
    const auto& [time_ns, vus] = plan[i];
    const auto kept_until_ns = time_ns + ramp.graceful_ramp_down_ns;
    if (vus > plan[i - 1].vus)
      add_reserved(reserved, time_ns, vus);
    else if (returns[i] < plan.size() && plan[returns[i]].time_ns <= kept_until_ns)
      i = returns[i] - 1; // as if nothing had happened
    else
      add_reserved(reserved, std::min(kept_until_ns, last_ns), vus);
  }
  add_reserved(reserved, last_ns, 0);
  return reserved;
}

} // namespace onsale::k6
