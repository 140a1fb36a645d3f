#include "model/k6/journey/journey.hpp"

#include "model/config/wording.hpp"
#include "model/k6/journey/journey_compiler.hpp"
#include "model/k6/journey/journey_graph.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace onsale::k6 {
namespace {

using Part = JourneyCompiler::Part;

std::vector<CustomMetric> read_metrics(config::Object& scenario, NameTable& names)
{
  std::vector<CustomMetric> metrics;
  for (const auto& value : scenario.list("metrics", {.says = "custom metrics, as a script creates them"})) {
    auto written = value.object();
    CustomMetric metric;
    metric.name = written.text("name", {.says = "as thresholds and the summary call it"});
    metric.kind = written.one_of<MetricKind>("kind", "k6's type",
                                             {{"counter", MetricKind::counter},
                                              {"gauge", MetricKind::gauge},
                                              {"rate", MetricKind::rate},
                                              {"trend", MetricKind::trend}});
    if (written.boolean("time", {.says = "its values are milliseconds", .default_value = false}))
      metric.content = MetricContent::time;
    written.finish();
    if (names.find(metric.name))
      written.fault("name", fmt::format("there are two metrics named {}", config::in_quotes(metric.name)));
    names.intern(metric.name);
    metrics.push_back(std::move(metric));
  }
  return metrics;
}

/// Lists that a setup fills, for those that selections pick from.
void check_lists(const Journeys& journeys, const std::vector<NameUse>& used)
{
  std::set<NameId> filled;
  for (const auto& journey : journeys.all)
    if (journey.setup)
      for (const auto& at : journey.setup->steps.code)
        if (at.op == Op::append)
          filled.insert(at.name);
  std::vector<std::string> names;
  for (const auto list : filled)
    names.push_back(journeys.names.lists[list]);
  for (const auto& [value, name] : used)
    if (not filled.contains(*journeys.names.lists.find(name)))
      value.fault(
          fmt::format("{} is not a list that a setup appends to{} (a list of a response is written response.{})",
                      config::in_quotes(name), config::suggestion(name, names), name));
}

} // namespace

const Journey* Journeys::find(std::string_view name) const
{
  const auto found = std::ranges::find(all, name, &Journey::name);
  return found == all.end() ? nullptr : &*found;
}

Journeys read_journeys(config::Object& scenario, std::span<const std::string> endpoints, config::Faults& faults)
{
  Journeys journeys;
  for (const auto& endpoint : endpoints)
    journeys.names.endpoints.intern(endpoint);
  journeys.metrics = read_metrics(scenario, journeys.names.metrics);

  std::vector<NameUse> lists_used;
  const auto compile = [&](Part part, const std::vector<config::Value>& steps) {
    JourneyCompiler compiler(journeys.names, part);
    auto program = compiler.compile(steps);
    lists_used.insert(lists_used.end(), compiler.lists_used().begin(), compiler.lists_used().end());
    return program;
  };
  auto written = scenario.object("journeys", "what virtual users do, by the name that `exec` refers to");
  for (const auto& [name, place, value] : written.entries()) {
    auto object = value.object();
    Journey journey{
        name, {}, compile(Part::iterations, object.list("steps", {.says = "of one iteration", .minimum_size = 1}))};
    if (object.has("setup")) {
      auto setup = object.object("setup", "steps once before the load");
      const auto repeat =
          setup.integer("repeat", {.says = "so many times, one after the other", .minimum = 1, .default_value = 1});
      journey.setup =
          Setup{static_cast<std::uint64_t>(repeat),
                compile(Part::setup, setup.list("steps", {.says = "of one repetition", .minimum_size = 1}))};
      setup.finish();
    }
    object.finish();
    journeys.all.push_back(std::move(journey));
  }
  if (journeys.all.empty())
    written.fault("expected at least one journey");
  check_lists(journeys, lists_used);

  if (faults.empty()) // the graph of a journey that could not be read is not the user's
    for (const auto& journey : journeys.all) {
      check_journey(journey.steps, faults);
      if (journey.setup)
        check_journey(journey.setup->steps, faults);
    }
  return journeys;
}

} // namespace onsale::k6
