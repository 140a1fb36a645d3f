/// Reads resource usage from any of the files that samplers and Prometheus write, told apart by content.
#pragma once

#include "calibration/k6/usage_series.hpp"

#include <filesystem>

namespace onsale::calibration {

/// CSV (also a Grafana export), or scrapes in Prometheus text format one after the other; each also packed by gzip.
/// @throws config::InvalidInput naming file, line and fault
UsageSeries read_usage(const std::filesystem::path& path);
UsageSeries read_usage(Input& input);

/// Prometheus text exposition format 0.0.4 with a timestamp (ms) behind each value. Samples of one timestamp are a row;
/// a series, called as it stands there with its labels, that misses in some row keeps its value from the row before.
/// The kind follows from `# TYPE` (histograms and summaries are totals, their quantiles gauges), else from the name.
/// @throws config::InvalidInput naming line and column; values without timestamps; times that go back
UsageSeries read_usage_prometheus(Input& input);

/// Whether a column of that name counts up: it ends in `_total`, `_s`, `_seconds`, `_count`, `_sum` or `_bucket`.
UsageKind usage_kind_of(std::string_view name);

} // namespace onsale::calibration
