/// Where a running test stands, in k6's words:
///
///   running (0m10.0s), 050/100 VUs, 1234 complete and 0 interrupted iterations
///   default   [===>----------------------------------] 050/100 VUs  0m10.0s/2m0s
///   default ✓ [======================================] 000/100 VUs  2m0s
///
/// `•` waits for its start time, `↓` lets its last iterations end, `✗` was cut short.
#pragma once

#include "model/k6/options/options.hpp"
#include "model/k6/test/load_test.hpp"
#include "sim/run/series.hpp"

#include <string>
#include <vector>

namespace onsale::run {

struct StatusOptions {
  bool bars = true; ///< false: `[  25% ]`, as k6 writes where nothing can be redrawn
  bool over = false;
};

/// One line for the test, one for each scenario.
std::vector<std::string> status_lines(const k6::Options& options, const k6::LoadProgress& progress,
                                      const StatusOptions& how);

/// `977 requests/s, p95 120ms, 0.2 % failed; fullest: app cpu, 97 %`, of the last row of the time series.
std::string last_second(const Series& series);

} // namespace onsale::run
