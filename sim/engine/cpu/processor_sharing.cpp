#include "sim/engine/cpu/processor_sharing.hpp"

#include "sim/engine/check.hpp"
#include "sim/engine/cpu/process_state.hpp"

#include <algorithm>
#include <utility>

namespace onsale::engine {

ProcessorSharing::ProcessorSharing(Simulation& simulation, const Options& options)
    : Cpu(simulation, options.name, options.capacity),
      timer_([](void* self) { static_cast<ProcessorSharing*>(self)->complete_due(); }, this)
{
  refit();
}

void ProcessorSharing::start(Run& run)
{
  advance();
  ProcessState& process = process_of(run);
  count_arrival(process);
  if (not process.lets(run.thread_)) {
    process.waiting.push_back(&run);
    return;
  }
  push(run);
  set_rate();
  rearm();
}

void ProcessorSharing::push(Run& run)
{
  ++process_of(run).running;
  heap_.push({attained_ + run.remaining_s_, ++sequence_, &run});
}

/// Rare (a process was ended while it computed): a walk is good enough.
void ProcessorSharing::leave(Run& run)
{
  advance();
  ProcessState& process = process_of(run);
  if (std::erase(process.waiting, &run) == 0) {
    const auto entry = heap_.extract([&](const Entry& e) { return e.run == &run; });
    ONSALE_CHECK(entry.size() == 1, name() + ": a thread neither runs nor is it stopped");
    run.remaining_s_ = entry.front().finish - attained_;
    --process.running;
  }
  count_leaving(process, run.demand_s_ - run.remaining_s_);
  set_rate();
  rearm();
}

/// Brings V, and all that is measured, up to now.
void ProcessorSharing::advance()
{
  const double dt_s = measure();
  if (dt_s <= 0)
    return;
  attained_ += rate_ * dt_s;
  if (has_quota_)
    charge_quotas(dt_s);
}

void ProcessorSharing::set_rate()
{
  const std::size_t n = heap_.size();
  if (n == 0)
    attained_ = 0; // keeps V small, so that its rounding stays far below a nanosecond
  rate_ = n < rate_of_.size() ? rate_of_[n] : full_rate_ / static_cast<double>(n);
  busy_rate_ = rate_ * static_cast<double>(n);
}

double ProcessorSharing::rate_of(const ProcessState& process) const
{
  return rate_ * process.running;
}

/// The timer may stay armed too early (it then finds nothing due and is armed anew), never too late.
void ProcessorSharing::rearm()
{
  if (has_quota_)
    watch_quotas();
  if (heap_.empty()) {
    Simulation::disarm(timer_);
    return;
  }
  const double left = std::max(0.0, heap_.top().finish - attained_);
  const Time at = simulation_.now() + Duration(left / rate_);
  if (not timer_.armed() || at < timer_.at)
    simulation_.arm(timer_, at);
}

void ProcessorSharing::complete_due()
{
  advance();
  const auto now = simulation_.now();
  while (not heap_.empty()) {
    const Entry entry = heap_.top();
    // What is left may be too little to move the clock: then it is done.
    if (entry.finish > attained_ && now + Duration((entry.finish - attained_) / rate_) > now)
      break;
    heap_.pop();
    Run& run = *entry.run;
    run.present_ = false;
    ProcessState& process = process_of(run);
    --process.running;
    count_completion(process, run.demand_s_);
    run.waiter_.wake();
  }
  set_rate();
  rearm();
}

void ProcessorSharing::halt(ProcessState& process)
{
  const auto stopped = [&](const Entry& entry) {
    return &process_of(*entry.run) == &process && not process.lets(entry.run->thread_);
  };
  for (const Entry& entry : heap_.extract(stopped)) {
    entry.run->remaining_s_ = std::max(0.0, entry.finish - attained_);
    process.waiting.push_back(entry.run);
    --process.running;
  }
  set_rate();
}

void ProcessorSharing::release(ProcessState& process)
{
  for (Run* run : std::exchange(process.waiting, {})) {
    if (process.lets(run->thread_))
      push(*run);
    else
      process.waiting.push_back(run);
  }
  set_rate();
}

void ProcessorSharing::refit()
{
  rate_of_.assign(1, 0.0);
  const double threads = std::max(capacity_.cores, capacity_.hardware_threads);
  for (int n = 1; n <= threads + 1; ++n)
    rate_of_.push_back(speed_ * capacity_.at(n) / n);
  set_rate();
  rearm();
}

double ProcessorSharing::served_present_s(Time now) const
{
  const double attained = attained_ + rate_ * in_seconds(now - last_measured());
  double served_s = 0;
  for (const Entry& entry : heap_.items())
    served_s += entry.run->demand_s_ - (entry.finish - attained);
  for (const auto& process : processes_)
    for (const Run* run : process->waiting)
      served_s += run->demand_s_ - run->remaining_s_;
  return served_s;
}

} // namespace onsale::engine
