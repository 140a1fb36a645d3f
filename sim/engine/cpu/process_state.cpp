#include "sim/engine/cpu/process_state.hpp"

#include <algorithm>
#include <utility>

namespace onsale::engine {

Cpu::ProcessState::ProcessState(Cpu& its_cpu, std::string name)
    : cpu(its_cpu), exhausted([](void* self) { static_cast<ProcessState*>(self)->on_exhausted(); }, this),
      period_end([](void* self) { static_cast<ProcessState*>(self)->on_period_end(); }, this)
{
  use.name = std::move(name);
}

bool Cpu::ProcessState::is_exempt(const Thread& thread) const
{
  return not thread.stops() || std::ranges::all_of(stops, [&](const Thread* but) { return but == &thread; });
}

void Cpu::ProcessState::on_exhausted()
{
  cpu.complete_due(); // who ends with the last of the quota has not to wait for the next
  if (quota_s <= 0 || throttled || cpu.simulation_.now() < exhausted_at())
    return; // taken away, or fewer threads ran than foreseen: then the timer is armed anew
  throttled_since = cpu.simulation_.now();
  throttled = true;
  cpu.halt(*this);
  cpu.rearm();
}

void Cpu::ProcessState::on_period_end()
{
  cpu.advance();
  consumed_s = 0;
  if (throttled) {
    use.throttled_s += in_seconds(cpu.simulation_.now() - throttled_since);
    throttled = false;
    cpu.release(*this);
  }
  if (quota_s > 0 && use.resident > 0)
    cpu.simulation_.arm(period_end, cpu.simulation_.now() + period);
  cpu.rearm();
}

Time Cpu::ProcessState::exhausted_at() const
{
  const double left_s = std::max(0.0, quota_s - consumed_s);
  return cpu.simulation_.now() + Duration(left_s > 0 ? left_s / cpu.rate_of(*this) : 0);
}

} // namespace onsale::engine
