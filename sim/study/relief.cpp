#include "sim/study/relief.hpp"

#include "model/config/units.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

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

/// Every Redis command of the flows: `redis: 1ms`, `redis: {cpu: 1ms, per-row: 1us}`, `cache: {cpu: 1ms, ..}`.
void add_commands(std::vector<std::string>& sets, const config::Node& node, const std::string& path, double factor)
{
  for (std::size_t i = 0; i < node.items.size(); ++i)
    add_commands(sets, node.items[i], fmt::format("{}.{}", path, i), factor);
  for (const config::NodeEntry& entry : node.entries) {
    const std::string its = fmt::format("{}.{}", path, entry.key);
    if (entry.key == "redis" || entry.key == "cache") {
      add_shorter(sets, entry.value, its, factor);
      for (const char* part : {"cpu", "per-row"})
        if (const auto* time = entry.value.find(part))
          add_shorter(sets, *time, its + "." + part, factor);
    }
    add_commands(sets, entry.value, its, factor);
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
  const auto setting = [&](const std::string& name, double now) {
    return Relief{{fmt::format("{}={:.0f}", name, now * factor)}, ""};
  };
  const auto& settings = scenario.system.settings;
  for (const system::HostOptions& host : scenario.system.hosts)
    if (resource == host.name + " cpu" && host.run_queue) // of one core, by definition
      return {{fmt::format("hosts.{}.speed={:g}", host.name, host.speed * factor)}, ""};
    else if (resource == host.name + " cpu")
      return {{fmt::format("hosts.{}.cores={:g}", host.name, host.cpu.cores * factor),
               fmt::format("hosts.{}.hardware-threads={:g}", host.name,
                           std::max(host.cpu.cores, host.cpu.hardware_threads) * factor)},
              ""};
  if (resource.starts_with("tomcat workers")) // `tomcat workers 2` are those of the second process
    return setting("server.tomcat.threads.max", settings.tomcat.threads_max);
  if (resource.starts_with("tomcat connections"))
    return setting("server.tomcat.max-connections", settings.tomcat.max_connections);
  if (resource.starts_with("hikari pool"))
    return setting("spring.datasource.hikari.maximum-pool-size", settings.hikari.maximum_pool_size);
  if (resource.starts_with("redis connections"))
    return setting("spring.data.redis.lettuce.pool.max-active", settings.redis.pool_size);
  if (resource == "row locks" || resource == "application locks")
    return {{}, resource};
  Relief relief;
  auto document = document_of(request);
  if (resource == "redis thread") {
    if (const auto* endpoints = document.root.find("endpoints"))
      add_commands(relief.sets, *endpoints, "endpoints", factor);
  } else if (resource.starts_with("mysql disk")) {
    add_device_time(relief.sets, document, "mysql.fsync", scenario.system.mysql.fsync.mean_s(), factor);
    add_device_time(relief.sets, document, "mysql.page-read", scenario.system.mysql.page_read.mean_s(), factor);
  }
  return relief;
}

void apply(const Relief& relief, run::Scenario& scenario)
{
  using system::FlowOp;
  using system::Lock;
  if (relief.without.empty())
    return;
  const auto kind = relief.without == "row locks" ? Lock::Kind::row : Lock::Kind::application;
  for (system::Endpoint& endpoint : scenario.system.endpoints)
    for (std::size_t i = 0; i < endpoint.steps.size(); ++i)
      if (endpoint.steps[i].op == FlowOp::lock && endpoint.locks[endpoint.steps[i].index].kind == kind)
        endpoint.steps[i] = {FlowOp::jump, 0, static_cast<std::uint32_t>(i + 1)};
  for (const char letter : relief.without) // a store knows a run by its hash
    scenario.hash = (scenario.hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3;
}

} // namespace onsale::study
