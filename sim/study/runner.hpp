/// Computes runs, each once: what the store or an earlier call knows is not run again.
#pragma once

#include "sim/run/fan_out.hpp"
#include "sim/run/scenario.hpp"
#include "sim/study/observation.hpp"
#include "sim/study/store.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace onsale::study {

/// One run that is wanted.
struct Task {
  std::shared_ptr<const run::Scenario> scenario;
  std::uint64_t seed = 1;
  std::uint32_t replication = 0;
};

/// A sweep's or a search's state, for people who wait.
struct Progress {
  std::size_t ended = 0;
  std::size_t wanted = 0;
  std::size_t known = 0; ///< of the ended: not computed, but found
  double work = 0;       ///< share of what is to be computed that is done, by expected_work(), 0 to 1
};

struct RunnerOptions {
  run::Workers workers = run::child_processes(1);
  Store* store = nullptr;   ///< must outlive the runner
  std::string version = {}; ///< of the program
  bool timeseries = false;
  std::function<void(const Progress&)> progress = {};
};

/// How much a run has to compute, in a unit of its own that serves to compare runs of one scenario: VU-seconds of the
/// executors whose VUs go round and round, iterations of the others.
double expected_work(const k6::Options& options);

/// What a worker does with a task: the run, as JSON of its observation.
std::string run_task(const Task& task, bool with_timeseries);

class Runner {
public:
  explicit Runner(RunnerOptions options) : options_(std::move(options)) {}

  /// [tasks] Those with most to compute begin first: begun last, one of them would keep all but one worker idle.
  /// @throws run::ChildFailure naming the run that failed; runs that ended before it are kept
  std::vector<Observation> run(const std::vector<Task>& tasks);

  std::size_t computed() const { return computed_; }

private:
  RunKey key_of(const Task& task) const;

  RunnerOptions options_;
  std::map<std::string, Observation> known_;
  std::size_t computed_ = 0;
};

} // namespace onsale::study
