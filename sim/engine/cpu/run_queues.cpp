#include "sim/engine/cpu/run_queues.hpp"

#include "sim/engine/check.hpp"
#include "sim/engine/cpu/process_state.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace onsale::engine {

RunQueues::RunQueues(Simulation& simulation, const CpuOptions& options)
    : Cpu(simulation, options.name, options.capacity), options_(options.run_queue.value_or(RunQueueOptions{})),
      slice_s_(in_seconds(options_.slice)),
      done_([](void* self) { static_cast<RunQueues*>(self)->complete_due(); }, this),
      tick_([](void* self) { static_cast<RunQueues*>(self)->on_tick(); }, this),
      settle_([](void* self) { static_cast<RunQueues*>(self)->settle(); }, this)
{
  if (options.capacity.largest() != 1)
    throw std::invalid_argument(options.name + ": a run queue is of one core");
}

RunQueues::~RunQueues() = default;

RunQueues::Entity& RunQueues::entity_of(Thread& thread)
{
  if (thread.state_ == nullptr)
    thread.state_ = std::make_unique<Entity>(*this, thread.process());
  return static_cast<Entity&>(*thread.state_);
}

/// The thread ends: it may be in the queue still, with a debt or until the end of this instant.
void RunQueues::forget(Entity& thread)
{
  if (last_ == &thread)
    last_ = nullptr;
  if (woken_meanwhile_ == &thread)
    woken_meanwhile_ = nullptr;
  if (thread.state == State::asleep)
    return;
  erase(thread);
  if (current_ == &thread) {
    current_ = nullptr;
    choose_next();
  }
}

void RunQueues::start(Run& run)
{
  advance();
  count_arrival(process_of(run));
  Entity& thread = entity_of(run.thread_);
  ONSALE_CHECK(thread.run == nullptr, name() + ": a thread was given a second run while it has one");
  thread.run = &run;
  if (not may_compute(run.thread_)) {
    halt(thread);
    return;
  }
  if (thread.state != State::lingering) {
    wake(thread);
    return;
  }
  thread.state = State::running;
  begin_work();
  if (const Entity* woken = std::exchange(woken_meanwhile_, nullptr))
    yield_if_due(woken);
}

/// The process goes on; whether its thread blocks shows when all that happens at this instant has happened.
void RunQueues::told(Run& run)
{
  Entity& thread = entity_of(run.thread_);
  add_runtime(thread, run.remaining_s_);
  run.remaining_s_ = 0;
  run.present_ = false;
  thread.run = nullptr;
  count_completion(process_of(run), run.demand_s_);
  work_ = Work::none;
  thread.state = State::lingering;
  Simulation::disarm(tick_);
  settle_hops_ = 0;
  simulation_.arm(settle_, simulation_.now());
}

/// A worker that ends a request may take the next one, which reaches it by events of this same instant.
void RunQueues::settle()
{
  constexpr int most_hops = 4;
  if (current_ == nullptr || current_->state != State::lingering)
    return;
  if (++settle_hops_ < most_hops && simulation_.next_event() <= simulation_.now()) {
    simulation_.arm(settle_, simulation_.now());
    return;
  }
  woken_meanwhile_ = nullptr;
  block(*current_);
  current_ = nullptr;
  choose_next();
}

void RunQueues::leave(Run& run)
{
  advance();
  Entity& thread = entity_of(run.thread_);
  const bool computed = &thread == current_;
  if (computed) {
    charge_current();
    end_work();
  }
  ProcessState& process = process_of(run);
  count_leaving(process, run.demand_s_ - run.remaining_s_);
  thread.run = nullptr;
  thread.lag_s = 0;
  if (std::exchange(thread.state, State::asleep) == State::stopped)
    std::erase(process.waiting, &run);
  else
    erase(thread);
  if (computed) {
    current_ = nullptr;
    choose_next();
  }
}

void RunQueues::halt(ProcessState& process)
{
  std::vector<Entity*> stopping;
  std::ranges::copy_if(threads_, std::back_inserter(stopping), [&](const Entity* thread) {
    const bool wants_cpu = thread->state == State::queued || thread->state == State::running;
    return wants_cpu && processes_[thread->process].get() == &process && not process.lets(thread->run->thread_);
  });
  // The one that computes last: else each of the others would get the core first.
  if (std::erase(stopping, current_) != 0)
    stopping.push_back(current_);
  for (Entity* thread : stopping)
    halt(*thread);
}

/// Out of the queue, with what it still wants to compute.
void RunQueues::halt(Entity& thread)
{
  const bool had_core = &thread == current_;
  if (had_core && work_ != Work::none) {
    charge_current();
    end_work();
    Simulation::disarm(tick_);
  }
  if (std::exchange(thread.state, State::stopped) != State::asleep) {
    keep_lag(thread);
    erase(thread);
  }
  process_of(*thread.run).waiting.push_back(thread.run);
  if (had_core) {
    current_ = nullptr;
    woken_meanwhile_ = nullptr;
    choose_next();
  }
}

