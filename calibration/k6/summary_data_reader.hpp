/// Reads the data that k6 gives to handleSummary(), written down as JSON.
#pragma once

#include "calibration/k6/k6_result.hpp"

#include <nlohmann/json_fwd.hpp>

namespace onsale::calibration {

/// Times, milliseconds in the file, become seconds.
/// @param data  `{root_group, state, metrics: {NAME: {type, contains, values, thresholds}}}`
/// @throws nlohmann::json::exception when it is no such data
K6Result read_summary_data(const nlohmann::ordered_json& data);

/// Checks of a group and of the groups in it, which some versions hold in lists and others by name.
void read_checks(const nlohmann::ordered_json& group, K6Result& result);

} // namespace onsale::calibration
