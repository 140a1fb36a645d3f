#include "sim/run/server_gauges.hpp"

#include "sim/run/openmetrics_output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace onsale::run {
namespace {

using Type = OpenMetricsText::Type;

/// How a resource of the simulation is called by Micrometer. The names of a second process end in its number.
struct ResourceNames {
  std::string_view resource;
  std::string_view label;
  std::string_view label_value;
  std::string_view busy;
  std::string_view waiting; ///< empty: Micrometer has no such figure
  std::string_view most;
};
constexpr std::array<ResourceNames, 3> resource_names = {{
    {"hikari pool", "pool", "HikariPool-1", "hikaricp_connections_active", "hikaricp_connections_pending",
     "hikaricp_connections_max"},
    {"tomcat workers", "name", "http-nio-8080", "tomcat_threads_busy_threads", "", "tomcat_threads_config_max_threads"},
    {"tomcat connections", "name", "http-nio-8080", "tomcat_connections_current_connections", "",
     "tomcat_connections_config_max_connections"},
}};

std::string instance_of(const std::string& resource, std::string_view name)
{
  return resource == name ? "1" : resource.substr(name.size() + 1);
}

void add_resource(OpenMetricsText& text, const Series& series, std::size_t number, const ResourceNames& names)
{
  const std::string labels =
      OpenMetricsText::label_text({{"instance", instance_of(series.resources[number], names.resource)},
                                   {std::string(names.label), std::string(names.label_value)}});
  for (const SeriesPoint& point : series.points) {
    const ResourcePoint& seen = point.resources[number];
    const double unix_s = unix_seconds(point.time_s);
    text.add(names.busy, Type::gauge, "", labels, unix_s, seen.utilisation * series.capacities[number]);
    if (not names.waiting.empty())
      text.add(names.waiting, Type::gauge, "", labels, unix_s, seen.queued);
    text.add(names.most, Type::gauge, "", labels, unix_s, series.capacities[number]);
  }
}

void add_process(OpenMetricsText& text, const SeriesPoint& point, std::size_t number)
{
  const ProcessPoint& process = point.processes[number];
  const double unix_s = unix_seconds(point.time_s);
  const OpenMetricsText::Labels instance = {{"instance", fmt::format("{}", number + 1)}};
  const std::string labels = OpenMetricsText::label_text(instance);
  auto heap = instance;
  heap.emplace_back("area", "heap");
  const std::string heap_labels = OpenMetricsText::label_text(heap);
  text.add("jvm_memory_used_bytes", Type::gauge, "", heap_labels, unix_s, process.heap_used_bytes);
  text.add("jvm_memory_max_bytes", Type::gauge, "", heap_labels, unix_s, process.heap_size_bytes);
  text.add("jvm_gc_pause_seconds", Type::summary, "_count", labels, unix_s, static_cast<double>(process.gc_pauses));
  text.add("jvm_gc_pause_seconds", Type::summary, "_sum", labels, unix_s, process.gc_paused_s);
  text.add("process_cpu_usage", Type::gauge, "", labels, unix_s, process.cpu_usage);
}

} // namespace

void add_server_gauges(OpenMetricsText& text, const Scenario& scenario, const RunResult& result)
{
  const Series& series = result.series;
  const auto& system = scenario.system;
  const std::string server_cpu =
      system.hosts[system.host_of[static_cast<std::size_t>(system::Role::server)]].name + " cpu";
  for (std::size_t i = 0; i < series.resources.size(); ++i) {
    for (const ResourceNames& names : resource_names)
      if (series.resources[i].starts_with(names.resource))
        add_resource(text, series, i, names);
    if (series.resources[i] == server_cpu)
      for (const SeriesPoint& point : series.points)
        text.add("system_cpu_usage", Type::gauge, "", OpenMetricsText::label_text({{"instance", "1"}}),
                 unix_seconds(point.time_s), point.resources[i].utilisation);
  }
  const std::string pool = OpenMetricsText::label_text({{"pool", "HikariPool-1"}});
  for (const SeriesPoint& point : series.points) {
    text.add("hikaricp_connections_timeout", Type::counter, "_total", pool, unix_seconds(point.time_s),
             static_cast<double>(point.pool_timeouts));
    for (std::size_t i = 0; i < point.processes.size(); ++i)
      add_process(text, point, i);
  }
}

} // namespace onsale::run
