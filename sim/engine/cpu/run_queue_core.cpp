#include "sim/engine/cpu/run_queue_core.hpp"

#include "sim/engine/check.hpp"
#include "sim/engine/cpu/process_state.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace onsale::engine {

RunQueues::Core::Core(RunQueues& queues, std::uint32_t number)
    : queues_(queues), number_(number), done_([](void* self) { static_cast<Core*>(self)->complete_due(); }, this),
      tick_([](void* self) { static_cast<Core*>(self)->on_tick(); }, this),
      settle_([](void* self) { static_cast<Core*>(self)->settle(); }, this),
      awake_([](void* self) { static_cast<Core*>(self)->begin_work(); }, this)
{
}

void RunQueues::Core::wake(Entity& thread)
{
  charge();
  if (thread.state == RunState::asleep) {
    place(thread);
    insert(thread);
  } else if (thread.runtime_s < mean_runtime_s()) { // what it was owed beyond its debt is forgotten
    erase(thread);
    thread.lag_s = 0;
    place(thread);
    insert(thread);
  }
  thread.state = RunState::queued;
  thread.queued_at = queues_.simulation_.now();
  count_runnable(thread, 1);
  look_at(thread);
}

/// A thread has come: the current one may have to let it go on.
void RunQueues::Core::look_at(const Entity& thread)
{
  if (current_ == nullptr)
    choose_next();
  else if (current_->state == RunState::running)
    yield_if_due(&thread);
  else
    woken_meanwhile_ = &thread;
}

void RunQueues::Core::go_on()
{
  current_->state = RunState::running;
  begin_work();
  if (const Entity* woken = std::exchange(woken_meanwhile_, nullptr))
    yield_if_due(woken);
}

/// The process goes on; whether its thread blocks shows when all that happens at this instant has happened.
void RunQueues::Core::told(Entity& thread)
{
  Run& run = *std::exchange(thread.run, nullptr);
  add_runtime(thread, run.remaining_s_);
  run.remaining_s_ = 0;
  work_ = Work::none;
  thread.state = RunState::lingering;
  Simulation::disarm(tick_);
  settle_hops_ = 0;
  queues_.simulation_.arm(settle_, queues_.simulation_.now());
}

/// A worker that ends a request may take the next one, which reaches it by events of this same instant.
void RunQueues::Core::settle()
{
  constexpr int most_hops = 4;
  if (current_ == nullptr || current_->state != RunState::lingering)
    return;
  Simulation& simulation = queues_.simulation_;
  if (++settle_hops_ < most_hops && simulation.next_event() <= simulation.now()) {
    simulation.arm(settle_, simulation.now());
    return;
  }
  woken_meanwhile_ = nullptr;
  block();
  choose_next();
}

void RunQueues::Core::block()
{
  slice_used_up();
  Entity& thread = *current_;
  count_runnable(thread, -1);
  if (queues_.options_.delayed_dequeue && not eligible(thread)) {
    thread.state = RunState::delayed;
    put_back();
    return;
  }
  keep_lag(thread);
  thread.state = RunState::asleep;
  erase(thread);
}

void RunQueues::Core::remove(Entity& thread)
{
  const bool was_current = take_from_core(thread);
  if (thread.state != RunState::delayed)
    count_runnable(thread, -1);
  thread.state = RunState::asleep;
  thread.lag_s = 0;
  erase(thread);
  if (was_current)
    choose_next();
}

void RunQueues::Core::forget(Entity& thread)
{
  if (last_ == &thread)
    last_ = nullptr;
  if (woken_meanwhile_ == &thread)
    woken_meanwhile_ = nullptr;
  if (thread.core == this && thread.state != RunState::asleep)
    remove(thread);
}

void RunQueues::Core::halt(Entity& thread)
{
  const bool was_current = take_from_core(thread);
  if (thread.state != RunState::delayed)
    count_runnable(thread, -1);
  thread.state = RunState::stopped;
  keep_lag(thread);
  erase(thread);
  queues_.process_of(*thread.run).waiting.push_back(thread.run);
  if (was_current) {
    woken_meanwhile_ = nullptr;
    choose_next();
  }
}

