/// CPU seconds that the processes of a measured system used during a test.
#pragma once

#include "calibration/fit/figure.hpp"
#include "calibration/k6/usage_series.hpp"

#include <filesystem>

namespace onsale::fit {

/// Adds `cpu server`, `cpu mysql`, `cpu redis` and `cpu k6` as far as the series tells them: columns called after the
/// process
/// (`cpu_java_s`, `cpu_mysqld_s`, `cpu_mariadbd_s`, `cpu_redis_s`, `cpu_k6_s`) or after its part in the scenario
/// (`cpu_server_s`, `cpu_mysql_s`).
/// @param idle  the system without load, whose use per second is taken off; nullptr: none
/// A process that used less than half a second is not told: such series count in hundredths of a second.
void add_cpu_seconds(const calibration::UsageSeries& series, const calibration::UsageSeries* idle, Values& values);

/// The series in a run's folder, or in a file of its own. @throws config::InvalidInput
calibration::UsageSeries read_usage(const std::filesystem::path& path);

} // namespace onsale::fit
