/// Linux's run queues: who of the runnable threads computes, and when it has to let another go on.
#pragma once

#include "sim/engine/cpu/cpu.hpp"

#include <cstdint>
#include <memory>
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
///
/// Of n cores, each has a queue of its own (kernel/sched/fair.c, one domain of cores that share a cache):
///
///   wakes     select_task_rq_fair: in debt, its own core still. Else the core where it ran last, or the waker's where
///             that has less to do (wake_affine); if that is busy, the core where it ran last, or any idle one.
///   idle      a core that runs out of threads takes one that waits elsewhere (newidle balance): of the queue with most
///             runnable threads the one that has waited longest, unless it ran within `cache_hot`. At each tick it
///             looks again as long as another core has two.
///   balance   a busy core looks every `balance_per_core` x cores for a queue with 17 % more load than its own, and
///   takes threads for
///             half the difference; one that is too much by half it moves when it has found that before.
///   moved     a thread keeps its lag and what is left to its deadline; `migration_cost` is CPU time for its caches.
///   siblings  a core of two hardware threads has two queues; while both compute, each is slower (smt_gain).
class RunQueues final : public Cpu {
public:
  /// @throws std::invalid_argument where cores or hardware threads are not whole, or more than two to a core
  RunQueues(Simulation& simulation, const CpuOptions& options);
  ~RunQueues() override;

  /// Threads in all queues: computing, waiting for a core, and those that blocked with a debt.
  std::size_t size() const;
  std::uint64_t switches() const;
  std::uint64_t preemptions() const;                       ///< by a wake-up or the end of a slice
  std::uint64_t migrations() const { return migrations_; } ///< threads that went on elsewhere than they ran last

private:
  struct Entity;
  class Core;

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

  Entity& entity_of(Thread& thread);
  void forget(Entity& thread);
  void wait_stopped(Entity& thread);

  Core* sibling_of(const Core& core) const;
  double rate_of(const Core& core) const;
  /// A core begins or ends to compute: its sibling gets slower or faster. After advance(), at the old rates.
  void computing_changed(Core& core);
  void set_busy_rate();

  // Which core (run_queues_placement.cpp).
  Core& core_for(Entity& thread);
  bool wakes_there(Entity& thread);
  Core& core_of_lowest_load();
  Core* idle_core(const Core& first);
  bool pull_for(Core& core); ///< a waiting thread of another. @return whether there was one
  Entity* longest_waiting(const Core& core, bool hot_too) const;
  void watch_balance();
  void on_balance();
  void balance(Core& core);

  RunQueueOptions options_;
  double slice_s_;
  std::vector<std::unique_ptr<Core>> cores_; // as many as there are hardware threads, or were
  std::uint32_t online_ = 0;                 // the first of them
  std::uint32_t whole_cores_ = 0;            // thread n + this is the sibling of thread n
  Core* waker_ = nullptr;                    // where a thread lingers that was told last
  Time waker_at_{};
  Timer balance_;
  std::uint64_t ticks_ = 0;
  std::uint64_t migrations_ = 0;
};

} // namespace onsale::engine
