/// What one run leaves to a study: its figures, verdicts and resources as plain data that a child process hands over
/// and a store keeps.
#pragma once

#include "sim/run/simulate.hpp"
#include "sim/run/verdict/lost.hpp"
#include "sim/run/verdict/main_figures.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace onsale::study {

/// A threshold at the end of the run.
struct Verdict {
  std::string metric;     ///< with the braces of a sub-metric
  std::string expression; ///< `p(95)<500`
  double observed = 0;    ///< what was compared, milliseconds for times
  bool ok = true;
};

/// One resource over the whole run.
struct ResourceUse {
  std::string name;
  double capacity = 0;    ///< 0: unlimited
  double utilisation = 0; ///< 0 to 1
  double queued_mean = 0;
  double wait_mean_s = 0;
  double throughput_per_s = 0; ///< completions
  double busy_s = 0;           ///< integral of the capacity in use
  system::Resource::Kind kind = system::Resource::Kind::works;
  bool admits = false; ///< who waits for it has not sent a request yet
};

/// Mean time that a request spent in one part of its way, all endpoints together.
struct TimePart {
  std::string name; ///< as anatomies call it: `pool`, `lock`, `gc`
  double mean_ms = 0;
};

/// Requests of one endpoint that were answered.
struct EndpointVisits {
  std::string endpoint;
  std::uint64_t requests = 0;
};

/// Shares of customers lost, 0 to 1: run::Lost.
inline constexpr const char* iterations_lost = "iterations_lost rate";
inline constexpr const char* requests_lost = "requests_lost rate";

struct Observation {
  std::vector<run::Figure> figures;
  std::vector<Verdict> verdicts;
  std::vector<ResourceUse> resources; ///< CPUs first, then in the order in which a request meets them
  std::vector<TimePart> time_parts;
  std::vector<EndpointVisits> visits; ///< [endpoints]
  std::string bottleneck;             ///< the resource to blame; empty: none was saturated
  std::string bottleneck_line;        ///< with the evidence
  std::vector<std::string> broken_laws;
  run::Lost lost;
  std::string generator_limit;      ///< arithmetic that shows drops that no server could avoid; empty: none
  std::vector<std::string> remarks; ///< why its figures mean less than they seem
  int exit_code = 0;                ///< k6's
  std::string timeseries;           ///< timeseries.csv, where it was asked for

  /// The resource to blame; nullptr: none was saturated.
  const ResourceUse* blamed() const;
  /// @return nullptr if the run has no such figure
  const run::Figure* find(const std::string& name) const;
  /// Of the time that a request takes, 0 to 1; 0 for a part that does not exist.
  double time_share(const std::string& part) const;
};

/// The main figures of the summary, and `iterations_lost rate` and `requests_lost rate`, which are always there.
Observation observe(const run::Scenario& scenario, const run::RunResult& result, bool with_timeseries = false);

/// There and back. @throws std::exception for a text that to_json did not write
std::string to_json(const Observation& observation);
Observation observation_from_json(const std::string& text);

} // namespace onsale::study
