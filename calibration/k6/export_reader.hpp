/// Reads the JSON of k6's `--summary-export`.
#pragma once

#include "calibration/k6/k6_result.hpp"

#include <nlohmann/json_fwd.hpp>

namespace onsale::calibration {

/// Times, milliseconds in the file, become seconds. Custom trends keep their numbers: the file does not say whether
/// they are times.
/// @throws nlohmann::json::exception when it is no export
K6Result read_summary_export(const nlohmann::ordered_json& exported);

} // namespace onsale::calibration
