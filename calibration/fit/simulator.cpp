#include "calibration/fit/simulator.hpp"

#include "model/config/digest.hpp"
#include "sim/run/fan_out.hpp"
#include "sim/run/simulate.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

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
  std::vector<std::uint64_t> keys;
  for (const Point& point : points)
    keys.push_back(key_of(point));
  const auto name = [&](std::size_t number) {
    return fmt::format("{} with {}", points[number].test->name,
                       fmt::join(sets_of(parameters_, points[number].at), " "));
  };
  run::fan_out(run::child_processes(options_.jobs, run::Told::in_order), // the store has the same bytes each time
               run::missing(keys, [&](std::uint64_t key) { return store_.find(key) != nullptr; }),
               {.work =
                    [&](std::size_t number) {
                      const Point& point = points[number];
                      const run::Scenario scenario = scenario_of(*point.test, sets_of(parameters_, point.at));
                      return json(values_of(run::simulate(
                                      scenario, {.seed = seed_of(*point.test), .replication = point.replication})))
                          .dump();
                    },
                .keep =
                    [&](std::size_t number, const std::string& text) {
                      store_.add(keys[number], json::parse(text).get<Values>());
                      ++simulated_;
                      if (options_.progress)
                        options_.progress(simulated_);
                    },
                .name = name});
  std::vector<Values> values;
  values.reserve(keys.size());
  for (const std::uint64_t key : keys)
    values.push_back(*store_.find(key));
  return values;
}

} // namespace onsale::fit
