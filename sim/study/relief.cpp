#include "sim/study/relief.hpp"

#include "model/config/units.hpp"
#include "model/system/flow/step/steps.hpp"
#include "model/system/part.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>

namespace onsale::study {
namespace {

std::string shorter(double time_s, double factor)
{
  const double shorter_s = time_s / factor;
  return shorter_s < 1e-6 ? fmt::format("{:.6g}ns", 1e9 * shorter_s) : fmt::format("{:.6g}ms", 1e3 * shorter_s);
}

/// The scenario's file with what `--set` has changed in it.
config::Document document_of(const run::ScenarioRequest& request)
{
  config::Faults faults;
  auto document = config::load_document(request.path, faults);
  for (const std::string& set : request.sets)
    if (const auto override = config::parse_override(set, faults))
      config::apply_override(document, override->path, override->value, faults);
  return document;
}

/// @param node  a time, or a law with a mean
void add_shorter(std::vector<std::string>& sets, const config::Node& node, const std::string& path, double factor)
{
  if (const auto* mean = node.find("mean"))
    add_shorter(sets, *mean, path + ".mean", factor);
  if (node.kind == config::Node::Kind::scalar)
    if (const auto time = config::parse_duration(node.text).value)
      sets.push_back(fmt::format("{}={}", path, shorter(time->count(), factor)));
}

/// Every step of these kinds: `redis: 1ms`, `redis: {cpu: 1ms, per-row: 1us}`, `cache: {cpu: 1ms, ..}`.
void add_commands(std::vector<std::string>& sets, const config::Node& node, const std::string& path,
                  const std::vector<std::string>& kinds, double factor)
{
  for (std::size_t i = 0; i < node.items.size(); ++i)
    add_commands(sets, node.items[i], fmt::format("{}.{}", path, i), kinds, factor);
  for (const config::NodeEntry& entry : node.entries) {
    const std::string its = fmt::format("{}.{}", path, entry.key);
    if (std::find(kinds.begin(), kinds.end(), entry.key) != kinds.end()) {
      add_shorter(sets, entry.value, its, factor);
      for (const char* part : {"cpu", "per-row"})
        if (const auto* time = entry.value.find(part))
          add_shorter(sets, *time, its + "." + part, factor);
    }
    add_commands(sets, entry.value, its, kinds, factor);
  }
}

/// A time of a section, also where the scenario leaves it at its default or gives it as a law with a mean.
void add_device_time(std::vector<std::string>& sets, config::Document& document, const std::string& path, double time_s,
                     double factor)
{
  const auto* node = config::find_value(document, path);
  const bool is_law = node != nullptr && node->kind == config::Node::Kind::map;
  if (time_s > 0)
    sets.push_back(fmt::format("{}={}", is_law ? path + ".mean" : path, shorter(time_s, factor)));
}

/// A later instance's resources widen as the first one's do.
bool is_of(const std::string& name, const system::Resource& resource)
{
  system::Resource later = resource;
  if (name.starts_with(resource.id + " "))
    later.instance = static_cast<std::size_t>(std::atoi(name.c_str() + resource.id.size() + 1));
  return name == later.name();
}

} // namespace

std::string Relief::words() const
{
  if (not without.empty())
    return "without " + without;
  return sets.empty() ? "" : fmt::format("--set {}", fmt::join(sets, " --set "));
}

Relief relief_of(const std::string& resource, const run::ScenarioRequest& request, const run::Scenario& scenario,
                 double factor)
{
  const auto all = system::resources(scenario.system);
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& each) { return is_of(resource, each); });
  if (found == all.end())
    return {};
  if (found->kind == system::Resource::Kind::lock)
    return {{}, resource};
  Relief relief;
  auto document = document_of(request);
  for (const system::Widening& each : found->wider)
    if (each.now <= 0) // unlimited, or none
      continue;
    else if (each.is_time)
      add_device_time(relief.sets, document, each.path, each.now, factor);
    else
      relief.sets.push_back(fmt::format("{}={:.12g}", each.path, each.now * factor));
  if (const auto* endpoints = document.root.find("endpoints"))
    add_commands(relief.sets, *endpoints, "endpoints", found->steps, factor);
  return relief;
}

void apply(const Relief& relief, run::Scenario& scenario)
{
  if (relief.without.empty())
    return;
  for (system::Endpoint& endpoint : scenario.system.endpoints)
    for (std::size_t i = 0; i < endpoint.flow.size(); ++i)
      if (endpoint.flow[i]->takes() == relief.without)
        endpoint.flow[i] = std::make_shared<system::JumpStep>(i + 1);
  for (const char letter : relief.without) // a store knows a run by its hash
    scenario.hash = (scenario.hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3;
}

} // namespace onsale::study
