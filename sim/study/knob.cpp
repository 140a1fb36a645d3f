#include "sim/study/knob.hpp"

#include "model/config/units.hpp"
#include "model/config/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <variant>

namespace onsale::study {
namespace {

using k6::ConstantArrivalRate;
using k6::ConstantVus;
using k6::PerVuIterations;
using k6::RampingArrivalRate;
using k6::RampingVus;
using k6::SharedIterations;

constexpr const char* shortcuts = "options."; // where vus and stages stand without `scenarios`

[[noreturn]] void refuse(const std::string& option, const std::string& message)
{
  throw config::InvalidInput({{option, 0, 0, message}});
}

std::int64_t peak(std::int64_t start, const k6::Stages& stages)
{
  for (const k6::Stage& stage : stages)
    start = std::max(start, stage.target);
  return start;
}

double vus_of(const k6::Executor& executor)
{
  if (const auto* constant = std::get_if<ConstantVus>(&executor))
    return static_cast<double>(constant->vus);
  if (const auto* ramp = std::get_if<RampingVus>(&executor))
    return static_cast<double>(peak(ramp->start_vus, ramp->stages));
  if (const auto* each = std::get_if<PerVuIterations>(&executor))
    return static_cast<double>(each->vus);
  if (const auto* shared = std::get_if<SharedIterations>(&executor))
    return static_cast<double>(shared->vus);
  return 0;
}

double rate_of(const k6::Executor& executor)
{
  const auto per_s = [](std::int64_t rate, std::int64_t unit_ns) {
    return 1e9 * static_cast<double>(rate) / static_cast<double>(unit_ns);
  };
  if (const auto* constant = std::get_if<ConstantArrivalRate>(&executor))
    return per_s(constant->rate, constant->time_unit_ns);
  if (const auto* ramp = std::get_if<RampingArrivalRate>(&executor))
    return per_s(peak(ramp->start_rate, ramp->stages), ramp->time_unit_ns);
  return 0;
}

/// k6's numbers are whole; what is there does not vanish by rounding.
std::int64_t scaled(std::int64_t count, double factor)
{
  return count == 0 ? 0 : std::max<std::int64_t>(1, std::llround(static_cast<double>(count) * factor));
}

void scale_stages(std::vector<std::string>& sets, const std::string& path, const k6::Stages& stages, double factor)
{
  for (std::size_t i = 0; i < stages.size(); ++i)
    sets.push_back(fmt::format("{}stages.{}.target={}", path, i, scaled(stages[i].target, factor)));
}

void scale_vus(std::vector<std::string>& sets, const std::string& path, const k6::Executor& executor, double factor)
{
  if (const auto* ramp = std::get_if<RampingVus>(&executor)) {
    if (ramp->start_vus > 1) // 1 is k6's default, also where nobody wrote it
      sets.push_back(
          fmt::format("{}{}={}", path, path == shortcuts ? "vus" : "startVUs", scaled(ramp->start_vus, factor)));
    scale_stages(sets, path, ramp->stages, factor);
  } else if (vus_of(executor) > 0) {
    sets.push_back(fmt::format("{}vus={}", path, scaled(std::llround(vus_of(executor)), factor)));
  }
}

/// A rate is a whole number of iterations per timeUnit: a unit a thousand times as long lets it take finer steps.
void scale_rate(std::vector<std::string>& sets, const std::string& path, const k6::Executor& executor, double factor)
{
  constexpr std::int64_t finer = 1000;
  const auto longer_unit = [&](std::int64_t unit_ns) {
    static_assert(finer == 1000); // so many nanoseconds become as many microseconds
    sets.push_back(fmt::format("{}timeUnit={}us", path, unit_ns));
  };
  if (const auto* constant = std::get_if<ConstantArrivalRate>(&executor)) {
    longer_unit(constant->time_unit_ns);
    sets.push_back(fmt::format("{}rate={}", path, scaled(constant->rate * finer, factor)));
  } else if (const auto* ramp = std::get_if<RampingArrivalRate>(&executor)) {
    longer_unit(ramp->time_unit_ns);
    sets.push_back(fmt::format("{}startRate={}", path, scaled(ramp->start_rate * finer, factor)));
    scale_stages(sets, path, ramp->stages, factor * static_cast<double>(finer));
  }
}

} // namespace

Knobs::Knobs(const run::ScenarioRequest& request, const run::Scenario& scenario)
    : load_(scenario.load), file_(request.path), base_sets_(request.sets), settings_(scenario.settings)
{
  config::Faults faults;
  const auto document = config::load_document(file_, faults);
  const auto* options = document.root.find("options");
  shortcut_ = options == nullptr || options->find("scenarios") == nullptr;
}

std::vector<std::string> Knobs::sets(const std::string& names, const std::string& value,
                                     const std::string& option) const
{
  std::vector<std::string> sets;
  for (std::size_t begin = 0; begin <= names.size();) {
    const auto end = std::min(names.find('+', begin), names.size());
    for (std::string& set : sets_of_one(names.substr(begin, end - begin), value, option))
      sets.push_back(std::move(set));
    begin = end + 1;
  }
  return sets;
}

std::vector<std::string> Knobs::sets_of_one(const std::string& name, const std::string& value,
                                            const std::string& option) const
{
  if (name != "vus" && name != "rate")
    return {name + "=" + value};
  const auto wanted = config::parse_number(value).value;
  if (not wanted || not(*wanted > 0))
    refuse(option, fmt::format("{}: expected a number above 0, found {}", name, config::in_quotes(value)));
  std::vector<std::string> sets;
  const double factor = *wanted / present(name, option);
  for (const k6::ScenarioOptions& each : load_.scenarios)
    (name == "vus" ? scale_vus : scale_rate)(sets, path_of(each.name), each.executor, factor);
  return sets;
}

double Knobs::present(const std::string& names, const std::string& option) const
{
  const std::string name = names.substr(0, names.find('+'));
  if (name == "vus" || name == "rate") {
    const double now = name == "vus" ? most_vus() : most_rate();
    if (now <= 0)
      refuse(option, name == "vus" ? "vus: the load has no executor of looping VUs, did you mean \"rate\"?"
                                   : "rate: the load has no arrival-rate executor, did you mean \"vus\"?");
    return now;
  }
  for (const auto& line : settings_)
    if (line.name == name)
      if (const auto number = config::parse_number(line.value).value; number && *number > 0)
        return *number;
  config::Faults faults;
  auto document = config::load_document(file_, faults);
  for (const std::string& set : base_sets_)
    if (const auto override = config::parse_override(set, faults))
      config::apply_override(document, override->path, override->value, faults);
  const auto* node = config::find_value(document, name);
  const auto number = node == nullptr ? std::nullopt : config::parse_number(node->text).value;
  if (not number || not(*number > 0))
    refuse(option, fmt::format("{}: the scenario gives it no number above 0 to start from", name));
  return *number;
}

double Knobs::most_vus() const
{
  double sum = 0;
  for (const k6::ScenarioOptions& each : load_.scenarios)
    sum += vus_of(each.executor);
  return sum;
}

double Knobs::most_rate() const
{
  double sum = 0;
  for (const k6::ScenarioOptions& each : load_.scenarios)
    sum += rate_of(each.executor);
  return sum;
}

std::string Knobs::path_of(const std::string& k6_scenario) const
{
  return shortcut_ ? shortcuts : "options.scenarios." + k6_scenario + ".";
}

} // namespace onsale::study
