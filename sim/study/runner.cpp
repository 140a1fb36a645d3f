#include "sim/study/runner.hpp"

#include "calibration/audit/plan.hpp"
#include "sim/run/footprint.hpp"
#include "sim/run/simulate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <set>
#include <utility>

namespace onsale::study {

Workers child_processes(std::size_t jobs)
{
  return [jobs](const auto& numbers, const auto& work, const auto& done) {
    run::in_children(
        numbers.size(), jobs, [&](std::size_t i) { return work(numbers[i]); },
        [&](std::size_t i, run::ChildResult result) { done(numbers[i], std::move(result)); }, run::Told::as_they_end);
  };
}

double expected_work(const k6::Options& options)
{
  const auto arrivals = calibration::arrivals_of(options);
  return calibration::looping_vu_seconds(options) + (arrivals ? arrivals->planned : 0) +
         calibration::planned_iterations(options).value_or(0);
}

std::string run_task(const Task& task, bool with_timeseries)
{
  run::Scenario scenario = *task.scenario;
  run::refuse_what_does_not_fit(scenario, run::available_bytes());
  auto& statistics = scenario.load.summary_trend_stats;
  for (const char* each : {"avg", "med", "p(90)", "p(95)", "p(99)"}) // whatever the script asks for: pictures need them
    if (std::find(statistics.begin(), statistics.end(), each) == statistics.end())
      statistics.emplace_back(each);
  return to_json(observe(scenario, run::simulate(scenario, {.seed = task.seed, .replication = task.replication}),
                         with_timeseries));
}

RunKey Runner::key_of(const Task& task) const
{
  return {task.scenario->hash, task.seed, task.replication, options_.version};
}

std::vector<Observation> Runner::run(const std::vector<Task>& tasks)
{
  std::vector<std::size_t> missing;
  std::set<std::string> wanted; // the same run may be asked for twice
  for (std::size_t number = 0; number < tasks.size(); ++number) {
    const RunKey key = key_of(tasks[number]);
    if (not wanted.insert(key.text()).second || known_.contains(key.text()))
      continue;
    if (auto found = options_.store != nullptr ? options_.store->find(key) : std::nullopt)
      known_.emplace(key.text(), std::move(*found));
    else
      missing.push_back(number);
  }
  const auto work_of = [&](std::size_t number) { return expected_work(tasks[number].scenario->load); };
  std::stable_sort(missing.begin(), missing.end(), [&](auto a, auto b) { return work_of(a) > work_of(b); });
  const double work = std::accumulate(missing.begin(), missing.end(), 0.0,
                                      [&](double sum, std::size_t number) { return sum + work_of(number); });
  Progress progress{wanted.size() - missing.size(), wanted.size(), wanted.size() - missing.size()};
  const auto tell = [&] {
    if (options_.progress)
      options_.progress(progress);
  };
  tell();
  options_.workers(
      missing, [&](std::size_t number) { return run_task(tasks[number], options_.timeseries); },
      [&](std::size_t number, const run::ChildResult& child) {
        const Task& task = tasks[number];
        if (not child.failure.empty())
          throw run::ChildFailure(fmt::format("{} seed {} replication {}: {}", task.scenario->name(), task.seed,
                                              task.replication, child.failure));
        auto observation = observation_from_json(child.text);
        if (options_.store != nullptr)
          options_.store->add(key_of(task), task.scenario->system.name, task.scenario->test, observation);
        known_.emplace(key_of(task).text(), std::move(observation));
        ++computed_;
        ++progress.ended;
        progress.work += work > 0 ? work_of(number) / work : 0;
        tell();
      });
  std::vector<Observation> observations;
  for (const Task& task : tasks)
    observations.push_back(known_.at(key_of(task).text()));
  return observations;
}

} // namespace onsale::study
