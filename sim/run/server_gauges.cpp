#include "sim/run/server_gauges.hpp"

#include "sim/run/openmetrics_output.hpp"

#include <fmt/format.h>

namespace onsale::run {
namespace {

using Type = OpenMetricsText::Type;

/// A CPU's utilisation belongs to the instance that Micrometer runs in: the first.
void add_resource(OpenMetricsText& text, const Series& series, std::size_t number)
{
  const system::Resource& resource = series.resources[number];
  const system::GaugeNames& names = resource.gauges;
  OpenMetricsText::Labels pairs = {{"instance", fmt::format("{}", resource.instance)}};
  if (not names.label.empty())
    pairs.emplace_back(names.label, names.label_value);
  const std::string labels = OpenMetricsText::label_text(pairs);
  for (const SeriesPoint& point : series.points) {
    const ResourcePoint& seen = point.resources[number];
    const double unix_s = unix_seconds(point.time_s);
    const auto add = [&](const std::string& name, double value) {
      if (not name.empty())
        text.add(name, Type::gauge, "", labels, unix_s, value);
    };
    add(names.busy, seen.utilisation * series.capacities[number]);
    add(names.waiting, seen.queued);
    add(names.most, series.capacities[number]);
    add(names.utilisation, seen.utilisation);
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
  const auto& hosts = scenario.system.hosts;
  const std::string& server_host = hosts[scenario.system.host_of[static_cast<std::size_t>(system::Role::server)]].name;
  for (std::size_t i = 0; i < series.resources.size(); ++i) {
    const system::Resource& resource = series.resources[i];
    if (resource.part != "host" || resource.host == server_host)
      add_resource(text, series, i);
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
