#include "sim/run/series.hpp"

#include "sim/engine/percentile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace onsale::run {
namespace {

constexpr double first_class_ms = 0.01;
constexpr double classes_an_octave = 8;

/// CPU time that the process numbered from 0 has had for work that has ended.
double served_s(const system::Server& server, std::size_t process)
{
  const auto groups = server.instances()[process]->cpu().groups();
  const std::string name = process == 0 ? "server" : fmt::format("server {}", process + 1);
  const auto found = std::ranges::find(groups, name, &engine::ProcessorSharing::GroupUse::name);
  return found == groups.end() ? 0 : found->served_s;
}

std::uint64_t pool_timeouts(const system::Server& server)
{
  std::uint64_t count = 0;
  for (const auto& [kind, failures] : server.failures().kinds())
    if (kind.cause == system::Cause::pool_timeout)
      count += failures.count;
  return count;
}

} // namespace

std::size_t latency_class(double ms)
{
  return ms <= first_class_ms ? 0 : 1 + static_cast<std::size_t>(classes_an_octave * std::log2(ms / first_class_ms));
}

double latency_class_from_ms(std::size_t number)
{
  return number == 0 ? 0 : first_class_ms * std::exp2(static_cast<double>(number - 1) / classes_an_octave);
}

void describe_latencies(SeriesPoint& point, std::vector<double>& durations_ms)
{
  if (durations_ms.empty())
    return;
  point.p50_ms = engine::percentile(durations_ms, 0.5);
  point.p95_ms = engine::percentile(durations_ms, 0.95);
  point.p99_ms = engine::percentile(durations_ms, 0.99);
  point.max_ms = *std::max_element(durations_ms.begin(), durations_ms.end());
  point.latencies.resize(latency_class(point.max_ms) + 1);
  for (const double ms : durations_ms)
    ++point.latencies[latency_class(ms)];
}

std::vector<ProcessPoint> SeriesRecorder::processes(double now_s)
{
  const auto& instances = server_.instances();
  const double elapsed_s = now_s - last_s_;
  last_s_ = now_s;
  served_s_.resize(instances.size());
  std::vector<ProcessPoint> points;
  for (std::size_t i = 0; i < instances.size(); ++i) {
    const system::Jvm& jvm = instances[i]->jvm();
    const double before_s = std::exchange(served_s_[i], served_s(server_, i));
    const double capacity_s = elapsed_s * instances[i]->cpu().capacity().largest();
    points.push_back({.heap_used_bytes = jvm.heap().used_bytes(),
                      .heap_size_bytes = jvm.heap().size_bytes(),
                      .gc_pauses = jvm.pauses(),
                      .gc_paused_s = jvm.paused_s(),
                      .cpu_usage = capacity_s > 0 ? std::min(1.0, (served_s_[i] - before_s) / capacity_s) : 0});
  }
  return points;
}

void SeriesRecorder::sample(engine::Time now, SeriesPoint load)
{
  auto reports = server_.resources(now);
  for (std::size_t i = series_.resources.size(); i < reports.size(); ++i) { // all at first, then what is added
    series_.resources.push_back(reports[i].resource);
    series_.capacities.push_back(reports[i].figures.capacity);
    for (SeriesPoint& point : series_.points)
      point.resources.emplace_back();
  }
  for (std::size_t i = 0; i < reports.size(); ++i) {
    const engine::StationReport& seen = reports[i].figures;
    const double busy_before_s = i < last_.size() ? last_[i].figures.busy_s : 0;
    const double elapsed_before_s = i < last_.size() ? last_[i].figures.elapsed_s : 0;
    const double capacity_s = (seen.elapsed_s - elapsed_before_s) * seen.capacity;
    load.resources.push_back({.utilisation = capacity_s > 0 ? (seen.busy_s - busy_before_s) / capacity_s : 0,
                              .queued = static_cast<double>(seen.queued)});
  }
  load.processes = processes(engine::in_seconds(now));
  load.pool_timeouts = pool_timeouts(server_);
  series_.points.push_back(std::move(load));
  last_ = std::move(reports);
}

} // namespace onsale::run
