#include "model/operations/plan_reader.hpp"

#include "model/config/nearest.hpp"
#include "model/config/wording.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace onsale::operations {
namespace {

using config::Object;
using config::Value;
using engine::seconds;

constexpr std::array<std::string_view, static_cast<std::size_t>(FaultKind::count_of)> fault_names = {
    "database down",  "database slow",  "redis down",   "redis slow",           "cache lost",
    "scheduler down", "queue disorder", "queue loss",   "queue duplicates",     "heap leak",
    "cpu slow",       "disk slow",      "network slow", "backend network slow", "instance down"};

constexpr std::array<std::string_view, static_cast<std::size_t>(ActionKind::count_of)> action_names = {
    "set",          "end fault",    "fail over",         "bypass cache",   "use cache",
    "warm cache",   "add replica",  "add shard",         "scale database", "scale server",
    "tune queries", "add instance", "restart instances", "pause jobs",     "waiting page",
    "remove page"};

/// The place of a name in a table, or a fault that tells the nearest.
template <std::size_t Size>
std::optional<std::size_t> number_of(Object& object, const char* key, const char* says,
                                     const std::array<std::string_view, Size>& names)
{
  const std::vector<std::string> known(names.begin(), names.end());
  const std::string name = object.text(key, {.says = says, .choices = known});
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end())
    return static_cast<std::size_t>(found - names.begin());
  if (not name.empty())
    object.fault(key, "there is no " + std::string(key) + " called " + config::in_quotes(name) +
                          config::suggestion(name, known));
  return std::nullopt;
}

std::optional<Condition> read_condition(const Value& value)
{
  std::string problem;
  auto condition = parse_condition(value.text(), problem);
  if (not condition)
    value.fault(problem);
  return condition;
}

Fault read_fault(Object object)
{
  Fault fault;
  fault.kind = static_cast<FaultKind>(number_of(object, "fault", "what goes wrong", fault_names).value_or(0));
  fault.name = fault_names[static_cast<std::size_t>(fault.kind)];
  fault.from = object.duration("from", {.says = "when it begins"});
  fault.to = object.duration(
      "to", {.says = "when it ends by itself; none: never", .above = fault.from, .default_value = engine::forever});
  if (object.has("period")) {
    fault.period = object.duration("period", {.says = "it comes and goes in this time", .above = seconds(0)});
    fault.on_share = object.ratio("on", {.says = "for this part of each period", .above = 0.0, .default_value = 0.5});
  }
  switch (fault.kind) {
  case FaultKind::cpu_slow:
    fault.role = object.one_of<system::Role>(
        "host-of", "whose host slows down",
        {{"server", system::Role::server}, {"mysql", system::Role::mysql}, {"redis", system::Role::redis}},
        system::Role::server);
    [[fallthrough]];
  case FaultKind::database_slow:
  case FaultKind::redis_slow:
  case FaultKind::disk_slow:
    fault.factor = object.number("factor", {.says = "so many times slower", .minimum = 1.0});
    break;
  case FaultKind::queue_disorder:
  case FaultKind::queue_loss:
  case FaultKind::queue_duplicates:
    fault.share = object.ratio("share", {.says = "of the tokens", .above = 0.0});
    break;
  case FaultKind::heap_leak:
    fault.bytes = static_cast<double>(
        object.bytes("per-request", {.says = "that each request leaves reachable in the heap", .above = 0}));
    break;
  case FaultKind::network_slow:
  case FaultKind::backend_slow:
    fault.added = object.duration("adds", {.says = "to each round trip", .above = seconds(0)});
    break;
  case FaultKind::instance_down:
    fault.instance = static_cast<std::size_t>(
        object.integer("instance", {.says = "of the application, from 1", .minimum = 1, .default_value = 1}) - 1);
    break;
  default:
    break;
  }
  object.finish();
  return fault;
}

void read_settings(Object object, std::vector<config::Override>& settings)
{
  std::vector<std::string> names;
  for (const config::SettingSpec& spec : system::server_settings().specs())
    names.push_back(spec.name);
  for (const auto& entry : object.entries("the new value", names)) {
    const config::SettingSpec* spec = system::server_settings().find(entry.key);
    if (spec == nullptr) {
      entry.value.fault(system::server_settings().unknown_setting(entry.key));
      continue;
    }
    const std::string text = entry.value.text();
    const auto parsed = config::parse_setting(*spec, text);
    if (parsed.value)
      settings.push_back({spec->name, text});
    else
      entry.value.fault(parsed.problem);
  }
}

