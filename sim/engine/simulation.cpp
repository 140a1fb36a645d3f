#include "sim/engine/simulation.hpp"

#include "sim/engine/deadline_queue.hpp"
#include "sim/engine/process.hpp"

namespace onsale::engine {

struct Simulation::Live {
  boost::intrusive::list<ProcessPromise, boost::intrusive::constant_time_size<false>> processes;
};

Simulation::Simulation() : live_(std::make_unique<Live>()) {}

Simulation::~Simulation()
{
  clear();
}

void Simulation::run_until(Time limit)
{
  stopping_ = false;
  Event event{};
  while (not stopping_ && take_next(in_seconds(limit), event))
    run_event(event);
}

/// The ready ring holds this instant's events; one scheduled for this same instant is older and goes first.
bool Simulation::take_next(double limit_s, Event& event)
{
  if (not ready_.empty() && not is_due_before_ready(queue_) && not is_due_before_ready(timers_)) {
    event = Event{now_s_, ready_.front().sequence, ready_.front().target};
    ready_.pop();
    return true;
  }
  const Event* const scheduled = earliest();
  if (scheduled == nullptr || (ready_.empty() && scheduled->time_s > limit_s))
    return false;
  event = *scheduled;
  if (event.target.is_timer()) {
    timers_.pop();
  } else {
    event.target.prefetch(); // the frame comes from memory while the heap closes its hole
    queue_.pop();
    if (not queue_.empty())
      queue_.top().target.prefetch(); // and the next one's while this one runs
  }
  return true;
}

/// Of what is scheduled; nullptr when nothing is.
const Event* Simulation::earliest() const
{
  if (queue_.empty())
    return timers_.empty() ? nullptr : &timers_.top();
  return not timers_.empty() && timers_.top().before(queue_.top()) ? &timers_.top() : &queue_.top();
}

void Simulation::run_event(const Event& event)
{
  if (was_cancelled(event.sequence))
    return;
  if (event.target.is_timer()) {
    Timer& timer = event.target.timer();
    if (timer.sequence != event.sequence)
      return; // armed anew since
    now_s_ = event.time_s;
    ++events_;
    timer.sequence = 0;
    timer.fire(timer.owner);
    return;
  }
  now_s_ = event.time_s;
  ++events_;
  event.target.process().resume();
  if (failure_) [[unlikely]]
    std::rethrow_exception(std::exchange(failure_, {}));
}

void Simulation::advance_to(Time time)
{
  now_s_ = std::max(now_s_, in_seconds(time));
}

void Simulation::spawn(Process process)
{
  ProcessPromise& promise = std::exchange(process.handle_, {}).promise();
  promise.simulation_ = this;
  live_->processes.push_back(promise);
  promise.start_event_ = wake(promise.handle());
}

void Simulation::clear()
{
  while (not live_->processes.empty())
    live_->processes.front().handle().destroy();
}

std::uint64_t Simulation::schedule(Time at, EventTarget process)
{
  const std::uint64_t sequence = next_sequence(at);
  queue_.push({in_seconds(at) + 0.0, sequence, process}); // + 0.0: the heap orders bits, and -0.0 would come last
  return sequence;
}

void Simulation::arm(Timer& timer, Time at)
{
  timer.at = at;
  timer.sequence = next_sequence(at);
  if (in_seconds(at) == now_s_)
    ready_.push({timer.sequence, timer});
  else
    timers_.push({in_seconds(at) + 0.0, timer.sequence, timer});
}

std::uint64_t Simulation::next_sequence(Time at)
{
  ONSALE_CHECK(in_seconds(at) >= now_s_, "an event lies " + std::to_string(now_s_ - in_seconds(at)) + " s in the past");
  return ++sequence_;
}

DeadlineQueue& Simulation::deadlines(Duration patience)
{
  for (const auto& queue : deadlines_)
    if (queue->patience() == patience)
      return *queue;
  deadlines_.push_back(std::make_unique<DeadlineQueue>(*this, patience));
  return *deadlines_.back();
}

void Simulation::in_simgrid(std::function<void()> action)
{
  if (not coupled_) {
    action();
    return;
  }
  simgrid_actions_.push_back(std::move(action));
  stop();
}

Time Simulation::next_event() const
{
  if (not ready_.empty())
    return now();
  const Event* const scheduled = earliest();
  return scheduled == nullptr ? end_of_time : at_seconds(scheduled->time_s);
}

ProcessPromise::~ProcessPromise()
{
  if (ref_ != nullptr)
    ref_->promise_ = nullptr;
  if (start_event_ != 0)
    simulation_->cancel(start_event_);
}

void ProcessPromise::unhandled_exception()
{
  if (simulation_ == nullptr)
    throw;
  simulation_->failure_ = std::current_exception();
}

void ProcessRef::attach(const Process& process)
{
  attach(process.handle_.promise());
}

void ProcessRef::attach(ProcessPromise& promise)
{
  detach();
  promise_ = &promise;
  promise_->ref_ = this;
}

void ProcessRef::detach()
{
  if (promise_ != nullptr)
    promise_->ref_ = nullptr;
  promise_ = nullptr;
}

void ProcessRef::cancel()
{
  if (promise_ == nullptr)
    return;
  ONSALE_CHECK(promise_->simulation_ != nullptr, "a process was cancelled that was not spawned");
  promise_->handle().destroy();
}

} // namespace onsale::engine