void RunQueues::release(ProcessState& process)
{
  if (current_ != nullptr && current_->state == State::running)
    charge_current();
  for (Run* run : std::exchange(process.waiting, {})) {
    if (not process.lets(run->thread_)) {
      process.waiting.push_back(run);
      continue;
    }
    Entity& thread = entity_of(run->thread_);
    place(thread);
    insert(thread);
    thread.state = State::queued;
  }
  if (current_ == nullptr)
    choose_next();
  else if (current_->state == State::running)
    watch_slice();
}

void RunQueues::keep_lag(Entity& thread) const
{
  const double limit_s = slice_s_ + in_seconds(options_.tick);
  thread.lag_s = std::clamp(mean_runtime_s() - thread.runtime_s, -limit_s, limit_s);
}

void RunQueues::block(Entity& thread)
{
  slice_used_up();
  if (options_.delayed_dequeue && not eligible(thread)) {
    thread.state = State::delayed;
    return;
  }
  keep_lag(thread);
  thread.state = State::asleep;
  erase(thread);
}

void RunQueues::wake(Entity& thread)
{
  if (current_ != nullptr && current_->state == State::running)
    charge_current();
  if (thread.state == State::asleep) {
    place(thread);
    insert(thread);
  } else if (thread.runtime_s < mean_runtime_s()) { // what it was owed beyond its debt is forgotten
    erase(thread);
    thread.lag_s = 0;
    place(thread);
    insert(thread);
  }
  thread.state = State::queued;
  if (current_ == nullptr)
    choose_next();
  else if (current_->state == State::running)
    yield_if_due(&thread);
  else
    woken_meanwhile_ = &thread;
}

/// Its own weight moves V towards it, so the lag is stretched for what it will be once the thread is in.
void RunQueues::place(Entity& thread)
{
  thread.runtime_s = 0;
  if (not threads_.empty()) {
    const auto others = static_cast<double>(threads_.size());
    thread.runtime_s = mean_runtime_s() - thread.lag_s * (others + 1) / others;
  }
  thread.deadline_s = thread.runtime_s + slice_s_;
}

void RunQueues::insert(Entity& thread)
{
  thread.place = static_cast<std::uint32_t>(threads_.size());
  thread.arrival = ++arrivals_;
  threads_.push_back(&thread);
  runtime_sum_s_ += thread.runtime_s;
}

void RunQueues::erase(Entity& thread)
{
  runtime_sum_s_ -= thread.runtime_s;
  threads_.back()->place = thread.place;
  threads_[thread.place] = threads_.back();
  threads_.pop_back();
}

void RunQueues::advance()
{
  const double dt_s = measure();
  if (dt_s <= 0)
    return;
  if (work_ == Work::computing)
    attained_s_ += speed_ * dt_s;
  if (has_quota_)
    charge_quotas(dt_s);
}

void RunQueues::begin_work()
{
  advance();
  attained_s_ = 0;
  wanted_s_ = current_->run->remaining_s_;
  work_ = Work::computing;
  busy_rate_ = speed_;
  rearm();
  watch_slice();
}

/// What the current thread was about to be told it is not: it has the CPU time, but not the core.
void RunQueues::end_work()
{
  if (work_ == Work::done)
    current_->run->waiter_.cancel();
  work_ = Work::none;
  busy_rate_ = 0;
  Simulation::disarm(done_);
}

double RunQueues::left_s() const
{
  return work_ == Work::done ? 0 : std::max(0.0, wanted_s_ - attained_s_);
}

/// The timer may stay armed too early (it then finds nothing due and is armed anew), never too late.
void RunQueues::rearm()
{
  if (has_quota_)
    watch_quotas();
  if (work_ != Work::computing)
    return;
  const Time at = simulation_.now() + Duration(left_s() / speed_);
  if (not done_.armed() || at < done_.at)
    simulation_.arm(done_, at);
}

void RunQueues::complete_due()
{
  advance();
  if (work_ != Work::computing)
    return;
  const Time now = simulation_.now();
  // What is left may be too little to move the clock: then it is done.
  if (left_s() > 0 && now + Duration(left_s() / speed_) > now) {
    rearm();
    return;
  }
  work_ = Work::done;
  busy_rate_ = 0;
  Simulation::disarm(done_);
  current_->run->waiter_.wake();
}

void RunQueues::refit()
{
  busy_rate_ = work_ == Work::computing ? speed_ : 0;
  rearm();
}

double RunQueues::rate_of(const ProcessState& process) const
{
  return work_ == Work::computing && processes_[current_->process].get() == &process ? speed_ : 0;
}

