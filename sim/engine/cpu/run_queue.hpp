/// Linux's run queue of one core: who of the runnable threads computes, and when it has to let another go on.
#pragma once

#include "sim/engine/cpu/processor_sharing.hpp"
#include "sim/engine/simulation.hpp"

#include <coroutine>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace onsale::engine {

/// Earliest eligible virtual deadline first, for threads of equal weight (kernel 6.6 and later, kernel/sched/fair.c;
/// Stoica & Abdel-Wahab, TR-95-22, 1995). Where processor sharing gives every runnable thread its part at each moment,
/// here one computes, most often until it blocks, and all others wait for their turn. Each thread has a virtual
/// runtime v, how long it had the core; V is the mean of v over all that are in the queue.
///
///   lag       V - v: what fair shares owe the thread. Below 0 it is not eligible: it waits until V has come up.
///   deadline  v + slice, set when a thread comes and when it has used up its slice, be it that it blocks then; the
///             earliest eligible goes next.
///   blocks    with lag >= 0 it leaves, and keeps its lag until it wakes; with lag < 0 it stays in the queue as if
///             runnable until it would be chosen ("delayed dequeue"), so that blocking for a moment repays no debt.
///   wakes     v = V - lag, corrected for its own weight in V. It takes the core at once only from a thread that is
///             no longer eligible, and only if it is the one to be chosen now.
///   slice     when it is used up, the thread goes on to the next timer tick or to the next wake-up, whichever is
///             first.
///
/// So a thread that computed for d and then blocks for a moment waits until each of the n others has computed for d:
/// a round of n d. A service that is woken for little work (Redis, a poller) waits as long as they do: it gets 1/n.
///
/// The core itself is a ProcessorSharing, which serves one job at a time and measures; its freezes, quotas and speed
/// apply. It must have one core, and nobody else may use it.
class RunQueue {
public:
  struct Options {
    std::string name;
    Duration slice = std::chrono::microseconds(1400); ///< base slice 0.7 ms x (1 + log2(2 CPUs of the machine))
    Duration tick = std::chrono::milliseconds(4);     ///< CONFIG_HZ=250
    bool delayed_dequeue = true;                      ///< kernel 6.12 and later
    bool wakeup_preemption = true;
    Duration switch_cost{}; ///< CPU time to load a thread's state into the caches, at each change of threads
    /// Instead, for the first thread of each process (group) since the core was idle: meanwhile others of the machine
    /// had the core and its caches.
    Duration idle_cost{};
  };

  /// What is scheduled. Must outlive the runs that it is given, and stay where it is.
  class Thread {
  public:
    Thread() = default;
    explicit Thread(ProcessorSharing::Group group) : group_(group) {}
    Thread(const Thread&) = delete;
    Thread& operator=(const Thread&) = delete;

  private:
    friend class RunQueue;
    enum class State : std::uint8_t { asleep, delayed, queued, running, lingering, stopped };
    ProcessorSharing::Group group_ = 0;
    State state_ = State::asleep;
    std::uint32_t place_ = 0; // in RunQueue::threads_
    double runtime_s_ = 0;    // v
    double deadline_s_ = 0;
    double lag_s_ = 0; // kept while asleep
    double remaining_s_ = 0;
    std::uint64_t arrival_ = 0; // breaks ties
    std::coroutine_handle<> process_;
    std::optional<ProcessorSharing::Serve> job_;
  };

  class [[nodiscard]] Run {
  public:
    Run(RunQueue& queue, Thread& thread, Duration demand) : queue_(queue), thread_(thread), demand_(demand) {}
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;
    ~Run();
    bool await_ready() const { return demand_ <= Duration(0); }
    void await_suspend(std::coroutine_handle<> process);
    void await_resume();

  private:
    RunQueue& queue_;
    Thread& thread_;
    Duration demand_;
    bool present_ = false;
  };

  RunQueue(Simulation& simulation, ProcessorSharing& core, Options options);
  RunQueue(const RunQueue&) = delete;
  RunQueue& operator=(const RunQueue&) = delete;

  /// co_await: until the thread got `demand` of CPU time. What it asks for at the instant at which its last demand
  /// ended it gets without giving up the core; otherwise it blocked and wakes now. One run of a thread at a time.
  Run run(Thread& thread, Duration demand) { return Run(*this, thread, demand); }

  /// Stops the world: threads of this process compute no more until resume(), and who wakes meanwhile waits. One alone
  /// goes on, the one that does the work for which the others are stopped. A process is stopped once at a time.
  void stop(ProcessorSharing::Group process, const Thread& but);
  void resume(ProcessorSharing::Group process);

  /// Threads in the queue: computing, waiting for the core, and those that blocked with a debt.
  std::size_t size() const { return threads_.size(); }
  std::uint64_t switches() const { return switches_; }
  std::uint64_t preemptions() const { return preemptions_; } ///< by a wake-up or the end of a slice

private:
  double mean_runtime_s() const { return runtime_sum_s_ / static_cast<double>(threads_.size()); }
  bool eligible(const Thread& thread) const { return thread.runtime_s_ <= mean_runtime_s() + rounding_s; }

  void start(Thread& thread, double demand_s, std::coroutine_handle<> process);
  void completed(Thread& thread);
  void leave(Thread& thread);
  bool is_stopped(const Thread& thread) const;
  void halt(Thread& thread);
  void keep_lag(Thread& thread) const;
  void settle();
  void block(Thread& thread);
  void wake(Thread& thread);
  void place(Thread& thread);
  void insert(Thread& thread);
  void erase(Thread& thread);
  void charge_current();
  void add_runtime(Thread& thread, double served_s);
  bool slice_used_up(); ///< and then it has a new deadline
  void yield_if_due(const Thread* woken);
  void preempt();
  void choose_next();
  Thread* earliest_eligible();
  Duration cost_of_beginning(const Thread& thread);
  void resume_current();
  void watch_slice();
  void on_tick();

  static constexpr double rounding_s = 1e-12;

  Simulation& simulation_;
  ProcessorSharing& core_;
  Options options_;
  double slice_s_;
  std::vector<Thread*> threads_; // in the queue, in no order
  double runtime_sum_s_ = 0;
  Thread* current_ = nullptr;
  const Thread* last_ = nullptr;            // whose state the caches hold
  const Thread* woken_meanwhile_ = nullptr; // while the current thread lingered
  struct Stop {
    ProcessorSharing::Group process = 0;
    const Thread* but = nullptr;
  };
  std::vector<Stop> stops_;
  std::vector<Thread*> stopped_; // of those processes, with work to do
  bool is_idle_ = true;
  Time idle_since_{};
  std::uint64_t idle_periods_ = 1;           // of the core, so far
  std::vector<std::uint64_t> last_period_{}; // [group] the last idle period since which it has had the core
  int settle_hops_ = 0;
  std::uint64_t arrivals_ = 0;
  Timer tick_;
  Timer settle_;
  std::uint64_t switches_ = 0;
  std::uint64_t preemptions_ = 0;
};

} // namespace onsale::engine