/// @return whether it was the current thread
bool RunQueues::Core::take_from_core(Entity& thread)
{
  if (&thread != current_)
    return false;
  Simulation::disarm(awake_);
  if (work_ != Work::none) {
    charge();
    end_work();
    Simulation::disarm(tick_);
  }
  return true;
}

void RunQueues::Core::enqueue(Entity& thread)
{
  charge();
  place(thread);
  insert(thread);
  thread.state = RunState::queued;
  thread.queued_at = queues_.simulation_.now();
  count_runnable(thread, 1);
}

void RunQueues::Core::begin()
{
  if (current_ == nullptr)
    choose_next();
  else if (current_->state == RunState::running)
    watch_slice();
}

void RunQueues::Core::move(Entity& thread, Core& to)
{
  charge();
  to.charge();
  const double to_deadline_s = thread.deadline_s - thread.runtime_s;
  count_runnable(thread, -1);
  keep_lag(thread);
  erase(thread);
  to.place(thread);
  thread.deadline_s = thread.runtime_s + to_deadline_s;
  to.insert(thread);
  thread.queued_at = queues_.simulation_.now();
  to.count_runnable(thread, 1);
}

/// The core is taken away: who is there goes on elsewhere.
void RunQueues::Core::evacuate(Core& to)
{
  if (current_ != nullptr) {
    const bool wants_more = current_->run != nullptr;
    take_from_core(*current_);
    if (wants_more) {
      current_->state = RunState::queued;
      put_back();
    } else {
      block();
    }
  }
  while (not threads_.empty()) {
    Entity& thread = *threads_.back();
    if (thread.state == RunState::queued) {
      move(thread, to);
      to.look_at(thread);
    } else {
      thread.state = RunState::asleep;
      thread.lag_s = 0;
      erase(thread);
    }
  }
  is_idle_ = true;
}

double RunQueues::Core::mean_runtime_s() const
{
  const double current_s = current_ != nullptr ? current_->runtime_s : 0;
  return (waiting_.runtime_sum_s() + current_s) / static_cast<double>(threads_.size());
}

void RunQueues::Core::keep_lag(Entity& thread) const
{
  const double limit_s = queues_.slice_s_ + in_seconds(queues_.options_.tick);
  thread.lag_s = std::clamp(mean_runtime_s() - thread.runtime_s, -limit_s, limit_s);
}

/// Its own weight moves V towards it, so the lag is stretched for what it will be once the thread is in.
void RunQueues::Core::place(Entity& thread) const
{
  thread.runtime_s = 0;
  if (not threads_.empty()) {
    const auto others = static_cast<double>(threads_.size());
    thread.runtime_s = mean_runtime_s() - thread.lag_s * (others + 1) / others;
  }
  thread.deadline_s = thread.runtime_s + queues_.slice_s_;
}

void RunQueues::Core::insert(Entity& thread)
{
  thread.place = static_cast<std::uint32_t>(threads_.size());
  thread.arrival = ++arrivals_;
  if (Core* const before = std::exchange(thread.core, this); before != nullptr && before != this)
    take_load(thread, *before);
  threads_.push_back(&thread);
  waiting_.insert(thread);
}

/// A queue's load is that of its threads, those that sleep included.
void RunQueues::Core::take_load(Entity& thread, Core& from)
{
  const Time now = queues_.simulation_.now();
  thread.load.up_to(now, 0);
  from.load_.up_to(now, from.runnable_);
  from.load_.add(-thread.load.value());
  load_.up_to(now, runnable_);
  load_.add(thread.load.value());
}

void RunQueues::Core::erase(Entity& thread)
{
  if (&thread == current_)
    current_ = nullptr;
  else
    waiting_.erase(thread);
  threads_.back()->place = thread.place;
  threads_[thread.place] = threads_.back();
  threads_.pop_back();
}

/// The current thread waits again.
void RunQueues::Core::put_back()
{
  waiting_.insert(*std::exchange(current_, nullptr));
}

