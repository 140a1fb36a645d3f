/// One measured run as it lies in a folder of calibration/data: the test's own result and what the server counted
/// meanwhile. The README there says what each endpoint of the measured server does.
#pragma once

#include "calibration/k6/k6_result.hpp"
#include "calibration/k6/usage_series.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace onsale::calibration {

/// Requests of one endpoint that ended within one second. Times in seconds.
struct EndpointSecond {
  int second = 0;       ///< since the second of the first sample
  std::string endpoint; ///< the `name` tag
  double requests = 0;
  double failures = 0;        ///< status not 200 to 399
  std::string failure_status; ///< `404:10;409:1`; `0/<k6 error code>:n` where no answer came
  double mean_s = 0;          ///< http_req_duration
  double p50_s = 0;
  double p90_s = 0;
  double p95_s = 0;
  double p99_s = 0;
  double max_s = 0;
  double blocked_mean_s = 0; ///< http_req_blocked
  double blocked_max_s = 0;
};

/// The same over all endpoints (named `ALL`), with the virtual users.
struct TestSecond : EndpointSecond {
  std::optional<double> vus; ///< nothing before the first sample of the gauge
  double iterations = 0;     ///< complete
  double dropped_iterations = 0;
  std::optional<double> iteration_mean_s; ///< nothing when none ended in that second
};

/// The server's own means of one endpoint over the whole run. Times in seconds.
struct ServedEndpoint {
  std::string endpoint;
  double requests = 0;
  double errors = 0;            ///< status 400 and above
  double wall_s = 0;            ///< inside the servlet
  double worker_cpu_s = 0;      ///< CPU of the worker thread inside the servlet
  double redis_s = 0;           ///< commands, with the wait for a connection
  double db_requests = 0;       ///< requests that took a pool connection
  double pool_wait_s = 0;       ///< of these: wait for the connection
  double connection_hold_s = 0; ///< of these: from taking it to giving it back
};

struct RunFolder {
  std::string name; ///< of the folder
  std::vector<std::pair<std::string, std::string>>
      knobs; ///< server settings by their names: `server.tomcat.threads.max`
  double started_unix_s = 0;
  /// k6's result with the options of the run; nothing for a run without load. Sub-metrics per endpoint are called
  /// `http_req_duration{name:token}`.
  std::optional<K6Result> result;
  std::vector<EndpointSecond> endpoint_seconds; ///< by second, then by name
  std::vector<TestSecond> seconds;              ///< one a second in which samples came
  UsageSeries server;                           ///< columns of server.csv, CPU seconds as `cpu_java_s` and so on
  std::vector<ServedEndpoint> served;

  /// Empty if the run's configuration does not name it.
  std::string_view knob(std::string_view setting) const;
  /// nullptr if the server never saw it.
  const ServedEndpoint* served_endpoint(std::string_view endpoint) const;
};

/// @param folder  with config.json, server.csv, server-endpoints.csv and, unless there was no load, summary.json and
///                timeseries.csv (all but config.json may end in `.gz`)
/// @throws config::InvalidInput naming file, line and fault
RunFolder read_run_folder(const std::filesystem::path& folder);

/// Whether it holds a config.json and a server.csv.
bool is_run_folder(const std::filesystem::path& folder);

} // namespace onsale::calibration
