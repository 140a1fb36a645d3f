/// Tomcat's executor: which worker thread takes which request, and when.
#pragma once

#include "sim/engine/cpu/cpu.hpp"
#include "sim/engine/deadline_queue.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/engine/station.hpp"

#include <coroutine>
#include <cstdint>
#include <deque>
#include <string>
#include <utility>

namespace onsale::system {

/// A ThreadPoolExecutor whose tasks wait in a LinkedBlockingQueue (JDK 17; Tomcat's TaskQueue decides when a thread is
/// added: as soon as there are more tasks than threads).
///
///   task comes   more tasks than threads, and fewer threads than allowed: a new thread begins with it
///                else it is queued; only if the queue was empty, the thread that has been idle longest is told
///   told         threads that were told are woken one by one: the next when the one before has had its look
///   looks        when it has got the CPU: it takes the first task, or idles again if there is none. If more are left
///                it tells the next idle thread
///   task done    its thread has another look at once, on the CPU: most often before one that was told
///
/// So on a busy core requests wait for the CPU twice, once for a thread to be woken and then among the threads, and
/// the number of threads at work stays far below that of the requests present. `in_turn`: a task goes at once to the
/// thread that has been idle longest, and those that wait are taken first come, first served.
class TaskQueue {
public:
  struct Options {
    std::string name;
    std::uint32_t threads_max = 200;
    std::uint32_t threads_min = 10; ///< started from the beginning
    engine::Duration wake_up_cpu{}; ///< to look for a task after having been told
    bool in_turn = false;
  };

private:
  struct Thread : engine::ListHook<engine::WaitTag> {
    explicit Thread(engine::Cpu::ProcessId process) : schedule(process) {}
    engine::Cpu::Thread schedule;
    bool fresh = true;
  };

public:
  /// A thread with a task. Looks for the next task at its end.
  class Worker {
  public:
    Worker() = default;
    Worker(TaskQueue& queue, Thread& thread) : queue_(&queue), thread_(&thread) {}
    Worker(Worker&& other) noexcept : queue_(std::exchange(other.queue_, nullptr)), thread_(other.thread_) {}
    Worker& operator=(Worker&& other) noexcept
    {
      release();
      queue_ = std::exchange(other.queue_, nullptr);
      thread_ = other.thread_;
      return *this;
    }
    ~Worker() { release(); }
    void release()
    {
      if (queue_ != nullptr)
        std::exchange(queue_, nullptr)->done(*thread_);
    }
    engine::Cpu::Thread* thread() const { return queue_ != nullptr ? &thread_->schedule : nullptr; }
    /// Whether the thread was started for this task.
    bool fresh() const { return queue_ != nullptr && thread_->fresh; }

  private:
    TaskQueue* queue_ = nullptr;
    Thread* thread_ = nullptr;
  };

  class [[nodiscard]] Task : public engine::ListHook<engine::WaitTag> {
  public:
    explicit Task(TaskQueue& queue) : queue_(queue) {}
    Task(const Task&) = delete;
    Task& operator=(const Task&) = delete;
    ~Task();
    /// Where tasks are taken in turn, whoever finds a thread begins at once.
    bool await_ready() { return queue_.options_.in_turn && queue_.start_at_once(*this); }
    void await_suspend(std::coroutine_handle<> process);
    Worker await_resume();

  private:
    friend class TaskQueue;
    TaskQueue& queue_;
    Thread* thread_ = nullptr;
    std::coroutine_handle<> process_;
    std::uint64_t event_ = 0;
  };

  TaskQueue(engine::Simulation& simulation, engine::Cpu& cpu, engine::Cpu::ProcessId process, Options options);
  TaskQueue(const TaskQueue&) = delete;
  TaskQueue& operator=(const TaskQueue&) = delete;

  /// co_await: a Worker.
  Task begin() { return Task(*this); }
  /// Threads beyond a smaller limit end with their tasks.
  void resize(std::uint32_t threads_max);
  /// The process is gone; a new one has its first threads. Of the tasks only such may be present as have been answered.
  void restart();

  std::uint32_t threads_max() const { return options_.threads_max; }
  std::uint32_t threads() const { return alive_; } ///< that the process has
  std::uint64_t in_use() const { return station_.in_service(); }
  std::uint64_t waiting() const { return station_.queued(); }
  const engine::Station& station() const { return station_; }

private:
  using Threads = engine::WaiterList<Thread, engine::WaitTag>;

  bool start_at_once(Task& task);
  void offer(Task& task);
  void done(Thread& thread);
  void look(Thread& thread);
  void start(Task& task, Thread& thread);
  void tell();
  void wake_next();
  engine::Process woken(Thread& thread);
  Thread& new_thread();
  bool one_too_many() const { return alive_ > options_.threads_max; }

  engine::Simulation& simulation_;
  engine::Cpu& cpu_;
  engine::Cpu::ProcessId process_;
  Options options_;
  engine::Station station_;
  std::deque<Thread> threads_; // alive or ended
  Threads idle_;               // the one that has been idle longest first
  Threads told_;               // in the order of telling
  Threads ended_;
  engine::WaiterList<Task, engine::WaitTag> tasks_;
  std::uint32_t alive_ = 0;
  bool one_awake_ = false; // of those told, who has not looked yet
};

} // namespace onsale::system
