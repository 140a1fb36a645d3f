/// Reads a published result: the machine-readable form of a report that lies beside a scenario.
#pragma once

#include "calibration/k6/k6_result.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace onsale::calibration {

/// @param file  its name in messages
/// @throws config::InvalidInput naming file and fault
K6Result read_published(const nlohmann::ordered_json& run, const std::string& file);

} // namespace onsale::calibration
