/// k6's options as data: scenarios with their executors, thresholds, time limits, connection rules. Names and defaults
/// are k6's; durations are whole nanoseconds.
#pragma once

#include "model/config/faults.hpp"
#include "model/config/object.hpp"
#include "model/config/place.hpp"
#include "model/k6/metric/metric_format.hpp"
#include "model/k6/metric/system_tags.hpp"
#include "model/k6/metric/thresholds.hpp"
#include "model/k6/metric/trend.hpp"
#include "model/k6/options/executor.hpp"
#include "model/k6/options/k6_version.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace onsale::k6 {

using Tags = std::vector<std::pair<std::string, std::string>>; ///< in the order of the file

struct ScenarioOptions {
  std::string name = "default";
  Executor executor = PerVuIterations{};
  std::int64_t start_time_ns = 0;
  std::int64_t graceful_stop_ns = 30 * second_ns;
  std::string exec = "default"; ///< name of the journey that its VUs walk
  config::Place exec_place;     ///< where that name was written, else the scenario
  Tags tags;
};

struct Options {
  K6Version version;                      ///< of k6 that the test would be run with
  std::vector<ScenarioOptions> scenarios; ///< by start time, then by name; never empty without faults
  std::vector<ThresholdConfig> thresholds;
  std::vector<std::string> summary_trend_stats = default_trend_stats();
  std::optional<TimeUnit> summary_time_unit; ///< none: whichever fits each value
  SystemTags system_tags;                    ///< that samples carry
  std::int64_t setup_timeout_ns = 60 * second_ns;
  std::int64_t teardown_timeout_ns = 60 * second_ns;
  std::int64_t min_iteration_duration_ns = 0;
  bool no_connection_reuse = false;
  bool no_vu_connection_reuse = false;
  std::int64_t batch = 20;           ///< idle connections that a VU keeps
  std::int64_t batch_per_host = 6;   ///< and of these to one host
  std::int64_t rps = 0;              ///< requests per second of all VUs together; 0: no limit
  Tags tags;                         ///< of every sample
  std::vector<std::string> warnings; ///< what k6 would warn of, one sentence each
};

struct OptionsReading {
  K6Version version = {};
  bool warns_of_unknown = false; ///< as k6 does of unknown top-level options of a script; else they are faults
};

/// Reads k6 options: `scenarios`, or the shortcuts vus, duration, iterations and stages, and all else a simulated test
/// has use for. Options without a meaning here (dns, userAgent, insecureSkipTLSVerify..) are accepted and ignored;
/// all that k6 refuses becomes faults of the object.
Options read_options(config::Object object, const OptionsReading& how = {});

/// A fault for each scenario whose `exec` names none of the journeys.
void check_journeys_exist(const Options& options, const std::vector<std::string>& journeys, config::Faults& faults);

/// How many VUs a scenario needs ready, from its own start on; the last step to 0 is its hard end.
VuPlan required_vus(const ScenarioOptions& scenario);

/// How many VUs are initialised before the test: the most that all scenarios need at one time.
std::int64_t initialised_vus(const Options& options);

/// Time from the start of the load to the last hard end, nanoseconds: k6's `max duration (incl. graceful stop)`.
std::int64_t longest_duration_ns(const Options& options);

} // namespace onsale::k6
