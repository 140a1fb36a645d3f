#include "model/operations/plan_reader.hpp"

#include "model/config/nearest.hpp"
#include "model/config/wording.hpp"
#include "model/system/system.hpp"
#include "model/system/system_options.hpp"

#include <algorithm>

namespace onsale::operations {
namespace {

using config::Object;
using config::Value;
using engine::seconds;

template <class Kind> std::vector<std::string> names_of(const std::vector<const Kind*>& kinds)
{
  std::vector<std::string> names;
  for (const Kind* kind : kinds)
    names.emplace_back(kind->name);
  return names;
}

/// One of these names, or a fault that tells the nearest.
std::string one_of(Object& object, const char* key, const char* says, const std::vector<std::string>& known)
{
  const std::string name = object.text(key, {.says = says, .choices = known});
  if (not name.empty() && std::find(known.begin(), known.end(), name) == known.end())
    object.fault(key, "there is no " + std::string(key) + " called " + config::in_quotes(name) +
                          config::suggestion(name, known));
  return name;
}

/// nullptr: none is called so.
template <class Kind> const Kind* kind_of(const std::vector<const Kind*>& kinds, const std::string& name)
{
  const auto found = std::find_if(kinds.begin(), kinds.end(), [&](const Kind* kind) { return kind->name == name; });
  return found == kinds.end() ? nullptr : *found;
}

std::optional<Condition> read_condition(const Value& value)
{
  std::string problem;
  auto condition = parse_condition(value.text(), problem);
  if (not condition)
    value.fault(problem);
  return condition;
}

Fault read_fault(Object object, const system::SystemOptions& system)
{
  const auto kinds = system::fault_kinds();
  Fault fault;
  fault.name = one_of(object, "fault", "what goes wrong", names_of(kinds));
  fault.from = object.duration("from", {.says = "when it begins"});
  fault.to = object.duration(
      "to", {.says = "when it ends by itself; none: never", .above = fault.from, .default_value = engine::forever});
  if (object.has("period")) {
    fault.period = object.duration("period", {.says = "it comes and goes in this time", .above = seconds(0)});
    fault.on_share = object.ratio("on", {.says = "for this part of each period", .above = 0.0, .default_value = 0.5});
  }
  if (const system::FaultKind* kind = kind_of(kinds, fault.name))
    fault.effect = kind->read(object, system);
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

/// The actions of operations themselves: they end faults.
bool ends_fault(const std::string& action)
{
  return action == "end fault" || action == "fail over";
}

std::vector<std::string> names_of_actions()
{
  std::vector<std::string> names = names_of(system::action_kinds());
  names.insert(names.begin(), {"end fault", "fail over"});
  return names;
}

void read_end(Object& object, const std::vector<Fault>& faults, Action& action)
{
  action.fault = object.text("fault", {.says = "of `faults`, which this ends"});
  action.name += ": " + action.fault;
  const bool known =
      std::any_of(faults.begin(), faults.end(), [&](const Fault& each) { return each.name == action.fault; });
  if (not known)
    object.fault("fault", "no fault of this scenario is called " + config::in_quotes(action.fault));
}

/// `- {set: {NAME: VALUE}, at: 60s}` or `- {do: add replica, when: query-time > 500ms for 10s, takes: 30s}`
Action read_action(Object object, const system::SystemOptions& system, const std::vector<Fault>& faults)
{
  Action action;
  if (object.exactly_one_of({{"set", "new values of settings of the running system"}, {"do", "what is done"}}) ==
      "set") {
    read_settings(object.object("set"), action.settings);
    action.name = "set";
    for (const config::Override& each : action.settings)
      action.name += " " + each.path + "=" + each.value;
  } else {
    action.name = one_of(object, "do", "what is done", names_of_actions());
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
  if (ends_fault(action.name))
    read_end(object, faults, action);
  else if (const system::ActionKind* kind = kind_of(system::action_kinds(), action.name))
    action.effect = kind->read(object, system);
  object.finish();
  return action;
}

} // namespace

Plan read_plan(Object& top, const config::Settings& settings, const system::SystemOptions& system)
{
  Plan plan;
  for (const Value& value : top.list("faults", {.says = "what goes wrong, and when"}))
    plan.faults.push_back(read_fault(value.object(), system));
  for (const Value& value : top.list("actions", {.says = "what operators do, at a time or when a condition holds"}))
    plan.actions.push_back(read_action(value.object(), system, plan.faults));
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
