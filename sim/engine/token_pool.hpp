/// A pool of equal tokens (worker threads, connections): first come, first served, with deadline and live resize.
#pragma once

#include "sim/engine/deadline_queue.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/engine/station.hpp"
#include "sim/engine/waiter.hpp"

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
    bool last_come_first = false; ///< who waits is a stack: the last to come is next
    bool told_one_by_one = false; ///< contenders: see Contender
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
          patience_(patience), waiter_(pool.simulation_)
    {
    }
    Acquire(const Acquire&) = delete;
    Acquire& operator=(const Acquire&) = delete;
    ~Acquire();

    bool await_ready()
    {
      if (not pool_.free_now())
        return false;
      ++pool_.in_use_;
      pool_.station_.arrive_and_start(pool_.simulation_.now());
      state_ = State::granted;
      return true;
    }
    void await_suspend(std::coroutine_handle<> process);
    Guard await_resume()
    {
      waiter_.woken();
      return std::exchange(state_, State::taken) == State::granted ? Guard(pool_) : Guard();
    }

  private:
    friend class TokenPool;
    enum class State : std::uint8_t { fresh, waiting, granted, expired, taken };
    void expired();

    TokenPool& pool_;
    Duration patience_;
    Waiter waiter_;
    State state_ = State::fresh;
  };

  /// One thread's wait for a token that goes to whoever takes it first: a token that comes back is free for all, and
  /// the first in the queue is only told to look. Until it looks (its thread must get the CPU first) a newcomer may
  /// have taken the token; then it waits again, behind all others. So do the waiters of Java's blocking queues (the
  /// lock of ArrayBlockingQueue and LinkedBlockingDeque admits newcomers) and of HikariCP's ConcurrentBag.
  ///
  /// told_one_by_one: as behind the one lock of such a queue. A token that comes back moves the first of those who wait
  /// to the queue of the lock, which wakes only its head; the next is woken when that one has had its look, got it or
  /// not. Where a woken thread waits long for the CPU, those behind it wait for all these times together, while
  /// newcomers, who need no waking, take the tokens: java.util.concurrent.locks.AbstractQueuedSynchronizer (JDK 17),
  /// ConditionObject.signal, signalNext.
  ///
  ///   waits --a token comes back--> told, in line --the one before has looked--> awake --CPU--> looks: takes or waits
  ///
  ///   TokenPool::Contender contender(pool);
  ///   while (not contender.try_take(guard) && now < deadline) {
  ///     co_await contender.turn(deadline);
  ///     co_await cpu...
  ///   }
  class Contender : public ListHook<WaitTag> {
  public:
    explicit Contender(TokenPool& pool) : pool_(pool), waiter_(pool.simulation_) {}
    Contender(const Contender&) = delete;
    Contender& operator=(const Contender&) = delete;
    ~Contender();

    /// @return whether `guard` has a token now
    bool try_take(Guard& guard);

    struct [[nodiscard]] Turn {
      Contender& contender;
      Time deadline;
      bool await_ready() const { return false; }
      void await_suspend(std::coroutine_handle<> process) { contender.wait(process, deadline); }
      void await_resume() { contender.looks(); }
    };
    /// co_await: until told to look, or the deadline.
    Turn turn(Time deadline) { return {*this, deadline}; }

  private:
    friend class TokenPool;
    enum class State : std::uint8_t { looking, waiting, in_line, awake };
    void wait(std::coroutine_handle<> process, Time deadline);
    void tell();
    void looks();
    void pass_on();

    TokenPool& pool_;
    Waiter waiter_;        // for being told, or for the deadline
    bool counted_ = false; // as one that waits
    State state_ = State::looking;
  };

  TokenPool(Simulation& simulation, Options options)
      : simulation_(simulation), station_(std::move(options.name), options.capacity), capacity_(options.capacity),
        last_come_first_(options.last_come_first), told_one_by_one_(options.told_one_by_one)
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
  void tell_contender();
  void wake_first_in_line();
  bool free_now() const { return in_use_ < capacity_ && waiters_.empty(); }

  Simulation& simulation_;
  Station station_;
  std::uint32_t capacity_;
  bool last_come_first_;
  bool told_one_by_one_;
  std::uint32_t in_use_ = 0;
  WaiterList<Acquire, WaitTag> waiters_;
  WaiterList<Contender, WaitTag> contenders_;
  WaiterList<Contender, WaitTag> line_; // of those who were told, one by one
  bool one_awake_ = false;              // of the line, who has not looked yet
};

} // namespace onsale::engine
