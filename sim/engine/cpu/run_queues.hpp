/// Linux's run queues: who of the runnable threads computes, and when it has to let another go on.
#pragma once

#include "sim/engine/cpu/cpu.hpp"

#include <cstdint>
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
/// A thread keeps the core between runs of one instant: what it asks for when its last run has ended it gets without
/// giving up the core; otherwise it blocked then, and wakes when it asks.
class RunQueues final : public Cpu {
public:
  /// @throws std::invalid_argument unless the capacity is one core
  RunQueues(Simulation& simulation, const CpuOptions& options);
  ~RunQueues() override;

  /// Threads in the queue: computing, waiting for the core, and those that blocked with a debt.
  std::size_t size() const { return threads_.size(); }
  std::uint64_t switches() const { return switches_; }
  std::uint64_t preemptions() const { return preemptions_; } ///< by a wake-up or the end of a slice

private:
  enum class State : std::uint8_t { asleep, delayed, queued, running, lingering, stopped };
  struct Entity final : ThreadState {
    explicit Entity(RunQueues& its_queues, ProcessId its_process) : queues(its_queues), process(its_process) {}
    ~Entity() override { queues.forget(*this); }
    RunQueues& queues;
    ProcessId process;
    State state = State::asleep;
    std::uint32_t place = 0; // in threads_
    double runtime_s = 0;    // v
    double deadline_s = 0;
    double lag_s = 0;          // kept while asleep
    std::uint64_t arrival = 0; // breaks ties
    Run* run = nullptr;
  };
  /// What the core does for the current thread.
  enum class Work : std::uint8_t { none, computing, done };

  void start(Run& run) override;
  void told(Run& run) override;
  void leave(Run& run) override;
  void advance() override;
  void complete_due() override;
  void halt(ProcessState& process) override;
  void release(ProcessState& process) override;
  void refit() override;
  void rearm() override;
  double rate_of(const ProcessState& process) const override;
  double served_present_s(Time now) const override;

  double mean_runtime_s() const { return runtime_sum_s_ / static_cast<double>(threads_.size()); }
  bool eligible(const Entity& thread) const { return thread.runtime_s <= mean_runtime_s() + rounding_s; }

  Entity& entity_of(Thread& thread);
  void forget(Entity& thread);
  void halt(Entity& thread);
  void settle();
  void keep_lag(Entity& thread) const;
  void block(Entity& thread);
  void wake(Entity& thread);
  void place(Entity& thread);
  void insert(Entity& thread);
  void erase(Entity& thread);
  void begin_work();
  void end_work();
  double left_s() const;
  void charge_current();
  void add_runtime(Entity& thread, double served_s);
  bool slice_used_up(); ///< and then it has a new deadline
  void yield_if_due(const Entity* woken);
  void preempt();
  void choose_next();
  Entity* earliest_eligible();
  Duration cost_of_beginning(const Entity& thread);
  void watch_slice();
  void on_tick();

  static constexpr double rounding_s = 1e-12;

  RunQueueOptions options_;
  double slice_s_;
  std::vector<Entity*> threads_; // in the queue, in no order
  double runtime_sum_s_ = 0;
  Entity* current_ = nullptr;
  Work work_ = Work::none;
  double attained_s_ = 0;                   // by the current thread since it has the core
  double wanted_s_ = 0;                     // by the current thread when it got the core
  const Entity* last_ = nullptr;            // whose state the caches hold
  const Entity* woken_meanwhile_ = nullptr; // while the current thread lingered
  bool is_idle_ = true;
  Time idle_since_{};
  std::uint64_t idle_periods_ = 1;           // of the core, so far
  std::vector<std::uint64_t> last_period_{}; // [process] the last idle period since which it has had the core
  int settle_hops_ = 0;
  std::uint64_t arrivals_ = 0;
  Timer done_;
  Timer tick_;
  Timer settle_;
  std::uint64_t switches_ = 0;
  std::uint64_t preemptions_ = 0;
};

} // namespace onsale::engine
