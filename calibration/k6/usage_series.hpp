/// Resource usage of the system under test over time, as a sampler wrote it down.
#pragma once

#include "calibration/k6/input.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace onsale::calibration {

/// What the numbers of a column are.
enum class UsageKind {
  gauge, ///< a level at the instant: connections in use
  total  ///< counts up: CPU seconds, collections
};

struct UsageSeries {
  struct Column {
    std::string name;
    UsageKind kind = UsageKind::gauge;
    std::vector<double> values; ///< [rows]
  };

  std::vector<double> time_s;  ///< [rows] strictly rising; since the first row
  double first_unix_s = 0;     ///< of the first row; 0 if the file has no calendar
  std::vector<Column> columns; ///< in the order of the file

  /// nullptr if there is none of that name.
  const Column* find(std::string_view name) const;

  /// Mean of a gauge over the rows from `from_s` to `to_s`; how much a total rose per second between the first and the
  /// last of them (one that falls began anew from zero). 0 if there are fewer than two rows.
  double mean(const Column& column, double from_s, double to_s) const;
};

/// Reads CSV of numbers with a column of times: `t` (seconds), `ts` (unix seconds), or `Time`, `time` or `timestamp`
/// (seconds, milliseconds or a calendar time, as Grafana exports them). An empty field keeps the value of the row
/// before.
/// @throws config::InvalidInput naming line and column: no number or time that does not rise
UsageSeries read_usage_csv(Input& input);

} // namespace onsale::calibration
