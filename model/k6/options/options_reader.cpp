#include "model/k6/options/options_reader.hpp"

#include "model/config/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <numeric>

namespace onsale::k6 {
namespace {

using config::Object;

constexpr std::int64_t most_vus = 100'000'000; // k6 refuses more; so do our vectors

std::int64_t read_vus(Object& object, std::string_view key, std::string_view says, std::int64_t minimum,
                      std::optional<std::int64_t> default_value)
{
  return object.integer(key, {.says = says, .minimum = minimum, .maximum = most_vus, .default_value = default_value});
}

/// @param says, target_says  what the stages are, and their targets
/// @param highest  of a target
Stages read_stages(Object& object, std::string_view says, std::string_view target_says, std::int64_t highest)
{
  if (not object.has("stages"))
    object.fault("at least one stage has to be specified in stages");
  Stages stages;
  for (const auto& value : object.list("stages", {.says = says, .minimum_size = object.has("stages") ? 1U : 0U})) {
    auto stage = value.object();
    const auto duration_ns = read_duration_ns(stage, "duration", "of the ramp", {});
    stages.push_back({duration_ns, stage.integer("target", {.says = target_says, .minimum = 0, .maximum = highest})});
    stage.finish();
  }
  return stages;
}

ConstantVus read_constant_vus(Object& object)
{
  const auto vus = read_vus(object, "vus", "virtual users", 1, 1);
  return {vus, read_duration_ns(object, "duration", "without gracefulStop", {}, 1)};
}

void require_some_vus(const Object& object, const RampingVus& ramp)
{
  const auto is_zero = [](const Stage& stage) { return stage.target == 0; };
  if (ramp.start_vus == 0 and not ramp.stages.empty() and std::ranges::all_of(ramp.stages, is_zero))
    object.fault("either startVUs or one of the stages' target values must be greater than 0");
}

RampingVus read_ramping_vus(Object& object)
{
  RampingVus ramp;
  ramp.start_vus = read_vus(object, "startVUs", "virtual users at the start", 0, 1);
  ramp.stages = read_stages(object, "ramps, one after the other", "virtual users at its end", most_vus);
  ramp.graceful_ramp_down_ns =
      read_duration_ns(object, "gracefulRampDown", "for iterations of virtual users that a ramp takes away", 30);
  require_some_vus(object, ramp);
  return ramp;
}

ArrivalVus read_arrival_vus(Object& object)
{
  ArrivalVus vus;
  vus.pre_allocated = read_vus(object, "preAllocatedVUs", "virtual users that are ready at the start", 0, {});
  vus.most = read_vus(object, "maxVUs", "beyond them iterations are dropped; preAllocatedVUs unless said", 0,
                      vus.pre_allocated);
  if (vus.most < vus.pre_allocated)
    object.fault("maxVUs", fmt::format("{} is below preAllocatedVUs, which is {}", vus.most, vus.pre_allocated));
  else if (vus.most == 0 and object.has("preAllocatedVUs"))
    object.fault("maxVUs", "0 VUs run no iteration");
  return vus;
}

std::int64_t read_time_unit_ns(Object& object)
{
  const auto unit_ns = read_duration_ns(object, "timeUnit", "of rate, startRate and the stages' targets", 1);
  if (unit_ns <= 0)
    object.fault("timeUnit", "the timeUnit must be more than 0 (default 1s)");
  return std::max<std::int64_t>(unit_ns, 1);
}

ConstantArrivalRate read_constant_arrival_rate(Object& object)
{
  ConstantArrivalRate result;
  result.time_unit_ns = read_time_unit_ns(object);
  // Beyond one iteration a nanosecond the period would truncate to 0.
  result.rate = std::max<std::int64_t>(
      1, object.integer("rate",
                        {.says = "iterations started in each timeUnit", .minimum = 1, .maximum = result.time_unit_ns}));
  result.duration_ns = read_duration_ns(object, "duration", "without gracefulStop", {}, 1);
  result.vus = read_arrival_vus(object);
  return result;
}

RampingArrivalRate read_ramping_arrival_rate(Object& object)
{
  RampingArrivalRate result;
  result.time_unit_ns = read_time_unit_ns(object);
  result.start_rate = object.integer("startRate", {.says = "iterations started in a timeUnit at the start",
                                                   .minimum = 0,
                                                   .maximum = result.time_unit_ns,
                                                   .default_value = 0});
  result.stages =
      read_stages(object, "ramps, one after the other", "iterations a timeUnit at its end", result.time_unit_ns);
  result.vus = read_arrival_vus(object);
  return result;
}

PerVuIterations read_per_vu_iterations(Object& object)
{
  PerVuIterations result;
  result.vus = read_vus(object, "vus", "virtual users", 1, 1);
  result.iterations = object.integer(
      "iterations", {.says = "of each virtual user (per-vu-iterations)", .minimum = 1, .default_value = 1});
  result.max_duration_ns = read_duration_ns(object, "maxDuration", "after which what is left is not run", 600, 1);
  return result;
}

void require_an_iteration_each(const Object& object, const SharedIterations& shared)
{
  if (shared.iterations < shared.vus)
    object.fault(fmt::format("the number of iterations ({}) can't be less than the number of VUs ({})",
                             shared.iterations, shared.vus));
}

SharedIterations read_shared_iterations(Object& object)
{
  SharedIterations result;
  result.vus = read_vus(object, "vus", "virtual users", 1, 1);
  result.iterations =
      object.integer("iterations", {.says = "of all together (shared-iterations)", .minimum = 1, .default_value = 1});
  result.max_duration_ns = read_duration_ns(object, "maxDuration", "after which what is left is not run", 600, 1);
  require_an_iteration_each(object, result);
  return result;
}

using ReadExecutor = Executor (*)(Object&);
template <auto read> Executor as_executor(Object& object)
{
  return read(object);
}

std::optional<ReadExecutor> executor_reader(Object& scenario)
{
  if (scenario.has("executor") and scenario.value("executor")->node().text == "externally-controlled") {
    scenario.fault("executor",
                   "externally-controlled is not supported: nobody can turn its knobs in simulated time, and "
                   "k6 itself removed it in v2.0.0; use ramping-vus");
    return {};
  }
  return scenario.one_of<ReadExecutor>("executor", "how iterations are started",
                                       {{"constant-vus", as_executor<read_constant_vus>},
                                        {"ramping-vus", as_executor<read_ramping_vus>},
                                        {"constant-arrival-rate", as_executor<read_constant_arrival_rate>},
                                        {"ramping-arrival-rate", as_executor<read_ramping_arrival_rate>},
                                        {"per-vu-iterations", as_executor<read_per_vu_iterations>},
                                        {"shared-iterations", as_executor<read_shared_iterations>}});
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
  if (auto* ramp = std::get_if<RampingVus>(&result.executor))
    ramp->graceful_stop_ns = result.graceful_stop_ns;
  scenario.finish();
  return result;
}

std::optional<ScenarioOptions> read_shortcut(Object& options)
{
  refuse_both(options, "iterations", {"stages", "scenarios"});
  refuse_both(options, "duration", {"stages", "scenarios"});
  refuse_both(options, "stages", {"scenarios"});
  const auto vus = read_vus(options, "vus", "virtual users", options.has("stages") ? 0 : 1, 1);
  if (options.has("scenarios"))
    return {};

  ScenarioOptions result;
  result.exec_place = options.place();
  if (options.has("iterations") or (options.has("vus") and not options.has("duration") and not options.has("stages"))) {
    SharedIterations shared{
        vus, options.integer("iterations",
                             {.says = "with vus: a shared-iterations scenario", .minimum = 1, .default_value = vus})};
    shared.max_duration_ns = read_duration_ns(options, "duration", "with vus: a constant-vus scenario", 600, 1);
    require_an_iteration_each(options, shared);
    result.executor = shared;
  } else if (options.has("duration")) {
    result.executor =
        ConstantVus{vus, read_duration_ns(options, "duration", "with vus: a constant-vus scenario", {}, 1)};
  } else if (options.has("stages")) {
    const RampingVus ramp{vus, read_stages(options, "a ramping-vus scenario", "virtual users at its end", most_vus)};
    require_some_vus(options, ramp);
    result.executor = ramp;
  }
  return result;
}

std::int64_t read_duration_ns(Object& object, std::string_view key, std::string_view says,
                              std::optional<double> default_s, double minimum_s)
{
  config::Rule<config::Duration> rule{.says = says, .minimum = config::Duration(minimum_s), .default_unit = "ms"};
  if (default_s)
    rule.default_value = config::Duration(*default_s);
  return std::llround(object.duration(key, rule).count() * static_cast<double>(second_ns));
}

Tags read_tags(Object tags)
{
  Tags result;
  for (const auto& [name, place, value] : tags.entries("value of the tag"))
    result.emplace_back(name, value.text({.may_be_empty = true}));
  return result;
}

} // namespace onsale::k6
