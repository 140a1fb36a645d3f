/// What a run looks like second by second: the rows of timeseries.csv.
#pragma once

#include "model/system/system.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace onsale::run {

/// Gauges and rates of one resource over one interval.
struct ResourcePoint {
  double utilisation = 0; ///< 0 to 1, of the interval
  double queued = 0;      ///< at its end; for CPUs: jobs present
};

/// One process of the application at the end of an interval.
struct ProcessPoint {
  double heap_used_bytes = 0; ///< reachable or not
  double heap_size_bytes = 0;
  std::uint64_t gc_pauses = 0; ///< since the start
  double gc_paused_s = 0;      ///< since the start
  double cpu_usage = 0;        ///< of its host, 0 to 1, of the interval: CPU time of work that ended in it
};

struct SeriesPoint {
  double time_s = 0; ///< end of the interval
  std::uint64_t vus = 0;
  double requests_per_s = 0;
  double failures_per_s = 0;
  double mean_ms = 0;                   ///< of http_req_duration
  std::vector<ResourcePoint> resources; ///< [Series::resources]
  double iterations_per_s = 0;          ///< completed
  double dropped_per_s = 0;
  double p50_ms = 0; ///< of http_req_duration, as k6 counts percentiles; 0 without requests
  double p95_ms = 0;
  double p99_ms = 0;
  double max_ms = 0;
  std::vector<std::uint32_t> latencies;     ///< requests by latency_class() of their http_req_duration
  std::vector<ProcessPoint> processes = {}; ///< [instances] of the application
  std::uint64_t pool_timeouts = 0;          ///< since the start
};

/// Classes are an eighth of an octave (9 %) wide; the first holds all up to 10 us.
std::size_t latency_class(double ms);
/// Lower bound of a class.
double latency_class_from_ms(std::size_t number);
/// Fills in percentiles and latencies. @param durations_ms  of the interval's requests, in any order; is reordered
void describe_latencies(SeriesPoint& point, std::vector<double>& durations_ms);

struct Series {
  std::vector<system::Resource> resources;
  std::vector<double> capacities;
  std::vector<SeriesPoint> points;
};

/// Watches a system; sample() closes an interval.
class SeriesRecorder {
public:
  explicit SeriesRecorder(const system::System& system) : system_(system) {}
  /// @param load  time, vus and client-side figures of the interval; resources are filled in here
  void sample(SeriesPoint load);
  const Series& series() const { return series_; }

private:
  std::vector<ProcessPoint> processes(double now_s);

  const system::System& system_;
  Series series_;
  std::vector<system::ResourceReport> last_;
  std::vector<double> served_s_; // [instances] CPU time of the application on its host so far
  double last_s_ = 0;
};

} // namespace onsale::run