void read_endpoints(Object& object, const std::vector<std::string>& endpoints, Action& action)
{
  for (const Value& value : object.list("endpoints", {.says = "that the page stands before", .minimum_size = 1})) {
    const std::string name = value.text();
    const auto found = std::find(endpoints.begin(), endpoints.end(), name);
    if (found == endpoints.end())
      value.fault("there is no endpoint called " + config::in_quotes(name) + config::suggestion(name, endpoints));
    else
      action.endpoints.push_back(static_cast<std::size_t>(found - endpoints.begin()));
  }
}

/// `- {set: {NAME: VALUE}, at: 60s}` or `- {do: add replica, when: query-time > 500ms for 10s, takes: 30s}`
Action read_action(Object object, const std::vector<std::string>& endpoints, const std::vector<Fault>& faults)
{
  Action action;
  if (object.exactly_one_of({{"set", "new values of settings of the running system"}, {"do", "what is done"}}) ==
      "set") {
    read_settings(object.object("set"), action.settings);
    action.name = "set";
    for (const config::Override& each : action.settings)
      action.name += " " + each.path + "=" + each.value;
  } else {
    action.kind = static_cast<ActionKind>(number_of(object, "do", "what is done", action_names).value_or(1));
    action.name = action_names[static_cast<std::size_t>(action.kind)];
  }
  action.at = object.duration("at", {.says = "at this time, or not before it", .default_value = seconds(0)});
  if (const auto when = object.value("when", "`METRIC >|< NUMBER [for TIME]`")) {
    action.when = read_condition(*when);
    action.most = static_cast<std::uint32_t>(
        object.integer("at-most", {.says = "so many times", .minimum = 1, .maximum = 1000000, .default_value = 1}));
    action.pause = object.duration("not-within", {.says = "of the last time", .default_value = seconds(0)});
  } else if (not object.has("at")) {
    object.fault("an action needs `at: TIME` or `when: CONDITION`");
  }
  action.takes = object.duration("takes", {.says = "from decision to effect", .default_value = seconds(0)});
  switch (action.kind) {
  case ActionKind::end_fault:
  case ActionKind::fail_over: {
    action.fault = object.text("fault", {.says = "of `faults`, which this ends"});
    action.name += ": " + action.fault;
    const bool known =
        std::any_of(faults.begin(), faults.end(), [&](const Fault& each) { return each.name == action.fault; });
    if (not known)
      object.fault("fault", "no fault of this scenario is called " + config::in_quotes(action.fault));
    break;
  }
  case ActionKind::scale_database:
  case ActionKind::scale_server:
  case ActionKind::tune_queries:
    action.factor = object.number("factor", {.says = "of what there was", .above = 0.0});
    break;
  case ActionKind::add_replica:
  case ActionKind::add_shard:
  case ActionKind::add_instance:
    action.count = static_cast<std::uint32_t>(
        object.integer("count", {.says = "how many are added", .minimum = 1, .maximum = 100, .default_value = 1}));
    break;
  case ActionKind::waiting_page:
    action.status = static_cast<int>(object.integer(
        "status", {.says = "that the page answers with", .minimum = 200, .maximum = 599, .default_value = 503}));
    read_endpoints(object, endpoints, action);
    break;
  default:
    break;
  }
  object.finish();
  return action;
}

} // namespace

Plan read_plan(Object& top, const config::Settings& settings, const std::vector<std::string>& endpoints)
{
  Plan plan;
  for (const Value& value : top.list("faults", {.says = "what goes wrong, and when"}))
    plan.faults.push_back(read_fault(value.object()));
  for (const Value& value : top.list("actions", {.says = "what operators do, at a time or when a condition holds"}))
    plan.actions.push_back(read_action(value.object(), endpoints, plan.faults));
  for (const Value& value :
       top.list("signs", {.says = "`METRIC >|< NUMBER [for TIME]`: told with the time when it first holds"}))
    if (const auto sign = read_condition(value))
      plan.signs.push_back(*sign);
  for (const Value& value : top.list("background", {.says = "jobs that use the database beside the load"})) {
    Object object = value.object();
    BackgroundJob job;
    job.name = object.text("name", {.says = "of the job"});
    job.every = object.duration("every", {.says = "from start to start", .above = seconds(0)});
    job.cpu_s = engine::in_seconds(object.duration("cpu", {.says = "of MySQL, for each run"}));
    object.finish();
    plan.jobs.push_back(job);
  }
  for (const auto& line : settings.lines())
    if (not line.value.empty())
      plan.settings.push_back({line.name, line.value});
  return plan;
}

} // namespace onsale::operations
