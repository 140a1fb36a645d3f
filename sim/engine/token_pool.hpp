/// A pool of equal tokens (worker threads, connections): first come, first served, with deadline and live resize.
#pragma once

#include "sim/engine/deadline_queue.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/engine/station.hpp"

#include <coroutine>
#include <cstdint>
#include <string>
#include <utility>

namespace onsale::engine {

/// Discipline: a token is granted only when nobody waits or to the head of the queue; nobody overtakes.
/// A grant and a deadline at the same instant: the one that was scheduled first wins, and the other does not happen.
/// Shrinking takes tokens away as they come back; growing grants at once.
class TokenPool {
public:
  struct Options {
    std::string name;
    std::uint32_t capacity = 1;
  };

  /// Holds one token, or none when the wait ended without one. Gives it back at its end.
  class Guard {
  public:
    Guard() = default;
    explicit Guard(TokenPool& pool) : pool_(&pool) {}
    Guard(Guard&& other) noexcept : pool_(std::exchange(other.pool_, nullptr)) {}
    Guard& operator=(Guard&& other) noexcept
    {
      if (this != &other) {
        release();
        pool_ = std::exchange(other.pool_, nullptr);
      }
      return *this;
    }
    ~Guard() { release(); }
    explicit operator bool() const { return pool_ != nullptr; }
    void release()
    {
      if (pool_ != nullptr)
        std::exchange(pool_, nullptr)->give_back();
    }

  private:
    TokenPool* pool_ = nullptr;
  };

  class [[nodiscard]] Acquire : public ListHook<WaitTag>, public DeadlineNode {
  public:
    Acquire(TokenPool& pool, Duration patience)
        : DeadlineNode([](DeadlineNode& node) { static_cast<Acquire&>(node).expired(); }), pool_(pool),
          patience_(patience)
    {
    }
    Acquire(const Acquire&) = delete;
    Acquire& operator=(const Acquire&) = delete;
    ~Acquire();

    bool await_ready();
    void await_suspend(std::coroutine_handle<> process);
    Guard await_resume();

  private:
    friend class TokenPool;
    enum class State : std::uint8_t { fresh, waiting, granted, expired, taken };
    void expired();

    TokenPool& pool_;
    Duration patience_;
    std::coroutine_handle<> process_;
    std::uint64_t event_ = 0;
    State state_ = State::fresh;
  };

  TokenPool(Simulation& simulation, Options options)
      : simulation_(simulation), station_(std::move(options.name), options.capacity), capacity_(options.capacity)
  {
  }
  TokenPool(const TokenPool&) = delete;
  TokenPool& operator=(const TokenPool&) = delete;

  /// co_await: a Guard, empty when `patience` passed first.
  Acquire acquire(Duration patience = forever) { return Acquire(*this, patience); }
  /// A Guard, empty when no token is free at this instant.
  Guard try_acquire();
  void resize(std::uint32_t capacity);

  std::uint32_t capacity() const { return capacity_; }
  std::uint32_t in_use() const { return in_use_; }
  std::uint64_t waiting() const { return station_.queued(); }
  Station& station() { return station_; }
  const Station& station() const { return station_; }

private:
  void give_back();
  void grant_waiters();
  bool free_now() const { return in_use_ < capacity_ && waiters_.empty(); }

  Simulation& simulation_;
  Station station_;
  std::uint32_t capacity_;
  std::uint32_t in_use_ = 0;
  WaiterList<Acquire, WaitTag> waiters_;
};

} // namespace onsale::engine
