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
  std::vector<std::string> keys;
  for (const Task& task : tasks)
    keys.push_back(key_of(task).text());
  std::vector<std::size_t> numbers = run::missing(keys, [&](const std::string& key) { return known_.contains(key); });
  const std::size_t wanted = std::set<std::string>(keys.begin(), keys.end()).size();
  std::erase_if(numbers, [&](std::size_t number) {
    auto found = options_.store != nullptr ? options_.store->find(key_of(tasks[number])) : std::nullopt;
    return found && known_.emplace(keys[number], std::move(*found)).second;
  });
  const auto work_of = [&](std::size_t number) { return expected_work(tasks[number].scenario->load); };
  std::stable_sort(numbers.begin(), numbers.end(), [&](auto a, auto b) { return work_of(a) > work_of(b); });
  const double work = std::accumulate(numbers.begin(), numbers.end(), 0.0,
                                      [&](double sum, std::size_t number) { return sum + work_of(number); });
  Progress progress{wanted - numbers.size(), wanted, wanted - numbers.size()};
  const auto tell = [&] {
    if (options_.progress)
      options_.progress(progress);
  };
  tell();
  run::fan_out(options_.workers, numbers,
               {.work = [&](std::size_t number) { return run_task(tasks[number], options_.timeseries); },
                .keep =
                    [&](std::size_t number, const std::string& text) {
                      const Task& task = tasks[number];
                      auto observation = observation_from_json(text);
                      if (options_.store != nullptr)
                        options_.store->add(key_of(task), task.scenario->system.name, task.scenario->test, observation);
                      known_.emplace(keys[number], std::move(observation));
                      ++computed_;
                      ++progress.ended;
                      progress.work += work > 0 ? work_of(number) / work : 0;
                      tell();
                    },
                .name =
                    [&](std::size_t number) {
                      const Task& task = tasks[number];
                      return fmt::format("{} seed {} replication {}", task.scenario->name(), task.seed,
                                         task.replication);
                    }});
  std::vector<Observation> observations;
  for (const std::string& key : keys)
    observations.push_back(known_.at(key));
  return observations;
}

} // namespace onsale::study
