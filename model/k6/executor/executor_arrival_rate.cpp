#include "model/k6/executor/executor_arrival_rate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace onsale::k6 {
std::unique_ptr<ExecutorRun> ConstantArrivalRate::run(ExecutorContext context) const
{
  return std::make_unique<ArrivalRateRun>(std::move(context), ConstantArrivals(rate, time_unit_ns, duration_ns), vus);
}

std::unique_ptr<ExecutorRun> RampingArrivalRate::run(ExecutorContext context) const
{
  return std::make_unique<ArrivalRateRun>(std::move(context), RampingArrivals(start_rate, time_unit_ns, stages), vus);
}

ArrivalRateRun::ArrivalRateRun(ExecutorContext context, Arrivals arrivals, ArrivalVus vus)
    : ExecutorRun(std::move(context)), arrivals_(std::move(arrivals)), vus_(vus),
      due_([](void* self) { static_cast<ArrivalRateRun*>(self)->arrive(); }, this),
      initialised_([](void* self) { static_cast<ArrivalRateRun*>(self)->initialisation_done(); }, this)
{
}

IterationSource::Turn ArrivalRateRun::next_turn(VirtualUser& user)
{
  set_running(member(user), false);
  if (closed_)
    return {Turn::Kind::leave, {}};
  idle_.push_back(user);
  return {Turn::Kind::wait, {}};
}

void ArrivalRateRun::left(VirtualUser& user)
{
  release(member(user));
  if (staying_ == 0)
    finish();
}

void ArrivalRateRun::on_start()
{
  for (std::int64_t i = 0; i < vus_.pre_allocated; ++i)
    join(users().take());
  arm_hard_stop();
  wait_for_arrival();
}

void ArrivalRateRun::on_hard_stop()
{
  engine::Simulation::disarm(due_);
  engine::Simulation::disarm(initialised_);
  closed_ = true;
  idle_.clear();
  for (auto& each : crew_)
    if (each.user != nullptr) {
      each.user->stop();
      set_running(each, false);
      release(each);
    }
}

void ArrivalRateRun::on_progress(ScenarioProgress& progress) const
{
  progress.vus_allocated = static_cast<std::int64_t>(crew_.size());
  progress.rate_per_s = rate_per_s(context().scenario.executor, std::min(progress.elapsed_s, progress.duration_s));
}

void ArrivalRateRun::wait_for_arrival()
{
  const auto due_ns = std::visit([](auto& arrivals) { return arrivals.next(); }, arrivals_);
  no_more_arrivals_ = not due_ns.has_value();
  // A ramp is over when its last iteration has begun, whatever is left of its stages.
  const bool ramps = std::holds_alternative<RampingArrivals>(arrivals_);
  simulation().arm(due_, due_ns ? at(*due_ns) : ramps ? simulation().now() : at(regular_ns()));
}

void ArrivalRateRun::arrive()
{
  if (no_more_arrivals_) {
    close();
    return;
  }
  hand_over(arrivals_so_far_++);
  wait_for_arrival();
}

/// A dropped iteration keeps its number: those after it draw as they would have drawn anyway.
void ArrivalRateRun::hand_over(std::uint64_t arrival)
{
  if (idle_.empty()) {
    drop(1);
    initialise_another();
    return;
  }
  auto& user = idle_.front();
  idle_.pop_front();
  set_running(member(user), true);
  user.begin({next_number(), arrival});
}

void ArrivalRateRun::initialise_another()
{
  if (static_cast<std::int64_t>(crew_.size()) < vus_.most) {
    if (not initialised_.armed())
      simulation().arm(initialised_, simulation().now() + context().initialisation_time);
  } else if (not std::exchange(warned_, true)) {
    context().warn(fmt::format("scenario '{}': insufficient VUs, reached {} active VUs and cannot initialise more",
                               context().scenario.name, vus_.most));
  }
}

void ArrivalRateRun::initialisation_done()
{
  join(users().initialise());
}

void ArrivalRateRun::join(VirtualUser& user)
{
  crew_.push_back({&user, false});
  ++staying_;
  user.work(workload(), *this, static_cast<std::uint32_t>(crew_.size() - 1));
}

/// The regular duration is over: idle users go at once, the others after their iteration.
void ArrivalRateRun::close()
{
  closed_ = true;
  engine::Simulation::disarm(initialised_);
  while (not idle_.empty()) {
    auto& user = idle_.front();
    idle_.pop_front();
    user.stop();
    release(member(user));
  }
  if (staying_ == 0)
    finish();
}

void ArrivalRateRun::release(Member& member)
{
  --staying_;
  users().give_back(*std::exchange(member.user, nullptr));
}

void ArrivalRateRun::set_running(Member& member, bool running)
{
  running_ += static_cast<int>(running) - static_cast<int>(member.running);
  member.running = running;
}

} // namespace onsale::k6
