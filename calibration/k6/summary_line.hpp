/// One line of k6's end-of-test text, taken apart.
#pragma once

#include "calibration/k6/k6_result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace onsale::calibration {

/// Without ANSI colours, without what a carriage return wrote over, and without blanks around it.
std::string plain_line(std::string_view line);

/// `http_req_waiting.......: avg=87.95ms min=740.1µs`, or `{ name:token }....: 4584 53.9/s` below its metric.
struct MetricLine {
  std::string_view name; ///< `http_req_waiting`, `{ name:token }`
  std::string_view values;
};
std::optional<MetricLine> metric_line(std::string_view line);

/// The kind follows from how the values look.
/// @param name  with the braces of a sub-metric
/// @return nothing if they are no values of a metric
std::optional<K6Result::Metric> metric_from_line(const std::string& name, std::string_view values);

/// `↳  99% — ✓ 6585 / ✗ 17`, below a check that failed at times.
bool read_check_counts(std::string_view line, K6Result::Tally& check);

/// `running (1m25.0s), 000/800 VUs, 4232 complete and 352 interrupted iterations`
bool read_run_line(std::string_view line, K6Result& result);

/// `scenarios: (100.00%) 1 scenario, 800 max VUs, 1m25s max duration (incl. graceful stop):`
bool read_banner(std::string_view line, K6Result& result);

/// `✓ 'p(95)<500' p(95)=164.2ms`, below the name of its metric.
std::optional<K6Result::Threshold> threshold_of(std::string_view line, const std::string& metric);

} // namespace onsale::calibration
