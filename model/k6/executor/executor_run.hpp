/// One scenario at work: the base of the three families of executors.
#pragma once

#include "model/k6/options/options.hpp"
#include "model/k6/user/virtual_user.hpp"
#include "model/k6/user/virtual_user_buffer.hpp"
#include "sim/engine/simulation.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace onsale::k6 {

/// Whole nanoseconds, as k6 plans them, as simulated time.
constexpr engine::Duration as_duration(std::int64_t time_ns)
{
  return engine::seconds(static_cast<double>(time_ns) / static_cast<double>(second_ns));
}

/// What the executors of one test share, and what one of them works on.
struct ExecutorContext {
  engine::Simulation& simulation;
  VirtualUserBuffer& users;
  Workload& workload;
  const ScenarioOptions& scenario;
  engine::Duration initialisation_time{};               ///< of one unplanned VU
  std::function<void()> finished;                       ///< called once; it must not destroy anything
  std::function<void(const std::string& message)> warn; ///< what k6 would log
};

/// Starts when told, ends by itself: when no iteration can begin any more and none is running.
class ExecutorRun : public IterationSource {
public:
  explicit ExecutorRun(ExecutorContext context);
  ExecutorRun(const ExecutorRun&) = delete;
  ExecutorRun& operator=(const ExecutorRun&) = delete;

  void start();
  /// Interrupts every iteration at this instant; or the scenario never begins.
  void abort();
  ScenarioProgress progress() const;
  /// Users that count as active in k6's gauge `vus`.
  virtual std::int64_t active() const = 0;

protected:
  using State = ScenarioProgress::State;

  virtual void on_start() = 0;
  virtual void on_hard_stop() = 0; ///< stop all users, give them back
  virtual void on_progress(ScenarioProgress& progress) const = 0;

  engine::Simulation& simulation() const { return context_.simulation; }
  Workload& workload() const { return context_.workload; }
  VirtualUserBuffer& users() const { return context_.users; }
  const ExecutorContext& context() const { return context_; }
  State state() const { return state_; }
  /// The instant that lies so long after the scenario's start.
  engine::Time at(std::int64_t time_ns) const;
  std::int64_t regular_ns() const { return regular_duration_ns(context_.scenario.executor); }
  /// Stops everything after the graceful stop.
  void arm_hard_stop();
  /// Counts iterations that will not begin; none once the test was aborted, as in k6.
  void drop(std::uint64_t iterations);
  void finish();
  std::uint64_t next_number() { return begun_++; }
  std::uint64_t begun() const { return begun_; }

private:
  void hard_stop();
  void end();
  bool over() const { return state_ == State::finished || state_ == State::interrupted; }

  ExecutorContext context_;
  engine::Timer hard_stop_;
  engine::Time start_ = engine::end_of_time;
  engine::Time end_ = engine::end_of_time;
  State state_ = State::waiting;
  std::uint64_t begun_ = 0;
  std::uint64_t dropped_ = 0;
};

/// The run of a scenario's executor.
std::unique_ptr<ExecutorRun> make_executor_run(ExecutorContext context);

} // namespace onsale::k6
