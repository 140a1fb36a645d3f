#include "sim/engine/cpu/run_queues.hpp"

#include "sim/engine/check.hpp"
#include "sim/engine/cpu/process_state.hpp"
#include "sim/engine/cpu/run_queue_core.hpp"

#include <cmath>
#include <stdexcept>
#include <utility>

namespace onsale::engine {

RunQueues::RunQueues(Simulation& simulation, const CpuOptions& options)
    : Cpu(simulation, options.name, options.capacity), options_(options.run_queue.value_or(RunQueueOptions{})),
      slice_s_(in_seconds(options_.slice)),
      balance_([](void* self) { static_cast<RunQueues*>(self)->on_balance(); }, this)
{
  if (options.capacity.hardware_threads > 2 * std::ceil(options.capacity.cores))
    throw std::invalid_argument(options.name + ": run queues are of cores with two hardware threads at most");
  refit();
}

RunQueues::~RunQueues() = default;

std::size_t RunQueues::size() const
{
  std::size_t threads = 0;
  for (const auto& core : cores_)
    threads += core->threads().size();
  return threads;
}

std::uint64_t RunQueues::switches() const
{
  std::uint64_t count = 0;
  for (const auto& core : cores_)
    count += core->switches();
  return count;
}

std::uint64_t RunQueues::preemptions() const
{
  std::uint64_t count = 0;
  for (const auto& core : cores_)
    count += core->preemptions();
  return count;
}

RunQueues::Entity& RunQueues::entity_of(Thread& thread)
{
  if (thread.state_ == nullptr)
    thread.state_ = std::make_unique<Entity>(*this, thread.process());
  return static_cast<Entity&>(*thread.state_);
}

/// The thread ends: it may be in a queue still, with a debt or until the end of this instant.
void RunQueues::forget(Entity& thread)
{
  for (const auto& core : cores_)
    core->forget(thread);
}

void RunQueues::start(Run& run)
{
  advance();
  count_arrival(process_of(run));
  Entity& thread = entity_of(run.thread_);
  ONSALE_CHECK(thread.run == nullptr, name() + ": a thread was given a second run while it has one");
  thread.run = &run;
  if (not may_compute(run.thread_))
    wait_stopped(thread);
  else if (thread.state == RunState::lingering)
    thread.core->go_on();
  else if (thread.state == RunState::delayed)
    thread.core->wake(thread);
  else
    core_for(thread).wake(thread);
}

void RunQueues::wait_stopped(Entity& thread)
{
  if (thread.state != RunState::asleep) {
    thread.core->halt(thread);
    return;
  }
  thread.state = RunState::stopped;
  process_of(*thread.run).waiting.push_back(thread.run);
}

void RunQueues::told(Run& run)
{
  advance();
  Entity& thread = entity_of(run.thread_);
  thread.core->told(thread);
  run.present_ = false;
  count_completion(process_of(run), run.demand_s_);
  waker_ = thread.core;
  waker_at_ = simulation_.now();
}

void RunQueues::leave(Run& run)
{
  advance();
  Entity& thread = entity_of(run.thread_);
  ProcessState& process = process_of(run);
  if (thread.state == RunState::stopped) {
    thread.state = RunState::asleep;
    thread.lag_s = 0;
    std::erase(process.waiting, &run);
  } else {
    thread.core->remove(thread);
  }
  thread.run = nullptr;
  count_leaving(process, run.demand_s_ - run.remaining_s_);
}

void RunQueues::advance()
{
  const double dt_s = measure();
  if (dt_s > 0 && has_quota_)
    charge_quotas(dt_s);
}

void RunQueues::complete_due()
{
  advance();
  for (const auto& core : cores_)
    core->complete_due();
}

/// Those that compute come last: else each of the others would get the core first.
void RunQueues::halt(ProcessState& process)
{
  std::vector<Entity*> stopping;
  for (const bool current : {false, true})
    for (const auto& core : cores_)
      for (Entity* const thread : core->threads())
        if ((thread == core->current()) == current && thread->wants_cpu() &&
            processes_[thread->process].get() == &process && not process.lets(thread->run->thread_))
          stopping.push_back(thread);
  for (Entity* const thread : stopping)
    thread->core->halt(*thread);
}

void RunQueues::release(ProcessState& process)
{
  for (Run* const run : std::exchange(process.waiting, {})) {
    if (not process.lets(run->thread_)) {
      process.waiting.push_back(run);
      continue;
    }
    Entity& thread = entity_of(run->thread_);
    core_for(thread).enqueue(thread);
  }
  for (std::uint32_t number = 0; number < online_; ++number)
    cores_[number]->begin();
}

/// Of a part of a core each has that part.
void RunQueues::refit()
{
  const auto whole_cores = static_cast<std::uint32_t>(std::max(1.0, std::ceil(capacity_.cores)));
  const auto threads = std::max(whole_cores, static_cast<std::uint32_t>(capacity_.hardware_threads));
  while (cores_.size() < threads)
    cores_.push_back(std::make_unique<Core>(*this, static_cast<std::uint32_t>(cores_.size())));
  online_ = threads;
  whole_cores_ = whole_cores;
  for (std::size_t number = online_; number < cores_.size(); ++number)
    cores_[number]->evacuate(*cores_[number % online_]);
  for (const auto& core : cores_)
    core->refit(rate_of(*core));
  set_busy_rate();
  for (std::uint32_t number = 0; number < online_; ++number)
    cores_[number]->begin();
}

void RunQueues::rearm()
{
  if (has_quota_)
    watch_quotas();
}

double RunQueues::rate_of(const ProcessState& process) const
{
  double rate = 0;
  for (const auto& core : cores_)
    if (core->computes() && processes_[core->current()->process].get() == &process)
      rate += core->rate();
  return rate;
}

double RunQueues::served_present_s(Time now) const
{
  double served_s = 0;
  for (const auto& core : cores_) {
    served_s += core->served_uncharged_s(now);
    for (const Entity* thread : core->threads())
      if (thread->run != nullptr)
        served_s += thread->run->demand_s_ - thread->run->remaining_s_;
  }
  for (const auto& process : processes_)
    for (const Run* run : process->waiting)
      served_s += run->demand_s_ - run->remaining_s_;
  return served_s;
}

RunQueues::Core* RunQueues::sibling_of(const Core& core) const
{
  const std::uint32_t number =
      core.number() < whole_cores_ ? core.number() + whole_cores_ : core.number() - whole_cores_;
  return number < online_ && core.number() < online_ ? cores_[number].get() : nullptr;
}

double RunQueues::rate_of(const Core& core) const
{
  const double alone = speed_ * std::min(1.0, capacity_.cores / whole_cores_);
  const Core* const sibling = sibling_of(core);
  return sibling != nullptr && sibling->computes() ? alone * (1 + capacity_.smt_gain) / 2 : alone;
}

void RunQueues::computing_changed(Core& core)
{
  if (online_ > whole_cores_)
    if (Core* const sibling = sibling_of(core)) {
      sibling->refit(rate_of(*sibling));
      core.refit(rate_of(core));
    }
  set_busy_rate();
  if (has_quota_)
    watch_quotas();
}

void RunQueues::set_busy_rate()
{
  if (cores_.size() == 1) {
    busy_rate_ = cores_.front()->computes() ? cores_.front()->rate() : 0;
    return;
  }
  busy_rate_ = 0;
  for (const auto& core : cores_)
    if (core->computes())
      busy_rate_ += core->rate();
}

} // namespace onsale::engine
