// How far the current thread of a core has come with what it wants to compute.
#include "sim/engine/cpu/run_queue_core.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace onsale::engine {

void RunQueues::Core::begin_work()
{
  queues_.advance(); // with what each process had up to here
  attained_s_ = 0;
  attained_at_ = queues_.simulation_.now();
  wanted_s_ = current_->run->remaining_s_;
  work_ = Work::computing;
  queues_.computing_changed(*this);
  arm_done();
  watch_slice();
}

/// What the current thread was about to be told it is not: it has the CPU time, but not the core.
void RunQueues::Core::end_work()
{
  queues_.advance();
  if (work_ == Work::done)
    current_->run->waiter_.cancel();
  const bool computed = std::exchange(work_, Work::none) == Work::computing;
  current_->ran_at = queues_.simulation_.now();
  Simulation::disarm(done_);
  if (computed)
    queues_.computing_changed(*this);
}

double RunQueues::Core::left_s() const
{
  return work_ == Work::done ? 0 : std::max(0.0, wanted_s_ - attained_s_);
}

/// The timer may stay armed too early (it then finds nothing due and is armed anew), never too late.
void RunQueues::Core::arm_done()
{
  const Time at = queues_.simulation_.now() + Duration(left_s() / rate_);
  if (not done_.armed() || at < done_.at)
    queues_.simulation_.arm(done_, at);
}

void RunQueues::Core::complete_due()
{
  if (work_ != Work::computing)
    return;
  queues_.advance();
  attain();
  const Time now = queues_.simulation_.now();
  // What is left may be too little to move the clock: then it is done.
  if (left_s() > 0 && now + Duration(left_s() / rate_) > now) {
    arm_done();
    return;
  }
  work_ = Work::done;
  current_->ran_at = now;
  Simulation::disarm(done_);
  queues_.computing_changed(*this);
  current_->run->waiter_.wake();
}

void RunQueues::Core::attain()
{
  const Time now = queues_.simulation_.now();
  if (work_ == Work::computing)
    attained_s_ += rate_ * in_seconds(now - attained_at_);
  attained_at_ = now;
}

void RunQueues::Core::charge()
{
  if (work_ == Work::none)
    return;
  attain();
  Run& run = *current_->run;
  add_runtime(*current_, run.remaining_s_ - left_s());
  run.remaining_s_ = left_s();
}

void RunQueues::Core::refit(double rate)
{
  charge(); // at the rate that it had
  rate_ = rate;
  if (work_ != Work::computing)
    return;
  attained_s_ = 0;
  wanted_s_ = current_->run->remaining_s_;
  arm_done();
  watch_slice();
}

double RunQueues::Core::served_uncharged_s(Time now) const
{
  if (work_ == Work::none)
    return 0;
  const double attained_s = attained_s_ + (work_ == Work::computing ? rate_ * in_seconds(now - attained_at_) : 0);
  const double had_s = work_ == Work::done ? wanted_s_ : attained_s;
  return had_s - (wanted_s_ - current_->run->remaining_s_);
}

/// Slices are measured in time: a core of half the speed takes twice as long for the same demand.
void RunQueues::Core::add_runtime(Entity& thread, double served_s) const
{
  thread.runtime_s += served_s / rate_;
}

void RunQueues::Core::watch_slice()
{
  const double left_s = current_->deadline_s - current_->runtime_s;
  if (threads_.size() < 2 || current_->run->remaining_s_ / rate_ <= left_s)
    return;
  Simulation& simulation = queues_.simulation_;
  const double tick_s = in_seconds(queues_.options_.tick);
  const double used_up_s = in_seconds(simulation.now()) + std::max(0.0, left_s);
  simulation.arm(tick_, at_seconds(tick_s * (std::floor(used_up_s / tick_s) + 1)));
}

void RunQueues::Core::on_tick()
{
  if (current_ == nullptr || current_->state != RunState::running)
    return;
  charge();
  if (current_->run->remaining_s_ > 0 && slice_used_up())
    preempt();
  else
    watch_slice();
}

} // namespace onsale::engine
