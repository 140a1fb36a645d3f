#include "model/system/database/deadlocks.hpp"

#include "model/system/system.hpp"
#include "model/system/work.hpp"

#include <algorithm>

namespace onsale::system {

bool Deadlocks::may_wait(Wait& wait)
{
  const auto after = system_.database->kind().deadlock_check(system_.settings);
  if (not after || wait.work.row_locks.empty())
    return true;
  waits_.push_back(wait);
  wait.number = ++numbers_;
  if (*after > engine::Duration(0)) {
    system_.simulation.spawn(look(*this, wait.number, *after));
    return true;
  }
  if (not closes_circle(wait))
    return true;
  ++found_;
  return false;
}

engine::Process Deadlocks::look(Deadlocks& deadlocks, std::uint64_t number, engine::Duration after)
{
  co_await engine::Sleep{deadlocks.system_.simulation, after};
  const auto wait = std::ranges::find(deadlocks.waits_, number, &Wait::number);
  if (wait == deadlocks.waits_.end() || not deadlocks.closes_circle(*wait))
    co_return;
  ++deadlocks.found_;
  wait->is_victim = true;
  wait->lock.give_up();
}

/// From who waits to who holds what it waits for, and on, until somebody does not wait or the beginning is back.
bool Deadlocks::closes_circle(const Wait& wait) const
{
  const Wait* at = waiting_holder_of(wait.key);
  for (std::size_t steps = 0; at != nullptr && steps < waits_.size(); ++steps) {
    if (at == &wait)
      return true;
    at = waiting_holder_of(at->key);
  }
  return false;
}

const Deadlocks::Wait* Deadlocks::waiting_holder_of(engine::KeyedLock::Key key) const
{
  const auto found = std::ranges::find_if(waits_, [&](const Wait& each) {
    return not each.is_victim &&
           std::ranges::any_of(each.work.row_locks, [&](const HeldLock& held) { return held.key == key; });
  });
  return found == waits_.end() ? nullptr : &*found;
}

} // namespace onsale::system
