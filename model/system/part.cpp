#include "model/system/part.hpp"

#include "model/system/system.hpp"

namespace onsale::system {
namespace {

engine::Task<> carry_out(const std::function<void(System&)>& effect, System& system, engine::Duration takes)
{
  if (takes > engine::Duration(0))
    co_await engine::Sleep{system.simulation, takes};
  effect(system);
}

template <class Kind> std::vector<const Kind*> all_of(std::vector<const Kind*> PartKind::*kinds)
{
  std::vector<const Kind*> all;
  for (const PartKind* part : parts())
    all.insert(all.end(), (part->*kinds).begin(), (part->*kinds).end());
  return all;
}

} // namespace

ActionEffect at_once(std::function<void(System& system)> effect)
{
  return
      [effect = std::move(effect)](System& system, engine::Duration takes) { return carry_out(effect, system, takes); };
}

std::vector<Resource> resources(const SystemOptions& options)
{
  std::vector<Resource> all;
  for (const PartKind* part : parts())
    if (part->resources != nullptr)
      part->resources(options, all);
  return all;
}

std::vector<const FaultKind*> fault_kinds()
{
  return all_of(&PartKind::faults);
}

std::vector<const ActionKind*> action_kinds()
{
  return all_of(&PartKind::actions);
}

std::vector<const MetricKind*> metric_kinds()
{
  return all_of(&PartKind::metrics);
}

std::vector<const CauseKind*> cause_kinds()
{
  return all_of(&PartKind::causes);
}

} // namespace onsale::system
