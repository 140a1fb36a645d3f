/// One run of one scenario, from the first event to the figures.
#pragma once

#include "model/javascript/log_line.hpp"
#include "model/k6/metric/sample_sink.hpp"
#include "model/k6/summary/summary.hpp"
#include "model/k6/test/load_test.hpp"
#include "model/operations/operations.hpp"
#include "model/system/system.hpp"
#include "sim/run/blame.hpp"
#include "sim/run/endpoint_series.hpp"
#include "sim/run/scenario.hpp"
#include "sim/run/series.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace onsale::run {

struct SimulateOptions {
  std::uint64_t seed = 1;
  std::uint32_t replication = 0;
  bool summary_sections = false;                                ///< for a full summary
  std::vector<k6::SampleSink*> outputs = {};                    ///< must outlive the call, which does not close them
  system::RequestTraces* traces = nullptr;                      ///< picks requests to be noted; must outlive the call
  std::function<void(const javascript::LogLine&)> console = {}; ///< of a script; nobody listens without it
  bool no_setup = false;
  bool no_teardown = false;
  /// Called every tenth of a simulated second, with the rows so far; may interrupt the test. What it throws ends the
  /// run and comes out of simulate().
  std::function<void(k6::LoadTest&, const Series&)> progress = {};
};

struct Failure {
  std::string endpoint;
  std::string cause;
  std::string resource; ///< that could not give what was asked for
  int status = 0;       ///< as k6 has it: 0 without an answer
  system::FailureCount count;
  http::NetworkError error = http::NetworkError::none; ///< without an answer

  /// `HTTP 503`, `request timeout, k6's error 1050`
  std::string answer() const;
};

struct EndpointAnatomy {
  std::string endpoint;
  std::string of; ///< mean, p50, p95 or p99: of all its requests, or of those around a percentile of their total time
  system::AnatomySums sums;

  /// Mean time of one part of these requests, and of all together; 0 without requests.
  double mean_ms(std::size_t part) const;
  double mean_ms() const;
};

/// CPU time that one process of the modelled system used.
struct CpuUse {
  std::string host;
  std::string process;
  double cores = 0; ///< that the host has to give, by how many hardware threads are busy at most
  double served_s = 0;
};

struct RunResult {
  k6::Summary summary;
  k6::LoadResult load;
  Series series;
  std::vector<EndpointSeries> endpoints;             ///< of all requests, then of each of k6's request names
  std::vector<operations::TimelineEvent> timeline;   ///< faults, signs, actions
  std::vector<operations::Observation> observations; ///< [seconds] from 1 s on, of runs that watch for something
  std::vector<system::ResourceReport> resources;
  std::vector<CpuUse> cpu_users;
  std::vector<Failure> failures; ///< each failed request of k6 once; in order of their first occurrence
  std::vector<system::Jvm::LogLine> jvm_log;
  /// What a script's handleSummary() writes: to `stdout`, `stderr` or a file. Nothing: it has none.
  std::optional<std::vector<std::pair<std::string, std::string>>> summary_outputs;
  /// Requests of a script that no endpoint took, by method and path.
  std::vector<std::pair<std::string, std::uint64_t>> unmatched;
  std::vector<EndpointAnatomy> anatomy;
  std::vector<EndpointBlame> blame;     ///< [endpoints]
  std::vector<std::string> broken_laws; ///< operational laws and booking invariants; empty in a sound run
  std::uint64_t gc_pauses = 0;          ///< young and full
  std::uint64_t gc_full = 0;
  double gc_paused_s = 0;
  std::uint64_t events = 0;
  double wall_s = 0; ///< real time of the computation; in no result file
};

/// Runs in this process, which must not have run SimGrid before (one engine in each): see in_child.hpp.
RunResult simulate(const Scenario& scenario, const SimulateOptions& options);

} // namespace onsale::run
