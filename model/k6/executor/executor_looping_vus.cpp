#include "model/k6/executor/executor_looping_vus.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>

namespace onsale::k6 {
namespace {

// Far more than a real user could do in any instant; a loop without any wait would never let the clock go on.
constexpr std::size_t most_turns_at_once = 100'000;

} // namespace

std::unique_ptr<ExecutorRun> ConstantVus::run(ExecutorContext context) const
{
  auto reserved = required_vus({.stop_ns = context.scenario.graceful_stop_ns});
  return std::make_unique<LoopingVusRun>(std::move(context), looping_vus(), std::move(reserved));
}

std::unique_ptr<ExecutorRun> RampingVus::run(ExecutorContext context) const
{
  auto reserved = required_vus({.stop_ns = context.scenario.graceful_stop_ns});
  return std::make_unique<LoopingVusRun>(std::move(context), looping_vus(), std::move(reserved));
}

LoopingVusRun::LoopingVusRun(ExecutorContext context, VuPlan planned, VuPlan reserved)
    : ExecutorRun(std::move(context)), planned_(std::move(planned)), reserved_(std::move(reserved)),
      slots_(static_cast<std::size_t>(max_vus(planned_))),
      step_([](void* self) { static_cast<LoopingVusRun*>(self)->take_steps(); }, this)
{
}

IterationSource::Turn LoopingVusRun::next_turn(VirtualUser& user)
{
  auto& slot = slots_[user.slot()];
  if (not slot.planned)
    return {Turn::Kind::leave, {}};
  check_that_time_passes();
  const auto customer = (std::uint64_t{user.slot()} << 32) | slot.begun++;
  return {Turn::Kind::begin, {next_number(), customer}};
}

void LoopingVusRun::left(VirtualUser& user)
{
  vacate(user);
  finish_if_over();
}

void LoopingVusRun::on_hard_stop()
{
  engine::Simulation::disarm(step_);
  cut(0);
}

void LoopingVusRun::on_progress(ScenarioProgress& progress) const
{
  progress.vus_allocated = static_cast<std::int64_t>(slots_.size());
  progress.duration_s = engine::in_seconds(as_duration(planned_.back().time_ns)); // stages at 0 at the end are none
}

/// Takes the steps of both plans that are due, and waits for the next.
void LoopingVusRun::take_steps()
{
  while (next_planned_ < planned_.size() || next_reserved_ < reserved_.size()) {
    const bool cuts = cuts_next();
    const auto& step = cuts ? reserved_[next_reserved_] : planned_[next_planned_];
    if (at(step.time_ns) > simulation().now()) {
      simulation().arm(step_, at(step.time_ns));
      break;
    }
    ++(cuts ? next_reserved_ : next_planned_);
    if (cuts)
      cut(step.vus);
    else
      plan(step.vus);
  }
  finish_if_over();
}

/// Of two steps at one instant the cut goes first, so that a slot that is planned again begins anew; but a slot must be
/// released before it is cut off.
bool LoopingVusRun::cuts_next() const
{
  if (next_reserved_ == reserved_.size() || next_planned_ == planned_.size())
    return next_planned_ == planned_.size();
  const auto& planned = planned_[next_planned_];
  const auto& reserved = reserved_[next_reserved_];
  return reserved.time_ns < planned.time_ns || (reserved.time_ns == planned.time_ns && reserved.vus >= planned_now_);
}

void LoopingVusRun::plan(std::int64_t vus)
{
  for (; planned_now_ < vus; ++planned_now_)
    occupy(static_cast<std::size_t>(planned_now_));
  for (; planned_now_ > vus; --planned_now_)
    slots_[static_cast<std::size_t>(planned_now_ - 1)].planned = false;
}

void LoopingVusRun::cut(std::int64_t vus)
{
  for (auto slot = std::exchange(reserved_now_, vus); slot > vus; --slot)
    if (auto* const user = slots_[static_cast<std::size_t>(slot - 1)].user; user != nullptr) {
      user->stop();
      vacate(*user);
    }
}

void LoopingVusRun::occupy(std::size_t slot)
{
  slots_[slot].planned = true;
  if (slots_[slot].user != nullptr)
    return; // still finishing an iteration: it goes on after that
  auto& user = users().take();
  slots_[slot].user = &user;
  ++active_;
  user.work(workload(), *this, static_cast<std::uint32_t>(slot));
}

void LoopingVusRun::vacate(VirtualUser& user)
{
  slots_[user.slot()].user = nullptr;
  --active_;
  users().give_back(user);
}

void LoopingVusRun::finish_if_over()
{
  if (state() != State::running || active_ > 0 || next_planned_ < planned_.size())
    return;
  engine::Simulation::disarm(step_);
  finish();
}

void LoopingVusRun::check_that_time_passes()
{
  if (simulation().now() != std::exchange(last_turn_, simulation().now()))
    turns_at_once_ = 0;
  if (++turns_at_once_ > most_turns_at_once + slots_.size())
    throw std::runtime_error(fmt::format(
        "scenario '{}': {} iterations began at {} s without any time passing; let journey "
        "'{}' send a request or sleep",
        context().scenario.name, turns_at_once_, engine::in_seconds(simulation().now()), context().scenario.exec));
}

} // namespace onsale::k6
