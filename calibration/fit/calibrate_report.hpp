/// A calibration in words, and as JSON for programs.
#pragma once

#include "calibration/fit/calibrate.hpp"

#include <string>

namespace onsale::fit {

/// Values with intervals, what cannot be told, errors on fitted and on held-out tests apart, the next test.
/// @param all_figures  every figure of every test; otherwise TPS, mean, p95, p99 and failures
std::string calibration_text(const Calibration& calibration, bool all_figures);
std::string calibration_json(const Calibration& calibration);

} // namespace onsale::fit
