/// Reads the single samples of k6's `--out csv=` and `--out json=`, one line after the other: files of many gigabytes
/// take no more memory than small ones.
#pragma once

#include "calibration/k6/input.hpp"
#include "calibration/k6/k6_result.hpp"

#include <optional>
#include <string_view>

namespace onsale::calibration {

/// The first columns of every such CSV file.
inline constexpr std::string_view samples_csv_head = "metric_name,timestamp,metric_value";

/// Timestamps in any of k6's formats, told by how large they are. Values have six decimals there.
/// @throws config::InvalidInput naming line and column; an end in the middle of a line is such a fault
K6Result read_samples_csv(Input& input);

/// NDJSON. @throws config::InvalidInput naming the line
K6Result read_samples_json(Input& input);

/// `2024-01-01T00:00:01.5Z`, `2024-01-01T09:00:01+09:00` as unix seconds; nothing if it is no such time.
std::optional<double> rfc3339_seconds(std::string_view text);

} // namespace onsale::calibration
