/// One thread that serves whoever is ready, pass by pass: Redis, Tomcat's poller.
#pragma once

#include "sim/engine/cpu/cpu.hpp"
#include "sim/engine/deadline_queue.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/station.hpp"
#include "sim/engine/waiter.hpp"

#include <coroutine>
#include <cstdint>
#include <string>

namespace onsale::engine {

/// The thread sleeps in epoll_wait until something is ready. A pass takes all that is ready when it begins, costs
/// `pass_cpu` and each item's own time; what becomes ready meanwhile is for the next pass. So the busier the host, the
/// more a pass does and the less each item costs. Answers are given one by one, and whoever gets one may take the core
/// before the next is given: Redis reads and carries out all commands of a pass, then writes reply after reply
/// (handleClientsWithPendingWrites); Tomcat's poller hands one socket after the other to a worker.
class EventLoop {
public:
  struct Options {
    std::string name;
    Duration pass_cpu{};
    double answer_share = 1; ///< of an item's time: what its answer costs, after all that is ready has been read
  };

  class [[nodiscard]] Item : public ListHook<WaitTag> {
  public:
    Item(EventLoop& loop, Duration cpu) : loop_(loop), cpu_(cpu), waiter_(loop.simulation_) {}
    Item(const Item&) = delete;
    Item& operator=(const Item&) = delete;
    ~Item()
    {
      if (is_linked())
        loop_.abandon(*this);
    }
    bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> process)
    {
      waiter_.wait(process);
      loop_.add(*this);
    }
    void await_resume() { waiter_.woken(); }

  private:
    friend class EventLoop;
    EventLoop& loop_;
    Duration cpu_;
    Waiter waiter_;
  };

  EventLoop(Simulation& simulation, Cpu& cpu, Cpu::ProcessId process, Options options);
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  /// co_await: until the loop has served this item.
  Item handle(Duration cpu) { return Item(*this, cpu); }
  /// Work of the next pass that nobody waits for.
  void post(Duration cpu)
  {
    posted_ += cpu;
    wake();
  }

  std::uint64_t passes() const { return passes_; }
  std::uint64_t items() const { return items_; }
  /// Of items, one thread: the first of those that a pass has taken is in service, until it is answered.
  const Station& station() const { return station_; }

private:
  struct Idle {
    EventLoop& loop;
    bool await_ready() const { return not loop.ready_.empty() || loop.posted_ > Duration(0); }
    void await_suspend(std::coroutine_handle<> process) { loop.sleeping_ = process; }
    void await_resume() const {}
  };
  using Items = WaiterList<Item, WaitTag>;

  Process run();
  void wake();
  void add(Item& item);
  void abandon(Item& item);
  void serve_next();
  void answer(Item& item);

  Simulation& simulation_;
  Cpu& cpu_;
  Cpu::Thread thread_;
  Options options_;
  Station station_;
  Items ready_;
  Items taken_; // by the present pass
  const Item* in_service_ = nullptr;
  Duration posted_{};
  std::coroutine_handle<> sleeping_;
  std::uint64_t passes_ = 0;
  std::uint64_t items_ = 0;
};

} // namespace onsale::engine
