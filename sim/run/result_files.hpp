/// The texts of a result folder. Nothing in them comes from the machine or the wall clock: same scenario, seed and
/// version, same bytes.
#pragma once

#include "sim/run/run_json.hpp"

#include <string>
#include <vector>

namespace onsale::run {

struct ResultFile {
  std::string name;
  std::string text;
};

/// summary.json (k6's --summary-export), timeseries.csv, failures.csv, anatomy.csv, manifest.json.
std::vector<ResultFile> result_files(const RunRequest& request, const Scenario& scenario, const RunResult& result);

/// One row a second: time_s, vus, requests_per_s, failures_per_s, mean_ms, then `R utilisation` and `R queued` for each
/// resource R.
std::string timeseries_csv(const Series& series);
/// One row for each endpoint, cause and status, in order of first occurrence.
std::string failures_csv(const std::vector<Failure>& failures);
/// One row for each endpoint: requests, then mean milliseconds of each part and of all.
std::string anatomy_csv(const std::vector<EndpointAnatomy>& anatomy);

} // namespace onsale::run
