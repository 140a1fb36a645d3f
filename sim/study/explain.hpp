/// What arithmetic alone says of a scenario, beside what simulations say: demands, bounds, the curve of exact analysis.
#pragma once

#include "sim/run/output/result_files.hpp"
#include "sim/study/demands.hpp"
#include "sim/study/tornado.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace onsale::study {

struct ExplainOptions {
  run::ScenarioRequest scenario;
  std::size_t points = 5; ///< of the curve, from a quarter of the knee to twice the knee
  bool simulate = true;   ///< each of them, and the scenario itself where only a run tells how often what is asked
  std::uint64_t seed = 1;
};

/// What product form leaves out, as shares of the time of the simulated requests, 0 to 1.
struct LeftOut {
  double threads = 0;     ///< waiting for a worker thread
  double connections = 0; ///< waiting for a pooled connection
  double locks = 0;       ///< waiting for row and application locks
  double pauses = 0;      ///< stopped by the JVM's collector
};

/// The closed system with so many virtual users.
struct CurvePoint {
  std::size_t vus = 0;
  double bound_per_s = 0;               ///< asymptotic, iterations
  std::optional<double> analytic_per_s; ///< exact for product form; none beyond analytic::most_customers
  std::optional<double> analytic_ms;    ///< mean http_req_duration
  std::optional<double> simulated_per_s;
  std::optional<double> simulated_ms;
  std::optional<LeftOut> left_out; ///< simulated
};

struct Explanation {
  std::string scenario;
  Demands demands;
  analytic::Bounds bounds; ///< of every resource
  std::vector<CurvePoint> curve;
  bool measured = false;         ///< visits and pauses are those of a run of the scenario
  std::size_t curve_ends_at = 0; ///< virtual users: the curve goes no further, see most_requests; 0: it is whole
};

/// A point of the curve is simulated if arithmetic expects no more requests than these of it.
inline constexpr std::uint64_t most_requests = 1'000'000;

Explanation explain(const ExplainOptions& options, Runner& runner);

std::string explanation_text(const Explanation& explanation);
std::string tornado_text(const Tornado& tornado);
/// `{"scenario", "requests", "pause_s", "delay_s", "endpoints": [..], "resources": [..], "bottleneck", "bounds",
/// "curve": [..], "tornado": {..} or null}`; what is infinite or unknown: null
std::string explanation_json(const Explanation& explanation, const std::optional<Tornado>& tornado);

/// Files of an explanation: demands.csv, curve.csv, tornado.csv if there is one, and a graph for each journey and each
/// endpoint as Graphviz source.
///   demands.csv  resource, demand_s, capacity, throughput_max_per_s (of iterations)
///   curve.csv    vus, bound_per_s, analytic_per_s, analytic_ms, simulated_per_s, simulated_ms, and of the simulated
///                response time share_threads, share_connections, share_locks, share_pauses
///   tornado.csv  knob, low_value, high_value, low, high, base (of the figure)
std::vector<run::ResultFile> explanation_files(const Explanation& explanation, const std::optional<Tornado>& tornado,
                                               const run::Scenario& scenario);

/// Graphviz source of an endpoint's flow: steps as boxes, decisions as diamonds.
std::string flow_dot(const system::Endpoint& endpoint);

} // namespace onsale::study