double RunQueues::served_present_s(Time now) const
{
  double served_s = 0;
  for (const Entity* thread : threads_)
    if (thread->run != nullptr)
      served_s += thread->run->demand_s_ - thread->run->remaining_s_;
  for (const auto& process : processes_)
    for (const Run* run : process->waiting)
      served_s += run->demand_s_ - run->remaining_s_;
  if (work_ == Work::computing)
    served_s +=
        attained_s_ + busy_rate_ * in_seconds(now - last_measured()) - (wanted_s_ - current_->run->remaining_s_);
  if (work_ == Work::done)
    served_s += current_->run->remaining_s_;
  return served_s;
}

void RunQueues::charge_current()
{
  if (work_ == Work::none)
    return;
  advance();
  Run& run = *current_->run;
  add_runtime(*current_, run.remaining_s_ - left_s());
  run.remaining_s_ = left_s();
}

/// Slices are measured in time: a core of half the speed takes twice as long for the same demand.
void RunQueues::add_runtime(Entity& thread, double served_s)
{
  const double runtime_s = served_s / speed_;
  thread.runtime_s += runtime_s;
  runtime_sum_s_ += runtime_s;
}

/// Linux looks whenever it brings a thread's CPU time up to date: on a tick, a wake-up, and when the thread blocks.
bool RunQueues::slice_used_up()
{
  if (current_->runtime_s + rounding_s < current_->deadline_s)
    return false;
  current_->deadline_s = current_->runtime_s + slice_s_;
  current_->arrival = ++arrivals_; // whoever has the same deadline goes first
  return true;
}

void RunQueues::yield_if_due(const Entity* woken)
{
  if (current_->run->remaining_s_ <= 0) { // done at this very instant, only not told yet
    woken_meanwhile_ = woken;
    return;
  }
  const bool due = slice_used_up();
  const bool overtaken = options_.wakeup_preemption && not eligible(*current_) && earliest_eligible() == woken;
  if (due || overtaken)
    preempt();
  else
    watch_slice();
}

void RunQueues::preempt()
{
  end_work();
  current_->state = State::queued;
  current_ = nullptr;
  ++preemptions_;
  choose_next();
}

void RunQueues::choose_next()
{
  while (not threads_.empty()) {
    Entity& next = *earliest_eligible();
    if (next.state == State::delayed) { // its debt is paid: now it leaves
      next.state = State::asleep;
      next.lag_s = 0;
      erase(next);
      continue;
    }
    current_ = &next;
    next.state = State::running;
    if (&next != last_)
      ++switches_;
    const double cost_s = in_seconds(cost_of_beginning(next));
    next.run->remaining_s_ += cost_s;
    next.run->demand_s_ += cost_s;
    last_ = &next;
    begin_work();
    return;
  }
  if (not std::exchange(is_idle_, true))
    idle_since_ = simulation_.now();
}

Duration RunQueues::cost_of_beginning(const Entity& thread)
{
  if (std::exchange(is_idle_, false) && simulation_.now() > idle_since_)
    ++idle_periods_;
  if (thread.process >= last_period_.size())
    last_period_.resize(thread.process + std::size_t{1});
  if (std::exchange(last_period_[thread.process], idle_periods_) != idle_periods_)
    return options_.idle_cost;
  return &thread != last_ ? options_.switch_cost : Duration(0);
}

RunQueues::Entity* RunQueues::earliest_eligible()
{
  runtime_sum_s_ = 0; // anew, before rounding adds up
  for (const Entity* thread : threads_)
    runtime_sum_s_ += thread->runtime_s;
  const double limit_s = mean_runtime_s() + rounding_s;
  Entity* best = nullptr;
  for (Entity* thread : threads_)
    if (thread->runtime_s <= limit_s && (best == nullptr || thread->deadline_s < best->deadline_s ||
                                         (thread->deadline_s == best->deadline_s && thread->arrival < best->arrival)))
      best = thread;
  ONSALE_CHECK(best != nullptr, name() + ": nobody has had at most the mean of all");
  return best;
}

void RunQueues::watch_slice()
{
  const double left_s = current_->deadline_s - current_->runtime_s;
  if (threads_.size() < 2 || current_->run->remaining_s_ / speed_ <= left_s)
    return;
  const double tick_s = in_seconds(options_.tick);
  const double used_up_s = in_seconds(simulation_.now()) + std::max(0.0, left_s);
  simulation_.arm(tick_, at_seconds(tick_s * (std::floor(used_up_s / tick_s) + 1)));
}

void RunQueues::on_tick()
{
  if (current_ == nullptr || current_->state != State::running)
    return;
  charge_current();
  if (current_->run->remaining_s_ > 0 && slice_used_up())
    preempt();
  else
    watch_slice();
}

} // namespace onsale::engine
