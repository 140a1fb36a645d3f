/// One thread that serves whoever is ready, pass by pass: Redis, Tomcat's poller.
#pragma once

#include "sim/engine/cpu/run_queue.hpp"
#include "sim/engine/deadline_queue.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/simulation.hpp"

#include <coroutine>
#include <cstdint>

namespace onsale::system {

/// The thread sleeps in epoll_wait until something is ready. A pass takes all that is ready when it begins, costs
/// `pass_cpu` and each item's own time; what becomes ready meanwhile is for the next pass. So the busier the host, the
/// more a pass does and the less each item costs. Answers are given one by one, and whoever gets one may take the core
/// before the next is given: Redis reads and carries out all commands of a pass, then writes reply after reply
/// (handleClientsWithPendingWrites); Tomcat's poller hands one socket after the other to a worker.
class EventLoop {
public:
  struct Options {
    engine::Duration pass_cpu{};
    double answer_share = 1; ///< of an item's time: what its answer costs, after all that is ready has been read
  };

  class [[nodiscard]] Item : public engine::ListHook<engine::WaitTag> {
  public:
    Item(EventLoop& loop, engine::Duration cpu) : loop_(loop), cpu_(cpu) {}
    Item(const Item&) = delete;
    Item& operator=(const Item&) = delete;
    ~Item()
    {
      if (event_ != 0)
        loop_.simulation_.cancel(event_);
    }
    bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> process)
    {
      process_ = process;
      loop_.ready_.push_back(*this);
      loop_.wake();
    }
    void await_resume() { event_ = 0; }

  private:
    friend class EventLoop;
    EventLoop& loop_;
    engine::Duration cpu_;
    std::coroutine_handle<> process_;
    std::uint64_t event_ = 0;
  };

  EventLoop(engine::Simulation& simulation, engine::RunQueue& queue, engine::ProcessorSharing::Group process,
            Options options);
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  /// co_await: until the loop has served this item.
  Item handle(engine::Duration cpu) { return Item(*this, cpu); }
  /// Work of the next pass that nobody waits for.
  void post(engine::Duration cpu)
  {
    posted_ += cpu;
    wake();
  }

  std::uint64_t passes() const { return passes_; }
  std::uint64_t items() const { return items_; }

private:
  struct Idle {
    EventLoop& loop;
    bool await_ready() const { return not loop.ready_.empty() || loop.posted_ > engine::Duration(0); }
    void await_suspend(std::coroutine_handle<> process) { loop.sleeping_ = process; }
    void await_resume() const {}
  };
  using Items = engine::WaiterList<Item, engine::WaitTag>;

  engine::Process run();
  void wake();
  void answer(Item& item);

  engine::Simulation& simulation_;
  engine::RunQueue& queue_;
  engine::RunQueue::Thread thread_;
  Options options_;
  Items ready_;
  Items taken_; // by the present pass
  engine::Duration posted_{};
  std::coroutine_handle<> sleeping_;
  std::uint64_t passes_ = 0;
  std::uint64_t items_ = 0;
};

} // namespace onsale::system
