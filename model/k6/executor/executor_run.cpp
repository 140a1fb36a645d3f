#include "model/k6/executor/executor_run.hpp"

#include <utility>

namespace onsale::k6 {
ExecutorRun::ExecutorRun(ExecutorContext context)
    : context_(std::move(context)), hard_stop_([](void* self) { static_cast<ExecutorRun*>(self)->hard_stop(); }, this)
{
}

void ExecutorRun::start()
{
  state_ = State::running;
  start_ = simulation().now();
  on_start();
}

void ExecutorRun::abort()
{
  if (over())
    return;
  const bool started = state_ == State::running;
  state_ = State::interrupted;
  if (started)
    on_hard_stop();
  end();
}

ScenarioProgress ExecutorRun::progress() const
{
  ScenarioProgress progress;
  progress.name = context_.scenario.name;
  progress.state = state_;
  progress.vus_active = active();
  progress.duration_s = engine::in_seconds(as_duration(regular_ns()));
  if (start_ != engine::end_of_time) {
    const auto until = over() ? end_ : simulation().now();
    progress.elapsed_s = engine::in_seconds(until - start_);
  }
  progress.complete = workload().complete;
  progress.interrupted = workload().interrupted;
  progress.dropped = dropped_;
  on_progress(progress);
  return progress;
}

engine::Time ExecutorRun::at(std::int64_t time_ns) const
{
  return start_ + as_duration(time_ns);
}

void ExecutorRun::arm_hard_stop()
{
  simulation().arm(hard_stop_, at(regular_ns() + context_.scenario.graceful_stop_ns));
}

void ExecutorRun::hard_stop()
{
  on_hard_stop();
  finish();
}

void ExecutorRun::drop(std::uint64_t iterations)
{
  if (state_ == State::interrupted)
    return;
  dropped_ += iterations;
  workload().samples.dropped(engine::in_seconds(simulation().now() - workload().test_start), iterations);
}

void ExecutorRun::finish()
{
  state_ = State::finished;
  end();
}

void ExecutorRun::end()
{
  end_ = simulation().now();
  engine::Simulation::disarm(hard_stop_);
  context_.finished();
}

std::unique_ptr<ExecutorRun> make_executor_run(ExecutorContext context)
{
  return std::visit([&](const auto& each) { return each.run(std::move(context)); }, context.scenario.executor);
}

} // namespace onsale::k6
