#include "model/k6/options/options_reader.hpp"

#include "model/config/wording.hpp"

#include <fmt/format.h>

#include <initializer_list>
#include <type_traits>

namespace onsale::k6 {
namespace {

using config::Object;

using ReadExecutor = Executor (*)(Object&);

template <class... Kinds>
std::optional<ReadExecutor> reader_among(Object& scenario, std::type_identity<std::variant<Kinds...>> /*list*/)
{
  return scenario.one_of<ReadExecutor>(
      "executor", "how iterations are started",
      {{Kinds::name, [](Object& object) -> Executor { return Kinds::read(object); }}...});
}

std::optional<ReadExecutor> executor_reader(Object& scenario)
{
  if (scenario.has("executor") and scenario.value("executor")->node().text == "externally-controlled") {
    scenario.fault("executor",
                   "externally-controlled is not supported: nobody can turn its knobs in simulated time, and "
                   "k6 itself removed it in v2.0.0; use ramping-vus");
    return {};
  }
  return reader_among(scenario, std::type_identity<Executor>{});
}

bool is_scenario_name(std::string_view name)
{
  constexpr std::string_view allowed = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-";
  return not name.empty() and name.find_first_not_of(allowed) == std::string_view::npos;
}

/// A fault for two keys that each say what the test runs.
void refuse_both(Object& options, std::string_view one, std::initializer_list<std::string_view> others)
{
  for (const auto other : others)
    if (options.has(one) and options.has(other))
      options.fault(one,
                    fmt::format("using multiple execution config shortcuts ({} and {}) simultaneously is not allowed",
                                one, other));
}

} // namespace

ScenarioOptions read_scenario(Object scenario, const std::string& name, const config::Place& place)
{
  ScenarioOptions result;
  result.name = name;
  if (not is_scenario_name(name))
    scenario.fault("the scenario name should contain only numbers, latin letters, underscores, and dashes");
  result.start_time_ns = read_duration_ns(scenario, "startTime", "after the start of the test", 0);
  result.graceful_stop_ns = read_duration_ns(scenario, "gracefulStop", "for iterations under way at the end", 30);
  result.exec = scenario.text("exec", {.says = "journey that an iteration walks", .default_value = "default"});
  result.exec_place = scenario.has("exec") ? scenario.value("exec")->place() : place;
  result.tags = read_tags(scenario.object("tags", "of every sample"));
  scenario.has("env", "for scripts, which journeys are not: without effect");
  const auto read_executor = executor_reader(scenario);
  if (not read_executor)
    return result; // no other key can be judged without the executor
  result.executor = (*read_executor)(scenario);
  scenario.finish();
  return result;
}

std::optional<ScenarioOptions> read_shortcut(Object& options, const K6Version& version)
{
  refuse_both(options, "iterations", {"stages", "scenarios"});
  refuse_both(options, "duration", {"stages", "scenarios"});
  refuse_both(options, "stages", {"scenarios"});
  const auto vus = read_vus(options, "vus", "virtual users", options.has("stages") ? 0 : 1, 1);
  if (options.has("scenarios"))
    return {};

  ScenarioOptions result;
  result.exec_place = options.place();
  const bool vus_alone = options.has("vus") and not options.has("duration") and not options.has("stages") and
                         not options.has("iterations") and version >= first_with_shared_vus;
  if (options.has("iterations") or vus_alone) {
    SharedIterations shared{
        vus, options.integer("iterations",
                             {.says = "with vus: a shared-iterations scenario", .minimum = 1, .default_value = vus})};
    shared.max_duration_ns = read_duration_ns(options, "duration", "with vus: a constant-vus scenario", 600, 1);
    shared.require_an_iteration_each(options);
    result.executor = shared;
  } else if (options.has("duration")) {
    result.executor =
        ConstantVus{vus, read_duration_ns(options, "duration", "with vus: a constant-vus scenario", {}, 1)};
  } else if (options.has("stages")) {
    const RampingVus ramp{vus, read_stages(options, "a ramping-vus scenario", "virtual users at its end")};
    ramp.require_some_vus(options);
    result.executor = ramp;
  }
  return result;
}

Tags read_tags(Object tags)
{
  Tags result;
  for (const auto& [name, place, value] : tags.entries("value of the tag"))
    result.emplace_back(name, value.text({.may_be_empty = true}));
  return result;
}

} // namespace onsale::k6
