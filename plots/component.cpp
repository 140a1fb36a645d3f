#include "plots/component.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace onsale::plots {
namespace {

using enum Component;

constexpr std::array<ComponentLook, static_cast<std::size_t>(count_of)> looks = {{
    {"application", "#0072b2", "#56b4e9"},
    {"tomcat", "#e69f00", "#f0b93a"},
    {"collector", "#6a3d9a", "#b79be0"},
    {"pool", "#cc79a7", "#e39bc4"},
    {"redis", "#d55e00", "#ff8a3d"},
    {"database", "#009e73", "#2fc99a"},
    {"disk", "#00563f", "#8fe3c6"},
    {"lock", "#a89000", "#f0e442"},
    {"network", "#56b4e9", "#8fd0f5"},
    {"client", "#999999", "#8a939b"},
    {"outside", "#7a5c3e", "#c7a785"},
    {"other", "#404040", "#d0d4d9"},
}};

struct Word {
  std::string_view word;
  Component component;
};

/// Words in the names of resources that are no CPUs.
constexpr std::array<Word, 8> resource_words = {{{"hikari", pool},
                                                 {"tomcat", tomcat},
                                                 {"redis", redis},
                                                 {"locks", lock},
                                                 {"disk", disk},
                                                 {"log", disk},
                                                 {"mysql", database},
                                                 {"database", database}}};

struct PartLook {
  std::string_view column;
  Component component;
  PartKind kind;
};

constexpr std::array<PartLook, 18> parts = {{{"client_ms", client, PartKind::travel},
                                             {"connect_ms", tomcat, PartKind::wait},
                                             {"network_ms", network, PartKind::travel},
                                             {"accept_ms", tomcat, PartKind::wait},
                                             {"worker_ms", tomcat, PartKind::wait},
                                             {"cpu_wait_ms", application, PartKind::wait},
                                             {"cpu_ms", application, PartKind::work},
                                             {"gc_ms", collector, PartKind::wait},
                                             {"throttled_ms", application, PartKind::wait},
                                             {"redis_ms", redis, PartKind::mixed},
                                             {"pool_ms", pool, PartKind::wait},
                                             {"lock_ms", lock, PartKind::wait},
                                             {"query_ms", database, PartKind::mixed},
                                             {"io_ms", disk, PartKind::mixed},
                                             {"commit_ms", disk, PartKind::mixed},
                                             {"front_ms", network, PartKind::mixed},
                                             {"broker_ms", outside, PartKind::mixed},
                                             {"delay_ms", outside, PartKind::wait}}};

/// Parts that a release adds are known by how they begin: `redis_wait_ms`.
const PartLook* part_of(std::string_view column)
{
  const auto exact = std::ranges::find(parts, column, &PartLook::column);
  if (exact != parts.end())
    return &*exact;
  const std::string_view first = column.substr(0, column.find('_'));
  const auto same = std::ranges::find_if(parts, [&](const PartLook& each) { return each.column.starts_with(first); });
  return same == parts.end() ? nullptr : &*same;
}

/// Of all that runs on a host, what the requests come for.
Component component_of_processes(const std::vector<std::string>& processes)
{
  constexpr std::array<std::pair<std::string_view, Component>, 4> roles = {
      {{"server", application}, {"mysql", database}, {"redis", redis}, {"k6", client}}};
  for (const auto& [role, component] : roles)
    if (std::ranges::find(processes, role) != processes.end())
      return component;
  return other;
}

} // namespace

std::span<const ComponentLook> component_looks()
{
  return looks;
}

const ComponentLook& look_of(Component component)
{
  return looks[static_cast<std::size_t>(component)];
}

Components::Components(const nlohmann::ordered_json& manifest)
{
  for (const auto& host : manifest.value("hosts", nlohmann::ordered_json::array()))
    hosts_.push_back(
        {host.value("name", ""), component_of_processes(host.value("processes", std::vector<std::string>{}))});
}

Component Components::of_resource(std::string_view name) const
{
  constexpr std::string_view cpu = " cpu";
  if (name.ends_with(cpu)) {
    const std::string_view host = name.substr(0, name.size() - cpu.size());
    const auto found = std::ranges::find(hosts_, host, &Host::name);
    if (found != hosts_.end())
      return found->component;
    const auto copy = std::ranges::find_if(hosts_, [&](const Host& each) { return host.starts_with(each.name + " "); });
    return copy == hosts_.end() ? application : copy->component;
  }
  const auto word = std::ranges::find_if(
      resource_words, [&](const Word& each) { return name.find(each.word) != std::string_view::npos; });
  return word == resource_words.end() ? other : word->component;
}

Component component_of_part(std::string_view column)
{
  const PartLook* part = part_of(column);
  return part == nullptr ? other : part->component;
}

PartKind kind_of_part(std::string_view column)
{
  if (column.ends_with("_wait_ms"))
    return PartKind::wait;
  const PartLook* part = part_of(column);
  return part == nullptr ? PartKind::wait : part->kind;
}

std::string waiting_text(double waiting, double mixed)
{
  const double least = std::round(100 * std::max(waiting, 0.0));
  const double most = std::round(100 * std::max(waiting + mixed, 0.0));
  return least == most ? fmt::format("{:.0f} %", least) : fmt::format("{:.0f} to {:.0f} %", least, most);
}

} // namespace onsale::plots
