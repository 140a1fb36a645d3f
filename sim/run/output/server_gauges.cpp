#include "sim/run/output/server_gauges.hpp"

#include "sim/run/output/openmetrics_output.hpp"

#include <fmt/format.h>

namespace onsale::run {
namespace {

using Type = OpenMetricsText::Type;

/// What all series of a test have in common.
struct Test {
  k6::Instant start;
  k6::Tags tags; ///< of the test, `testid` for one
};

/// With the tags of the test behind its own labels.
std::string label_text(OpenMetricsText::Labels labels, const Test& test)
{
  labels.insert(labels.end(), test.tags.begin(), test.tags.end());
  return OpenMetricsText::label_text(labels);
}

/// A CPU's utilisation belongs to the instance that Micrometer runs in: the first.
void add_resource(OpenMetricsText& text, const Series& series, std::size_t number, const Test& test)
{
  const system::Resource& resource = series.resources[number];
  const system::GaugeNames& names = resource.gauges;
  OpenMetricsText::Labels pairs = {{"instance", fmt::format("{}", resource.instance)}};
  if (not names.label.empty())
    pairs.emplace_back(names.label, names.label_value);
  const std::string labels = label_text(pairs, test);
  for (const SeriesPoint& point : series.points) {
    const ResourcePoint& seen = point.resources[number];
    const double unix_s = unix_seconds(test.start, point.time_s);
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

void add_process(OpenMetricsText& text, const SeriesPoint& point, std::size_t number, const Test& test)
{
  const ProcessPoint& process = point.processes[number];
  const double unix_s = unix_seconds(test.start, point.time_s);
  const OpenMetricsText::Labels instance = {{"instance", fmt::format("{}", number + 1)}};
  const std::string labels = label_text(instance, test);
  auto heap = instance;
  heap.emplace_back("area", "heap");
  const std::string heap_labels = label_text(heap, test);
  text.add("jvm_memory_used_bytes", Type::gauge, "", heap_labels, unix_s, process.heap_used_bytes);
  text.add("jvm_memory_max_bytes", Type::gauge, "", heap_labels, unix_s, process.heap_size_bytes);
  text.add("jvm_gc_pause_seconds", Type::summary, "_count", labels, unix_s, static_cast<double>(process.gc_pauses));
  text.add("jvm_gc_pause_seconds", Type::summary, "_sum", labels, unix_s, process.gc_paused_s);
  text.add("process_cpu_usage", Type::gauge, "", labels, unix_s, process.cpu_usage);
}

} // namespace

void add_server_gauges(OpenMetricsText& text, const Scenario& scenario, const RunResult& result, k6::Instant start)
{
  const Test test{start, scenario.load.tags};
  const Series& series = result.series;
  const auto& hosts = scenario.system.hosts;
  const std::string& server_host = hosts[scenario.system.host_of[static_cast<std::size_t>(system::Role::server)]].name;
  for (std::size_t i = 0; i < series.resources.size(); ++i) {
    const system::Resource& resource = series.resources[i];
    if (resource.part != "host" || resource.host == server_host)
      add_resource(text, series, i, test);
  }
  const std::string pool = label_text({{"pool", "HikariPool-1"}}, test);
  for (const SeriesPoint& point : series.points) {
    text.add("hikaricp_connections_timeout", Type::counter, "_total", pool, unix_seconds(test.start, point.time_s),
             static_cast<double>(point.pool_timeouts));
    for (std::size_t i = 0; i < point.processes.size(); ++i)
      add_process(text, point, i, test);
  }
}

} // namespace onsale::run
