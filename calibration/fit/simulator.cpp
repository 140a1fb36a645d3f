#include "calibration/fit/simulator.hpp"

#include "model/config/digest.hpp"
#include "sim/run/in_child.hpp"
#include "sim/run/simulate.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace onsale::fit {
namespace {

using nlohmann::json;

} // namespace

Simulator::Simulator(const std::vector<Parameter>& parameters, Store& store, Options options)
    : parameters_(parameters), store_(store), options_(std::move(options))
{
}

/// Tests get draws of their own: measured tests do not share theirs either, and errors that are common to all would
/// look like agreement.
std::uint64_t Simulator::seed_of(const TestRun& test) const
{
  return config::Digest().add_text(std::to_string(options_.seed)).add_text(test.name).value();
}

std::uint64_t Simulator::key_of(const Point& point) const
{
  config::Digest key;
  key.add_text(options_.program);
  key.add_text(fmt::format("{:x} {} {:x} {}", point.test->hash, point.test->load_factor, seed_of(*point.test),
                           point.replication));
  for (const std::string& sub : point.test->subs)
    key.add_text(sub);
  for (const std::string& set : sets_of(parameters_, point.at))
    key.add_text(set);
  return key.value();
}

std::vector<Values> Simulator::run(std::span<const Point> points)
{
  struct Task {
    std::uint64_t key = 0;
    const Point* point = nullptr;
  };
  std::vector<std::uint64_t> keys;
  std::vector<Task> tasks;
  for (const Point& point : points) {
    keys.push_back(key_of(point));
    const bool asked =
        std::any_of(tasks.begin(), tasks.end(), [&](const Task& task) { return task.key == keys.back(); });
    if (store_.find(keys.back()) == nullptr && not asked)
      tasks.push_back({keys.back(), &point});
  }
  run::in_children(
      tasks.size(), options_.jobs,
      [&](std::size_t number) {
        const Point& point = *tasks[number].point;
        const run::Scenario scenario = scenario_of(*point.test, sets_of(parameters_, point.at));
        return json(
                   values_of(run::simulate(scenario, {.seed = seed_of(*point.test), .replication = point.replication})))
            .dump();
      },
      [&](std::size_t number, const run::ChildResult& child) {
        const Point& point = *tasks[number].point;
        if (not child.failure.empty())
          throw run::ChildFailure(fmt::format("{} with {}: {}", point.test->name,
                                              fmt::join(sets_of(parameters_, point.at), " "), child.failure));
        store_.add(tasks[number].key, json::parse(child.text).get<Values>());
        ++simulated_;
        if (options_.progress)
          options_.progress(simulated_);
      });
  std::vector<Values> values;
  values.reserve(keys.size());
  for (const std::uint64_t key : keys)
    values.push_back(*store_.find(key));
  return values;
}

} // namespace onsale::fit
