/// A java.util.concurrent.ThreadPoolExecutor: which thread takes which task, and when.
#pragma once

#include "sim/engine/cpu/cpu.hpp"
#include "sim/engine/deadline_queue.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/engine/station.hpp"
#include "sim/engine/waiter.hpp"

#include <coroutine>
#include <cstdint>
#include <deque>
#include <string>
#include <utility>

namespace onsale::system {

/// A task that comes finds, in this order (JDK 17, ThreadPoolExecutor.execute):
///   fewer than `core` threads          a new thread begins with it, though others may idle
///   an idle thread                     that takes it, the one that has idled longest
///   room in the queue                  it waits there, first come, first served
///   fewer than `max` threads           a new thread begins with it, before those that wait
///   nothing of these                   it is turned away
/// Threads beyond `core` end when they have idled for `keep_alive`.
class ThreadPool {
public:
  struct Options {
    std::string name;
    std::uint32_t core = 1;
    std::uint32_t max = 1;
    std::uint64_t queue_capacity = 0;
    engine::Duration keep_alive{60};
    bool limited = true; ///< false: any number of threads
  };

private:
  struct Thread : engine::ListHook<engine::WaitTag> {
    explicit Thread(engine::Cpu::ProcessId process) : schedule(process) {}
    engine::Cpu::Thread schedule;
    engine::Time idle_since{};
    bool fresh = true;
  };

public:
  /// A place that a task was promised before its process began. Goes back at its end.
  class Place {
  public:
    Place() = default;
    explicit Place(ThreadPool& pool) : pool_(&pool) { ++pool.promised_; }
    Place(Place&& other) noexcept : pool_(std::exchange(other.pool_, nullptr)) {}
    Place& operator=(Place&& other) noexcept
    {
      release();
      pool_ = std::exchange(other.pool_, nullptr);
      return *this;
    }
    ~Place() { release(); }
    explicit operator bool() const { return pool_ != nullptr; }
    void release()
    {
      if (pool_ != nullptr)
        --std::exchange(pool_, nullptr)->promised_;
    }

  private:
    ThreadPool* pool_ = nullptr;
  };

  /// A thread at work on a task. Takes the next one at its end. Empty: the task was dropped.
  class Worker {
  public:
    Worker() = default;
    Worker(ThreadPool& pool, Thread& thread) : pool_(&pool), thread_(&thread) {}
    Worker(Worker&& other) noexcept : pool_(std::exchange(other.pool_, nullptr)), thread_(other.thread_) {}
    Worker& operator=(Worker&&) = delete;
    ~Worker()
    {
      if (pool_ != nullptr)
        pool_->done(*thread_);
    }
    explicit operator bool() const { return pool_ != nullptr; }
    engine::Cpu::Thread& thread() const { return thread_->schedule; }
    /// Whether the thread was started for this task.
    bool fresh() const { return thread_->fresh; }

  private:
    ThreadPool* pool_ = nullptr;
    Thread* thread_ = nullptr;
  };

  class [[nodiscard]] Task : public engine::ListHook<engine::WaitTag> {
  public:
    explicit Task(ThreadPool& pool) : pool_(pool), waiter_(pool.simulation_) {}
    Task(const Task&) = delete;
    Task& operator=(const Task&) = delete;
    ~Task();
    bool await_ready();
    void await_suspend(std::coroutine_handle<> process);
    Worker await_resume();

  private:
    friend class ThreadPool;
    ThreadPool& pool_;
    Thread* thread_ = nullptr;
    engine::Waiter waiter_;
  };

  ThreadPool(engine::Simulation& simulation, engine::Cpu::ProcessId process, Options options);
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  /// Empty: the task is turned away.
  Place admit();
  /// co_await: a Worker.
  Task begin(Place place)
  {
    place.release();
    return Task(*this);
  }
  /// The one that has waited longest will never run. @return false: none waits
  bool drop_oldest();
  /// The process is gone, and with it its threads. No task may be present.
  void restart();

  const Options& options() const { return options_; }
  std::uint64_t waiting() const { return station_.queued(); }
  const engine::Station& station() const { return station_; }

private:
  using Threads = engine::WaiterList<Thread, engine::WaitTag>;

  void done(Thread& thread);
  void end_idle_threads();
  Thread& new_thread();

  engine::Simulation& simulation_;
  engine::Cpu::ProcessId process_;
  Options options_;
  engine::Station station_;
  std::deque<Thread> threads_; // alive or ended
  Threads idle_;               // the one that has idled longest first
  Threads ended_;
  engine::WaiterList<Task, engine::WaitTag> tasks_;
  std::uint64_t promised_ = 0;
  std::uint64_t alive_ = 0;
};

} // namespace onsale::system
