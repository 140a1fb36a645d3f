#include "calibration/fit/simulator.hpp"

#include "sim/run/in_child.hpp"
#include "sim/run/simulate.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

namespace onsale::fit {
namespace {

using nlohmann::json;

std::uint64_t mixed(std::uint64_t hash, std::string_view text) // FNV-1a
{
  for (const char letter : text)
    hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3;
  return (hash ^ 0xff) * 0x100000001b3;
}

constexpr std::uint64_t hash_start = 0xcbf29ce484222325;

} // namespace

Simulator::Simulator(const std::vector<Parameter>& parameters, Store& store, Options options)
    : parameters_(parameters), store_(store), options_(std::move(options))
{
}

/// Tests get draws of their own: measured tests do not share theirs either, and errors that are common to all would
/// look like agreement.
std::uint64_t Simulator::seed_of(const TestRun& test) const
{
  return mixed(mixed(hash_start, std::to_string(options_.seed)), test.name);
}

std::uint64_t Simulator::key_of(const Point& point) const
{
  std::uint64_t key = mixed(hash_start, options_.program);
  key = mixed(key, fmt::format("{:x} {} {:x} {}", point.test->hash, point.test->load_factor, seed_of(*point.test),
                               point.replication));
  for (const std::string& sub : point.test->subs)
    key = mixed(key, sub);
  for (const std::string& set : sets_of(parameters_, point.at))
    key = mixed(key, set);
  return key;
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
