/// The texts of a result folder. Nothing in them comes from the machine or the wall clock: same scenario, seed and
/// version, same bytes.
#pragma once

#include "sim/run/output/run_json.hpp"
#include "sim/run/verdict/failure_points.hpp"

#include <string>
#include <vector>

namespace onsale::run {

struct ResultFile {
  std::string name;
  std::string text;
};

/// summary.json (k6's --summary-export), timeseries.csv, endpoints.csv, endpoint_timeseries.csv, outcomes.csv,
/// latencies.csv, failures.csv, anatomy.csv, blame.csv, manifest.json.
std::vector<ResultFile> result_files(const RunRequest& request, const Scenario& scenario, const RunResult& result);

/// One row a second: time_s, vus, rates per second of requests answered, failed, iterations completed and dropped, of
/// http_req_duration mean, p50, p95, p99 and maximum, then `R utilisation` and `R queued` for each
/// resource R.
std::string timeseries_csv(const Series& series);
/// One row for all requests, `(all)`, then one for each request name of k6, most requests first: how many and how fast
/// over the whole run, how many failed.
std::string endpoints_csv(const std::vector<EndpointSeries>& endpoints, double duration_s);
/// The same second by second, of seconds in which requests of the name ended.
std::string endpoint_timeseries_csv(const std::vector<EndpointSeries>& endpoints);
/// How requests of each name ended, under k6's tags: the rows with `failed` 1 add up to the requests that failed.
std::string outcomes_csv(const std::vector<EndpointSeries>& endpoints);
/// How many requests of each name and second had their http_req_duration in [from_ms, to_ms).
std::string latencies_csv(const std::vector<EndpointSeries>& endpoints);
/// One row for each failure point: see there.
std::string failures_csv(const std::vector<FailurePoint>& points);
/// Rows of each endpoint, for its mean request and for those around p50, p95 and p99: how many, then mean milliseconds
/// of each part and of all.
std::string anatomy_csv(const std::vector<EndpointAnatomy>& anatomy);
/// Rows of each endpoint, most time first: milliseconds of a request, on average, that a resource is charged with, as
/// work and as waiting.
std::string blame_csv(const std::vector<EndpointBlame>& blame);

/// A CSV field (RFC 4180): quoted where it must be. A text that a spreadsheet would take for a formula gets a single
/// quote before it; readers drop it.
std::string csv_field(const std::string& text);

} // namespace onsale::run
