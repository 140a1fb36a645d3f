/// CPU seconds that the processes of a measured system used during a test.
#pragma once

#include "calibration/fit/figure.hpp"
#include "calibration/k6/usage_series.hpp"

#include <filesystem>
#include <optional>
#include <vector>

namespace onsale::fit {

/// Adds `cpu server`, `cpu mysql`, `cpu redis` and `cpu k6` as far as the series tell them: see cpu_series.hpp.
/// @param idle  the system without load, whose use per second is taken off; nullptr: none
/// A process that used less than half a second is not told: such series count in hundredths of a second.
void add_cpu_seconds(const calibration::UsageSeries& series, const calibration::UsageSeries* idle, Values& values);

/// The series in a run's folder, in a file, or in several that follow each other: a scrape before and one after.
/// @param paths  at least one @throws config::InvalidInput
calibration::UsageSeries read_usage(const std::vector<std::filesystem::path>& paths);

} // namespace onsale::fit
