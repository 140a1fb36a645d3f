/// Tables of the report, as HTML.
#pragma once

#include "plots/run_files.hpp"

#include <string>

namespace onsale::plots {

/// A row for all requests and one for each request name: count, rate, mean, percentiles, failures by cause. A name is a
/// button that the script makes a filter of.
std::string endpoints_table(const RunFiles& run);
/// Checks with their groups; empty without any.
std::string checks_table(const RunFiles& run);
/// What the script itself measured; empty without any.
std::string custom_metrics_table(const RunFiles& run);
/// k6's own metrics: phases of requests, iterations, data sent and received, users.
std::string metrics_table(const RunFiles& run);
/// Milliseconds of a request by the resource that is charged with them; empty for a result that does not tell.
std::string blame_table(const RunFiles& run);
std::string failures_table(const RunFiles& run);
std::string settings_table(const RunFiles& run);
std::string hosts_table(const RunFiles& run);
/// The series for those who cannot see the pictures.
std::string series_table(const RunFiles& run);

/// How the failed requests of one name ended: `409 × 120 (seat_taken), request timeout × 3`.
std::string failures_text(const RunFiles& run, const std::string& endpoint);
/// `12.3 MB`
std::string bytes_text(double bytes);

} // namespace onsale::plots
