/// A k6 test from start to exit code: setup, scenarios, teardown, gauges, thresholds.
///
///   start()                                                                  done
///     | users initialised | setup | scenarios, each at its startTime | teardown |
///     |...... vus and vus_max every 1 s, thresholds every 2 s .................|
#pragma once

#include "model/http/target.hpp"
#include "model/k6/executor/executor_run.hpp"
#include "model/k6/metric/checks.hpp"
#include "model/k6/metric/metrics.hpp"
#include "model/k6/metric/thresholds.hpp"
#include "model/k6/options/options.hpp"
#include "model/k6/script/scripts.hpp"
#include "model/k6/test/test_part_run.hpp"
#include "model/k6/user/client_rate_limit.hpp"
#include "model/k6/user/virtual_user_buffer.hpp"
#include "sim/engine/simulation.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::k6 {

/// What k6 would log, at the time when it would.
struct LoadWarning {
  double time_s = 0; ///< since the start of the test
  std::string message;
};

/// Where a test stands: k6's `running (0m10.0s), 050/100 VUs, 1234 complete and 0 interrupted iterations` and a bar for
/// each scenario.
struct LoadProgress {
  double elapsed_s = 0;
  std::int64_t vus_active = 0;
  std::int64_t vus_initialised = 0;
  std::uint64_t complete = 0; ///< iterations
  std::uint64_t interrupted = 0;
  std::vector<ScenarioProgress> scenarios; ///< in the order of the options
};

/// k6's exit codes that a simulated test can have (errext/exitcodes).
enum class ExitCode : std::uint8_t {
  ok = 0,
  thresholds_crossed = 99,
  setup_timeout = 100,
  teardown_timeout = 101,
  external_abort = 105, ///< Ctrl-C
  script_aborted = 108  ///< test.abort
};

struct LoadResult {
  double duration_s = 0; ///< from before setup to the last iteration's end: what counter rates divide by
  ExitCode exit_code = ExitCode::ok;
  std::vector<std::string> aborted_by; ///< metric keys of the thresholds that stopped the test
  LoadProgress progress;
  std::vector<LoadWarning> warnings;
  std::vector<FailedRequests> failed; ///< each kind once, in order of their first
};

class LoadTest {
public:
  struct Settings {
    std::uint64_t seed = 1;
    std::uint32_t replication = 0;
    engine::Duration vu_initialisation_time{}; ///< of one VU beyond preAllocatedVUs
    bool no_setup = false;
    bool no_teardown = false;
    Metrics::Options metrics;
    std::function<void()> done; ///< called once, at the instant of the end: a good place to stop the simulation
  };

  /// Simulation, target, options and scripts must outlive the test; the simulation may be cleared before.
  /// @throws InvalidThresholds with every fault of the thresholds
  LoadTest(engine::Simulation& simulation, http::Target& target, const Options& options, Scripts& scripts,
           Settings settings);
  LoadTest(const LoadTest&) = delete;
  LoadTest& operator=(const LoadTest&) = delete;
  ~LoadTest();

  /// Begins at this instant. Once.
  void start();
  bool over() const { return over_; }

  /// Ctrl-C: iterations are interrupted at this instant, teardown is done, thresholds are judged.
  void interrupt();

  LoadProgress progress() const;
  /// Once over.
  LoadResult result() const;

  /// Outputs are added before start().
  Metrics& metrics() { return metrics_; }
  const Metrics& metrics() const { return metrics_; }
  const Checks& checks() const { return checks_; }
  const Thresholds& thresholds() const { return thresholds_; }

private:
  struct Scenario;

  using MakeScript = std::function<std::unique_ptr<Script>(std::uint32_t user)>;
  using MakePart = std::unique_ptr<Script> (Scripts::*)(std::size_t part, std::uint32_t user);

  struct WorkloadTags {
    TagSet all;
    TagSet of_dropped; // iterations
  };

  Workload& add_workload(http::Target& target, MakeScript make_script, WorkloadTags tags, std::string group_prefix,
                         std::string_view stream);
  std::vector<TestPartRun::Part> add_parts(http::Target& target, const std::string& name,
                                           const std::vector<TestPart>& parts, MakePart make);
  void add_scenario(const ScenarioOptions& scenario, http::Target& target);
  void start_scenarios();
  void start_teardown();
  void part_done(const std::vector<TestPartRun::Part>& parts, engine::Time began);
  void timed_out(std::string_view part, std::int64_t timeout_ns, ExitCode exit_code);
  void abort_by_script(const std::string& why);
  void sample_gauges();
  void judge_thresholds();
  void scenario_finished();
  void finish();
  void abort();
  void end();
  std::int64_t active_users() const;
  double elapsed_s() const { return engine::in_seconds((over_ ? end_ : simulation_.now()) - start_); }

  engine::Simulation& simulation_;
  const Options& options_;
  Scripts& scripts_;
  Settings settings_;
  Metrics metrics_;
  Checks checks_;
  std::vector<MetricId> custom_metrics_; // [ScriptTables::metrics]
  Thresholds thresholds_;
  ClientRateLimit rate_limit_;
  TagSetId run_tags_{};
  std::deque<Workload> workloads_;
  std::vector<TestPartRun::Part> setup_parts_;
  std::vector<TestPartRun::Part> teardown_parts_;
  VirtualUserBuffer users_;
  TestPartRun setup_;
  TestPartRun teardown_;
  std::vector<std::unique_ptr<Scenario>> scenarios_;
  engine::Timer gauges_due_;
  engine::Timer thresholds_due_;
  engine::Timer abort_due_;
  engine::Timer teardown_due_;
  engine::Timer end_due_;
  engine::Time start_{};
  engine::Time teardown_start_{};
  engine::Time end_{};
  std::size_t unfinished_ = 0;
  std::vector<std::string> aborted_by_;
  std::vector<LoadWarning> warnings_;
  ExitCode exit_code_ = ExitCode::ok;
  bool set_up_ = false;
  bool finished_ = false; // the end is at this instant
  bool over_ = false;
};

} // namespace onsale::k6
