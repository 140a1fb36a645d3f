#include "sim/run/series.hpp"

#include "sim/engine/percentile.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace onsale::run {
namespace {

constexpr double first_class_ms = 0.01;
constexpr double classes_an_octave = 8;

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
  const auto& instances = system_.application.instances();
  const double elapsed_s = now_s - last_s_;
  last_s_ = now_s;
  served_s_.resize(instances.size());
  std::vector<ProcessPoint> points;
  for (std::size_t i = 0; i < instances.size(); ++i) {
    const system::Jvm& jvm = instances[i]->jvm();
    const double before_s = std::exchange(served_s_[i], instances[i]->served_s());
    const double capacity_s = elapsed_s * instances[i]->cpu().capacity().largest();
    points.push_back({.heap_used_bytes = jvm.heap().used_bytes(),
                      .heap_size_bytes = jvm.heap().size_bytes(),
                      .gc_pauses = jvm.pauses(),
                      .gc_paused_s = jvm.paused_s(),
                      .cpu_usage = capacity_s > 0 ? std::min(1.0, (served_s_[i] - before_s) / capacity_s) : 0});
  }
  return points;
}

void SeriesRecorder::sample(SeriesPoint load)
{
  auto reports = system_.resources();
  for (std::size_t i = series_.resources.size(); i < reports.size(); ++i) { // all at first, then what is added
    series_.resources.push_back(reports[i].resource);
    series_.capacities.push_back(reports[i].figures.capacity);
    for (SeriesPoint& point : series_.points)
      point.resources.emplace_back();
  }
  for (std::size_t i = 0; i < reports.size(); ++i) {
    const engine::StationReport& seen = reports[i].figures;
    const engine::StationReport before = i < last_.size() ? last_[i].figures : engine::StationReport{};
    const double busy_before_s = before.busy_s;
    // The mean: a host's speed may have changed meanwhile.
    const double capacity_s = seen.elapsed_s * seen.capacity_mean - before.elapsed_s * before.capacity_mean;
    load.resources.push_back({.utilisation = capacity_s > 0 ? (seen.busy_s - busy_before_s) / capacity_s : 0,
                              .queued = static_cast<double>(seen.queued)});
  }
  load.processes = processes(engine::in_seconds(system_.now()));
  load.pool_timeouts = static_cast<std::uint64_t>(system_.failures.count(system::Cause::pool_timeout));
  series_.points.push_back(std::move(load));
  last_ = std::move(reports);
}

} // namespace onsale::run
