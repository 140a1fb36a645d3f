#include "sim/study/knob.hpp"

#include "model/config/units.hpp"
#include "model/config/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace onsale::study {
namespace {

[[noreturn]] void refuse(const std::string& option, const std::string& message)
{
  throw config::InvalidInput({{option, 0, 0, message}});
}

} // namespace

Knobs::Knobs(const run::ScenarioRequest& request, const run::Scenario& scenario)
    : load_(scenario.load), file_(request.path), base_sets_(request.sets), settings_(scenario.settings)
{
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
  present(name, option); // there has to be such a load
  return {name + "=" + value};
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
    sum += static_cast<double>(k6::peak_vus(each.executor));
  return sum;
}

double Knobs::most_rate() const
{
  double sum = 0;
  for (const k6::ScenarioOptions& each : load_.scenarios)
    sum += k6::peak_rate_per_s(each.executor);
  return sum;
}

} // namespace onsale::study