void RunQueues::Core::count_runnable(Entity& thread, int change)
{
  if (queues_.online_ > 1) {
    const Time now = queues_.simulation_.now();
    load_.up_to(now, runnable_);
    thread.load.up_to(now, change > 0 ? 0 : 1);
  }
  runnable_ += static_cast<std::uint32_t>(change);
  if (change > 0 && runnable_ > 1)
    queues_.watch_balance();
}

/// Linux looks whenever it brings a thread's CPU time up to date: on a tick, a wake-up, and when the thread blocks.
bool RunQueues::Core::slice_used_up()
{
  if (current_->runtime_s + rounding_s < current_->deadline_s)
    return false;
  current_->deadline_s = current_->runtime_s + queues_.slice_s_;
  current_->arrival = ++arrivals_; // whoever has the same deadline goes first
  return true;
}

void RunQueues::Core::yield_if_due(const Entity* woken)
{
  if (awake_.armed())
    return;
  if (current_->run->remaining_s_ <= 0) { // done at this very instant, only not told yet
    woken_meanwhile_ = woken;
    return;
  }
  const bool due = slice_used_up();
  const bool overtaken = queues_.options_.wakeup_preemption && not eligible(*current_) && &earliest_eligible() == woken;
  if (due || overtaken)
    preempt();
  else
    watch_slice();
}

void RunQueues::Core::preempt()
{
  end_work();
  current_->state = RunState::queued;
  put_back();
  ++preemptions_;
  choose_next();
}

void RunQueues::Core::choose_next()
{
  for (;;) {
    if (threads_.empty() && not queues_.pull_for(*this))
      break;
    Entity& next = earliest_eligible();
    if (next.state == RunState::delayed) { // its debt is paid: now it leaves
      next.state = RunState::asleep;
      next.lag_s = 0;
      erase(next);
      continue;
    }
    give_core_to(next);
    return;
  }
  if (not std::exchange(is_idle_, true))
    idle_since_ = queues_.simulation_.now();
}

void RunQueues::Core::give_core_to(Entity& next)
{
  waiting_.erase(next);
  current_ = &next;
  next.state = RunState::running;
  next.queued_at = queues_.simulation_.now();
  if (&next != last_)
    ++switches_;
  const bool wakes = is_idle_ && queues_.simulation_.now() > idle_since_;
  const double cost_s = in_seconds(cost_of_beginning(next));
  next.run->remaining_s_ += cost_s;
  next.run->demand_s_ += cost_s;
  last_ = &next;
  if (wakes && queues_.options_.idle_exit > Duration(0))
    queues_.simulation_.arm(awake_, queues_.simulation_.now() + queues_.options_.idle_exit / rate_);
  else
    begin_work();
}

Duration RunQueues::Core::cost_of_beginning(Entity& thread)
{
  Duration migration{};
  if (const Core* const before = std::exchange(thread.ran_on, this); before != this && before != nullptr) {
    ++queues_.migrations_;
    migration = queues_.options_.migration_cost;
  }
  if (std::exchange(is_idle_, false) && queues_.simulation_.now() > idle_since_)
    ++idle_periods_;
  if (thread.process >= last_period_.size())
    last_period_.resize(thread.process + std::size_t{1});
  if (std::exchange(last_period_[thread.process], idle_periods_) != idle_periods_)
    return queues_.options_.idle_cost + migration;
  return (&thread != last_ ? queues_.options_.switch_cost : Duration(0)) + migration;
}

RunQueues::Entity& RunQueues::Core::earliest_eligible() const
{
  const double limit_s = mean_runtime_s() + rounding_s;
  auto* best = static_cast<Entity*>(waiting_.earliest_up_to(limit_s));
  if (current_ != nullptr && current_->runtime_s <= limit_s && (best == nullptr || current_->before(*best)))
    best = current_;
  ONSALE_CHECK(best != nullptr, queues_.name() + ": nobody has had at most the mean of all");
  return *best;
}

} // namespace onsale::engine
