/// Exclusive locks by key (table rows, user locks): first come, first served, with deadline and try.
#pragma once

#include "sim/engine/deadline_queue.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/engine/station.hpp"
#include "sim/engine/waiter.hpp"

#include <coroutine>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace onsale::engine {

/// Discipline: each key is granted in order of asking. A grant and a deadline at the same instant: the one scheduled
/// first wins. A key that nobody holds takes no memory; held keys live in an open-addressing table that only grows.
class KeyedLock {
public:
  using Key = std::uint64_t;

  class Guard {
  public:
    Guard() = default;
    Guard(KeyedLock& lock, Key key) : lock_(&lock), key_(key) {}
    Guard(Guard&& other) noexcept : lock_(std::exchange(other.lock_, nullptr)), key_(other.key_) {}
    Guard& operator=(Guard&& other) noexcept
    {
      if (this != &other) {
        release();
        lock_ = std::exchange(other.lock_, nullptr);
        key_ = other.key_;
      }
      return *this;
    }
    ~Guard() { release(); }
    explicit operator bool() const { return lock_ != nullptr; }
    void release()
    {
      if (lock_ != nullptr)
        std::exchange(lock_, nullptr)->give_back(key_);
    }

  private:
    KeyedLock* lock_ = nullptr;
    Key key_ = 0;
  };

  class [[nodiscard]] Acquire : public ListHook<WaitTag>, public DeadlineNode {
  public:
    Acquire(KeyedLock& lock, Key key, Duration patience)
        : DeadlineNode([](DeadlineNode& node) { static_cast<Acquire&>(node).expired(); }), lock_(lock), key_(key),
          patience_(patience), waiter_(lock.simulation_)
    {
    }
    Acquire(const Acquire&) = delete;
    Acquire& operator=(const Acquire&) = delete;
    ~Acquire();
    bool await_ready();
    void await_suspend(std::coroutine_handle<> process);
    Guard await_resume();
    /// Somebody else ends the wait, as if its patience had passed. @pre it waits
    void give_up();

  private:
    friend class KeyedLock;
    enum class State : std::uint8_t { fresh, waiting, granted, expired, taken };
    void expired();

    KeyedLock& lock_;
    Key key_;
    Duration patience_;
    Waiter waiter_;
    State state_ = State::fresh;
  };

  KeyedLock(Simulation& simulation, std::string name);
  KeyedLock(const KeyedLock&) = delete;
  KeyedLock& operator=(const KeyedLock&) = delete;
  ~KeyedLock();

  /// co_await: a Guard, empty when `patience` passed first.
  Acquire acquire(Key key, Duration patience = forever) { return Acquire(*this, key, patience); }
  /// A Guard, empty when the key is held at this instant.
  Guard try_acquire(Key key);

  bool held(Key key) const { return find(key) != nullptr; }
  std::size_t held_keys() const { return held_; }
  std::uint64_t waiting() const { return station_.queued(); }
  /// How many wait for this key now.
  std::size_t waiting(Key key) const;
  /// in_service counts keys held: busy_s / elapsed_s is the mean number of held keys.
  Station& station() { return station_; }
  const Station& station() const { return station_; }

private:
  using Waiters = WaiterList<Acquire, WaitTag>;
  struct Slot {
    Key key = 0;
    bool used = false;
    Waiters* waiters = nullptr; // only when somebody waits or waited; recycled
  };

  void give_back(Key key);
  Slot* find(Key key);
  const Slot* find(Key key) const { return const_cast<KeyedLock*>(this)->find(key); }
  void insert(Key key);
  void erase(Slot& slot);
  void grow();
  std::size_t home(Key key) const;
  Waiters* new_waiters();

  Simulation& simulation_;
  Station station_;
  std::vector<Slot> slots_;
  std::size_t held_ = 0;
  std::vector<Waiters*> spare_waiters_;
  std::vector<std::unique_ptr<Waiters>> all_waiters_;
};

} // namespace onsale::engine
