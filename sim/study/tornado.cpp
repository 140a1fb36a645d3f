#include "sim/study/tornado.hpp"

#include "model/config/units.hpp"
#include "model/config/wording.hpp"
#include "sim/study/sweep.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>

namespace onsale::study {
namespace {

struct Knob {
  std::string name;
  std::string low;
  std::string high;
};

/// A number with whatever stands behind it: `2ms`, `0.5`, `10`.
void add_knob(std::vector<Knob>& knobs, const std::string& name, const std::string& value, double swing, bool whole)
{
  const auto digits = std::min(value.find_first_not_of("0123456789."), value.size());
  const auto number = config::parse_number(value.substr(0, digits)).value;
  if (not number || *number <= 0)
    return;
  const auto turned = [&](double factor) {
    const double scaled = *number * factor;
    return fmt::format("{:.10g}{}", whole ? std::max(1.0, std::round(scaled)) : scaled, value.substr(digits));
  };
  if (turned(1 - swing) != turned(1 + swing))
    knobs.push_back({name, turned(1 - swing), turned(1 + swing)});
}

/// Every time that the scenario's own keys give below this node.
void add_times(std::vector<Knob>& knobs, const config::Node& node, const std::string& path, double swing)
{
  if (node.kind == config::Node::Kind::scalar && not config::parse_number(node.text).value &&
      config::parse_duration(node.text).value)
    add_knob(knobs, path, node.text, swing, false);
  for (std::size_t i = 0; i < node.items.size(); ++i)
    add_times(knobs, node.items[i], fmt::format("{}.{}", path, i), swing);
  for (const config::NodeEntry& entry : node.entries)
    add_times(knobs, entry.value, fmt::format("{}.{}", path, entry.key), swing);
}

std::vector<Knob> knobs_of(const TornadoOptions& options, const run::Scenario& scenario)
{
  std::vector<Knob> knobs;
  for (const system::HostOptions& host : scenario.system.hosts)
    add_knob(knobs, fmt::format("hosts.{}.cores", host.name), fmt::format("{:g}", host.cpu.cores), options.swing,
             false);
  for (const auto& line : scenario.settings)
    if (const auto* spec = system::server_settings().find(line.name);
        spec != nullptr && spec->kind == config::SettingKind::count && line.origin.find("default") == std::string::npos)
      add_knob(knobs, line.name, line.value, options.swing, true);
  config::Faults faults;
  const auto document = config::load_document(options.scenario.path, faults);
  for (const char* section : {"network", "client", "jvm", "mysql", "endpoints"})
    if (const auto* node = document.root.find(section))
      add_times(knobs, *node, section, options.swing);
  return knobs;
}

double figure_of(const std::vector<Observation>& observations, const std::string& name)
{
  double sum = 0;
  for (const Observation& each : observations)
    if (const auto* figure = each.find(name))
      sum += figure->value;
  return sum / static_cast<double>(observations.size());
}

} // namespace

Tornado tornado(const TornadoOptions& options, Runner& runner)
{
  const auto base = std::make_shared<const run::Scenario>(run::load_scenario(options.scenario));
  std::vector<TornadoBar> bars;
  std::vector<Task> tasks;
  const auto add = [&](const std::shared_ptr<const run::Scenario>& scenario) {
    for (std::size_t number = 0; number < options.replications; ++number)
      tasks.push_back({scenario, options.seed, static_cast<std::uint32_t>(number)});
  };
  add(base);
  for (const Knob& knob : knobs_of(options, *base)) {
    try {
      std::vector<std::shared_ptr<const run::Scenario>> ends;
      for (const std::string& value : {knob.low, knob.high}) {
        auto request = options.scenario;
        request.sets.push_back(knob.name + "=" + value);
        ends.push_back(std::make_shared<const run::Scenario>(run::load_scenario(request)));
      }
      bars.push_back({knob.name, knob.low, knob.high, 0, 0});
      add(ends[0]);
      add(ends[1]);
    } catch (const config::InvalidInput&) {
      continue; // a rule of the scenario binds this value to another: it cannot be turned alone
    }
  }
  const auto observations = runner.run(tasks);
  const auto figure_at = [&](std::size_t block) {
    const auto first = observations.begin() + static_cast<std::ptrdiff_t>(block * options.replications);
    return figure_of({first, first + static_cast<std::ptrdiff_t>(options.replications)}, options.figure);
  };
  if (observations.front().find(options.figure) == nullptr) {
    std::vector<std::string> names;
    for (const run::Figure& figure : observations.front().figures)
      names.push_back(figure.name);
    throw config::InvalidInput({{"--figure", 0, 0,
                                 fmt::format("the scenario has no figure {}{}", config::in_quotes(options.figure),
                                             config::suggestion(options.figure, names))}});
  }
  for (std::size_t i = 0; i < bars.size(); ++i) {
    bars[i].low = figure_at(2 * i + 1);
    bars[i].high = figure_at(2 * i + 2);
  }
  std::stable_sort(bars.begin(), bars.end(), [](const TornadoBar& a, const TornadoBar& b) {
    return std::abs(a.high - a.low) > std::abs(b.high - b.low);
  });
  return {options.figure, figure_at(0), std::move(bars)};
}

} // namespace onsale::study
