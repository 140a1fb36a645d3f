/// Response times and throughput against the load, from a test that raises it.
#pragma once

#include "plots/latency_classes.hpp"
#include "plots/run_files.hpp"

#include <vector>

namespace onsale::plots {

/// Columns of the same length, one entry for each step of the load that had requests.
struct LoadCurve {
  std::vector<double> vus;
  std::vector<double> p50_ms;
  std::vector<double> p95_ms;
  std::vector<double> p99_ms;
  std::vector<double> requests_per_s;

  /// Fewer points are no curve.
  bool shows() const { return vus.size() >= 4; }
};

/// While the load rises, without the requests of setup. On its way down the queues are still those of its height.
/// @param latencies  of all requests, or of those that the curve is of
LoadCurve load_curve_of(const RunFiles& run, const std::vector<LatencyRow>& latencies);

} // namespace onsale::plots
