#include "sim/engine/cpu/run_queue.hpp"

#include "sim/engine/check.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace onsale::engine {

RunQueue::RunQueue(Simulation& simulation, ProcessorSharing& core, Options options)
    : simulation_(simulation), core_(core), options_(std::move(options)), slice_s_(in_seconds(options_.slice)),
      tick_([](void* self) { static_cast<RunQueue*>(self)->on_tick(); }, this),
      settle_([](void* self) { static_cast<RunQueue*>(self)->settle(); }, this)
{
  ONSALE_CHECK(core.capacity().largest() == 1, options_.name + ": a run queue feeds exactly one core");
}

void RunQueue::Run::await_suspend(std::coroutine_handle<> process)
{
  present_ = true;
  queue_.start(thread_, in_seconds(demand_), process);
}

void RunQueue::Run::await_resume()
{
  if (std::exchange(present_, false))
    queue_.completed(thread_);
}

RunQueue::Run::~Run()
{
  if (present_)
    queue_.leave(thread_);
}

void RunQueue::start(Thread& thread, double demand_s, std::coroutine_handle<> process)
{
  thread.remaining_s_ = demand_s;
  thread.process_ = process;
  if (is_stopped(thread)) {
    halt(thread);
    return;
  }
  switch (thread.state_) {
  case Thread::State::lingering:
    thread.state_ = Thread::State::running;
    resume_current();
    if (const Thread* woken = std::exchange(woken_meanwhile_, nullptr))
      yield_if_due(woken);
    return;
  case Thread::State::delayed:
  case Thread::State::asleep:
    wake(thread);
    return;
  case Thread::State::queued:
  case Thread::State::running:
  case Thread::State::stopped:
    ONSALE_CHECK(false, options_.name + ": a thread was given a second run while it has one");
  }
}

/// The process goes on; whether its thread blocks shows when all that happens at this instant has happened.
void RunQueue::completed(Thread& thread)
{
  add_runtime(thread, thread.remaining_s_);
  thread.remaining_s_ = 0;
  thread.job_->await_resume();
  thread.job_.reset();
  thread.state_ = Thread::State::lingering;
  Simulation::disarm(tick_);
  settle_hops_ = 0;
  simulation_.arm(settle_, simulation_.now());
}

