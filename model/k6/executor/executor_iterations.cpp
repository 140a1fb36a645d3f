#include "model/k6/executor/executor_iterations.hpp"

#include <utility>

namespace onsale::k6 {

std::unique_ptr<ExecutorRun> PerVuIterations::run(ExecutorContext context) const
{
  return std::make_unique<IterationsRun>(std::move(context), vus, iterations, false);
}

std::unique_ptr<ExecutorRun> SharedIterations::run(ExecutorContext context) const
{
  return std::make_unique<IterationsRun>(std::move(context), vus, iterations, true);
}

IterationsRun::IterationsRun(ExecutorContext context, std::int64_t vus, std::int64_t iterations, bool shared)
    : ExecutorRun(std::move(context)), iterations_(static_cast<std::uint64_t>(iterations)), shared_(shared),
      crew_(static_cast<std::size_t>(vus)),
      max_duration_([](void* self) { static_cast<IterationsRun*>(self)->closed_ = true; }, this)
{
}

IterationSource::Turn IterationsRun::next_turn(VirtualUser& user)
{
  auto& begun_by_user = crew_[user.slot()].begun;
  if (closed_ || (shared_ ? begun() : begun_by_user) == iterations_)
    return {Turn::Kind::leave, {}};
  const auto number = next_number();
  const auto own = begun_by_user++;
  // Shared iterations are taken by whoever is free: there the number alone says which customer it is.
  return {Turn::Kind::begin, {number, shared_ ? number : (std::uint64_t{user.slot()} << 32) | own}};
}

void IterationsRun::left(VirtualUser& user)
{
  release(crew_[user.slot()]);
  if (active_ > 0)
    return;
  drop_shared();
  finish();
}

void IterationsRun::on_start()
{
  simulation().arm(max_duration_, at(regular_ns()));
  arm_hard_stop();
  for (std::uint32_t slot = 0; slot < crew_.size(); ++slot) {
    auto& user = users().take();
    crew_[slot].user = &user;
    ++active_;
    user.work(workload(), *this, slot);
  }
}

void IterationsRun::on_hard_stop()
{
  engine::Simulation::disarm(max_duration_);
  for (auto& member : crew_)
    if (member.user != nullptr) {
      member.user->stop();
      release(member);
    }
  drop_shared();
}

void IterationsRun::on_progress(ScenarioProgress& progress) const
{
  progress.vus_allocated = static_cast<std::int64_t>(crew_.size());
  progress.iterations_planned = shared_ ? iterations_ : iterations_ * crew_.size();
}

void IterationsRun::release(Member& member)
{
  if (not shared_ && member.begun < iterations_)
    drop(iterations_ - member.begun);
  --active_;
  users().give_back(*std::exchange(member.user, nullptr));
}

void IterationsRun::drop_shared()
{
  if (shared_ && begun() < iterations_)
    drop(iterations_ - begun());
}

} // namespace onsale::k6
