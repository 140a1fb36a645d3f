/// Reads k6's machine-readable summary: what --summary-export writes with --new-machine-readable-summary (k6 1.x).
#pragma once

#include "calibration/k6/k6_result.hpp"

#include <nlohmann/json_fwd.hpp>

namespace onsale::calibration {

/// It holds no thresholds and no rates of counters. Times, milliseconds in the file, become seconds.
/// @param summary  `{version, metadata, config: {duration}, results: {metrics: [..], checks: {metrics, results}}}`
/// @throws nlohmann::json::exception when it is no such summary
K6Result read_machine_summary(const nlohmann::ordered_json& summary);

} // namespace onsale::calibration
