/// Transactions that wait for row locks of each other.
#pragma once

#include "sim/engine/deadline_queue.hpp"
#include "sim/engine/keyed_lock.hpp"
#include "sim/engine/process.hpp"

#include <cstdint>
#include <optional>

namespace onsale::system {

class System;
struct Work;

/// The graph of waits, as far as it may have a circle: of those who wait while they hold other locks. Who closes one is
/// the victim: InnoDB looks when a lock has to be waited for and takes, of transactions that have changed as much, the
/// one that asks; PostgreSQL looks when somebody has waited for deadlock_timeout, and takes that one. Costs nothing
/// where nobody waits with a lock in hand.
class Deadlocks {
public:
  /// One wait, as long as it lasts.
  class Wait : public engine::ListHook<engine::WaitTag> {
  public:
    Wait(Work& its_work, engine::KeyedLock::Key its_key, engine::KeyedLock::Acquire& its_lock)
        : work(its_work), key(its_key), lock(its_lock)
    {
    }
    Work& work;
    engine::KeyedLock::Key key;
    engine::KeyedLock::Acquire& lock;
    std::uint64_t number = 0;
    bool is_victim = false;
  };

  explicit Deadlocks(System& system) : system_(system) {}
  /// Before it waits. @return false: it would close a circle, and must not wait
  bool may_wait(Wait& wait);
  std::uint64_t found() const { return found_; }

private:
  bool closes_circle(const Wait& wait) const;
  const Wait* waiting_holder_of(engine::KeyedLock::Key key) const;
  static engine::Process look(Deadlocks& deadlocks, std::uint64_t number, engine::Duration after);

  System& system_;
  engine::WaiterList<Wait, engine::WaitTag> waits_;
  std::uint64_t numbers_ = 0;
  std::uint64_t found_ = 0;
};

} // namespace onsale::system