/// A worker that ends a request may take the next one, which reaches it by events of this same instant.
void RunQueue::settle()
{
  constexpr int most_hops = 4;
  if (current_ == nullptr || current_->state_ != Thread::State::lingering)
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

void RunQueue::leave(Thread& thread)
{
  const bool computed = &thread == current_;
  if (computed)
    charge_current();
  thread.job_.reset();
  const bool was_stopped = std::exchange(thread.state_, Thread::State::asleep) == Thread::State::stopped;
  thread.lag_s_ = 0;
  if (was_stopped)
    std::erase(stopped_, &thread);
  else
    erase(thread);
  if (computed) {
    current_ = nullptr;
    choose_next();
  }
}

bool RunQueue::is_stopped(const Thread& thread) const
{
  return std::ranges::any_of(stops_,
                             [&](const Stop& stop) { return stop.process == thread.group_ && stop.but != &thread; });
}

void RunQueue::stop(ProcessorSharing::Group process, const Thread& but)
{
  stops_.push_back({process, &but});
  std::vector<Thread*> stopping;
  std::ranges::copy_if(threads_, std::back_inserter(stopping), [&](const Thread* thread) {
    const bool wants_cpu = thread->state_ == Thread::State::queued || thread->state_ == Thread::State::running;
    return wants_cpu && is_stopped(*thread);
  });
  // The one that computes last: else each of the others would get the core first.
  std::ranges::stable_partition(stopping, [this](const Thread* thread) { return thread != current_; });
  for (Thread* thread : stopping)
    halt(*thread);
}

/// Out of the queue, with what it still wants to compute.
void RunQueue::halt(Thread& thread)
{
  const bool had_core = &thread == current_;
  if (had_core && thread.job_) {
    charge_current();
    thread.job_.reset();
    Simulation::disarm(tick_);
  }
  if (std::exchange(thread.state_, Thread::State::stopped) != Thread::State::asleep) {
    keep_lag(thread);
    erase(thread);
  }
  stopped_.push_back(&thread);
  if (had_core) {
    current_ = nullptr;
    woken_meanwhile_ = nullptr;
    choose_next();
  }
}

void RunQueue::resume(ProcessorSharing::Group process)
{
  std::erase_if(stops_, [&](const Stop& stop) { return stop.process == process; });
  if (current_ != nullptr && current_->state_ == Thread::State::running)
    charge_current();
  std::vector<Thread*> going_on;
  std::erase_if(stopped_, [&](Thread* thread) {
    if (thread->group_ != process)
      return false;
    going_on.push_back(thread);
    return true;
  });
  for (Thread* thread : going_on) {
    place(*thread);
    insert(*thread);
    thread->state_ = Thread::State::queued;
  }
  if (current_ == nullptr)
    choose_next();
  else if (current_->state_ == Thread::State::running)
    watch_slice();
}

void RunQueue::keep_lag(Thread& thread) const
{
  const double limit_s = slice_s_ + in_seconds(options_.tick);
  thread.lag_s_ = std::clamp(mean_runtime_s() - thread.runtime_s_, -limit_s, limit_s);
}

void RunQueue::block(Thread& thread)
{
  slice_used_up();
  if (options_.delayed_dequeue && not eligible(thread)) {
    thread.state_ = Thread::State::delayed;
    return;
  }
  keep_lag(thread);
  thread.state_ = Thread::State::asleep;
  erase(thread);
}

void RunQueue::wake(Thread& thread)
{
  if (current_ != nullptr && current_->state_ == Thread::State::running)
    charge_current();
  if (thread.state_ == Thread::State::asleep) {
    place(thread);
    insert(thread);
  } else if (thread.runtime_s_ < mean_runtime_s()) { // what it was owed beyond its debt is forgotten
    erase(thread);
    thread.lag_s_ = 0;
    place(thread);
    insert(thread);
  }
  thread.state_ = Thread::State::queued;
  if (current_ == nullptr)
    choose_next();
  else if (current_->state_ == Thread::State::running)
    yield_if_due(&thread);
  else
    woken_meanwhile_ = &thread;
}

/// Its own weight moves V towards it, so the lag is stretched for what it will be once the thread is in.
void RunQueue::place(Thread& thread)
{
  thread.runtime_s_ = 0;
  if (not threads_.empty()) {
    const auto others = static_cast<double>(threads_.size());
    thread.runtime_s_ = mean_runtime_s() - thread.lag_s_ * (others + 1) / others;
  }
  thread.deadline_s_ = thread.runtime_s_ + slice_s_;
}

void RunQueue::insert(Thread& thread)
{
  thread.place_ = static_cast<std::uint32_t>(threads_.size());
  thread.arrival_ = ++arrivals_;
  threads_.push_back(&thread);
  runtime_sum_s_ += thread.runtime_s_;
}

void RunQueue::erase(Thread& thread)
{
  runtime_sum_s_ -= thread.runtime_s_;
  threads_.back()->place_ = thread.place_;
  threads_[thread.place_] = threads_.back();
  threads_.pop_back();
}

void RunQueue::charge_current()
{
  if (not current_->job_)
    return;
  const double left_s = in_seconds(core_.left(*current_->job_));
  add_runtime(*current_, current_->remaining_s_ - left_s);
  current_->remaining_s_ = left_s;
}

/// Slices are measured in time: a core of half the speed takes twice as long for the same demand.
void RunQueue::add_runtime(Thread& thread, double served_s)
{
  const double runtime_s = served_s / core_.speed();
  thread.runtime_s_ += runtime_s;
  runtime_sum_s_ += runtime_s;
}

/// Linux looks whenever it brings a thread's CPU time up to date: on a tick, a wake-up, and when the thread blocks.
bool RunQueue::slice_used_up()
{
  if (current_->runtime_s_ + rounding_s < current_->deadline_s_)
    return false;
  current_->deadline_s_ = current_->runtime_s_ + slice_s_;
  current_->arrival_ = ++arrivals_; // whoever has the same deadline goes first
  return true;
}

void RunQueue::yield_if_due(const Thread* woken)
{
  if (current_->remaining_s_ <= 0) { // done at this very instant, only not told yet
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

void RunQueue::preempt()
{
  current_->job_.reset();
  current_->state_ = Thread::State::queued;
  current_ = nullptr;
  ++preemptions_;
  choose_next();
}

void RunQueue::choose_next()
{
  while (not threads_.empty()) {
    Thread& next = *earliest_eligible();
    if (next.state_ == Thread::State::delayed) { // its debt is paid: now it leaves
      next.state_ = Thread::State::asleep;
      next.lag_s_ = 0;
      erase(next);
      continue;
    }
    current_ = &next;
    next.state_ = Thread::State::running;
    if (&next != last_)
      ++switches_;
    next.remaining_s_ += in_seconds(cost_of_beginning(next));
    last_ = &next;
    resume_current();
    return;
  }
  if (not std::exchange(is_idle_, true))
    idle_since_ = simulation_.now();
}

Duration RunQueue::cost_of_beginning(const Thread& thread)
{
  if (std::exchange(is_idle_, false) && simulation_.now() > idle_since_)
    ++idle_periods_;
  if (thread.group_ >= last_period_.size())
    last_period_.resize(thread.group_ + std::size_t{1});
  if (std::exchange(last_period_[thread.group_], idle_periods_) != idle_periods_)
    return options_.idle_cost;
  return &thread != last_ ? options_.switch_cost : Duration(0);
}

RunQueue::Thread* RunQueue::earliest_eligible()
{
  runtime_sum_s_ = 0; // anew, before rounding adds up
  for (const Thread* thread : threads_)
    runtime_sum_s_ += thread->runtime_s_;
  const double limit_s = mean_runtime_s() + rounding_s;
  Thread* best = nullptr;
  for (Thread* thread : threads_)
    if (thread->runtime_s_ <= limit_s &&
        (best == nullptr || thread->deadline_s_ < best->deadline_s_ ||
         (thread->deadline_s_ == best->deadline_s_ && thread->arrival_ < best->arrival_)))
      best = thread;
  ONSALE_CHECK(best != nullptr, options_.name + ": nobody has had at most the mean of all");
  return best;
}

void RunQueue::resume_current()
{
  current_->job_.emplace(core_, seconds(current_->remaining_s_), current_->group_);
  current_->job_->await_suspend(current_->process_);
  watch_slice();
}

void RunQueue::watch_slice()
{
  const double left_s = current_->deadline_s_ - current_->runtime_s_;
  if (threads_.size() < 2 || current_->remaining_s_ / core_.speed() <= left_s)
    return;
  const double tick_s = in_seconds(options_.tick);
  const double used_up_s = in_seconds(simulation_.now()) + std::max(0.0, left_s);
  simulation_.arm(tick_, at_seconds(tick_s * (std::floor(used_up_s / tick_s) + 1)));
}

void RunQueue::on_tick()
{
  if (current_ == nullptr || current_->state_ != Thread::State::running)
    return;
  charge_current();
  if (current_->remaining_s_ > 0 && slice_used_up())
    preempt();
  else
    watch_slice();
}

} // namespace onsale::engine
