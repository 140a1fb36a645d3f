/// One core with its queue, as Linux's fair class schedules it.
#pragma once

#include "sim/engine/cpu/deadline_tree.hpp"
#include "sim/engine/cpu/load_average.hpp"
#include "sim/engine/cpu/run_queues.hpp"

#include <cstdint>
#include <vector>

namespace onsale::engine {

enum class RunState : std::uint8_t { asleep, delayed, queued, running, lingering, stopped };

/// A thread as the run queues see it.
struct RunQueues::Entity final : ThreadState, DeadlineTreeNode {
  Entity(RunQueues& its_queues, ProcessId its_process) : queues(its_queues), process(its_process) {}
  ~Entity() override { queues.forget(*this); }

  bool wants_cpu() const { return state == RunState::queued || state == RunState::running; }

  RunQueues& queues;
  ProcessId process;
  RunState state = RunState::asleep;
  std::uint32_t place = 0;      // in Core::threads
  Core* core = nullptr;         // whose queue it is in, or was last
  const Core* ran_on = nullptr; // last
  double lag_s = 0;             // kept while asleep
  Run* run = nullptr;
  Time ran_at{-forever}; // when it last had a core
  Time queued_at{};      // when it last came into the queue or got the core: who has waited longest is moved first
  LoadAverage load;      // the part of time in which it wants CPU
};

class RunQueues::Core {
public:
  Core(RunQueues& queues, std::uint32_t number);
  Core(const Core&) = delete;
  Core& operator=(const Core&) = delete;

  std::uint32_t number() const { return number_; }
  bool idle() const { return threads_.empty(); }
  bool computes() const { return work_ == Work::computing; }
  /// Threads in the queue: computing, waiting for the core, and those that blocked with a debt.
  const std::vector<Entity*>& threads() const { return threads_; }
  /// Of them, those that want CPU.
  std::uint32_t runnable() const { return runnable_; }
  double load(Time now)
  {
    load_.up_to(now, runnable_);
    return load_.value();
  }
  double rate() const { return rate_; }
  Entity* current() const { return current_; }
  std::uint64_t switches() const { return switches_; }
  std::uint64_t preemptions() const { return preemptions_; }
  /// CPU time that runs of its current thread had since they were last charged.
  double served_uncharged_s(Time now) const;

  /// A thread comes that wants CPU; of a thread that blocked in debt, the same.
  void wake(Entity& thread);
  /// The current thread wants more CPU at the instant at which it had what it wanted.
  void go_on();
  /// The current thread has had what it wanted, and lingers.
  void told(Entity& thread);
  /// Out of the queue for good, and what was owed is forgotten: its process is ended.
  void remove(Entity& thread);
  /// Out of the queue until its process goes on; it keeps its lag.
  void halt(Entity& thread);
  /// Back into the queue, many at once; then begin().
  void enqueue(Entity& thread);
  void begin();
  /// A waiting thread goes to another core's queue; it keeps its lag and what is left to its deadline. Then look_at()
  /// it there.
  void move(Entity& thread, Core& to);
  void look_at(const Entity& thread);
  void evacuate(Core& to);
  /// It works at another rate from now on.
  void refit(double rate);
  void complete_due();
  void forget(Entity& thread);

private:
  enum class Work : std::uint8_t { none, computing, done };

  double mean_runtime_s() const;
  bool eligible(const Entity& thread) const { return thread.runtime_s <= mean_runtime_s() + rounding_s; }
  double left_s() const;
  void settle();
  void keep_lag(Entity& thread) const;
  void block();
  bool take_from_core(Entity& thread);
  void place(Entity& thread) const;
  void insert(Entity& thread);
  void erase(Entity& thread);
  void put_back();
  void take_load(Entity& thread, Core& from);
  void count_runnable(Entity& thread, int change);
  void begin_work();
  void end_work();
  void arm_done();
  void attain();
  void charge();
  void add_runtime(Entity& thread, double served_s) const;
  bool slice_used_up(); ///< and then it has a new deadline
  void yield_if_due(const Entity* woken);
  void preempt();
  void choose_next();
  void give_core_to(Entity& next);
  Entity& earliest_eligible() const;
  Duration cost_of_beginning(Entity& thread);
  void watch_slice();
  void on_tick();

  static constexpr double rounding_s = 1e-12;

  RunQueues& queues_;
  std::uint32_t number_;
  std::vector<Entity*> threads_; // in no order
  DeadlineTree waiting_;         // all but the current one
  std::uint32_t runnable_ = 0;
  LoadAverage load_;
  Entity* current_ = nullptr;
  Work work_ = Work::none;
  double rate_ = 1;                         // CPU time that a thread gets in a second of this core
  double attained_s_ = 0;                   // by the current thread since it has the core
  double wanted_s_ = 0;                     // by the current thread when it got the core
  Time attained_at_{};                      // up to when
  const Entity* last_ = nullptr;            // whose state the caches hold
  const Entity* woken_meanwhile_ = nullptr; // while the current thread lingered
  bool is_idle_ = true;
  Time idle_since_{};
  std::uint64_t idle_periods_ = 1;           // so far
  std::vector<std::uint64_t> last_period_{}; // [process] the last idle period since which it has had the core
  int settle_hops_ = 0;
  std::uint64_t arrivals_ = 0;
  Timer done_;
  Timer tick_;
  Timer settle_;
  Timer awake_; // armed while the core wakes up
  std::uint64_t switches_ = 0;
  std::uint64_t preemptions_ = 0;

  friend class RunQueues;
  std::uint32_t balance_failed_ = 0; // times in turn
};

} // namespace onsale::engine
