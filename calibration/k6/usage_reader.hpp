/// Reads resource usage from any of the files that samplers and Prometheus write, told apart by content.
#pragma once

#include "calibration/k6/usage_series.hpp"

#include <filesystem>

namespace onsale::calibration {

/// CSV (also a Grafana export), scrapes in Prometheus text format one after the other, or the answer of Prometheus to
/// /api/v1/query_range; each also packed by gzip.
/// @throws config::InvalidInput naming file, line and fault
UsageSeries read_usage(const std::filesystem::path& path);
UsageSeries read_usage(Input& input);

/// Prometheus text exposition format 0.0.4. Samples of one timestamp (ms, behind the value) are a row. Plain scrapes
/// have none: there a row ends where a series comes again, and its time is the process's uptime
/// (process_uptime_seconds, process_uptime_seconds_total), else its number. A series, called as it stands there with
/// its labels, that misses in some row keeps its value from the row before.
/// The kind follows from `# TYPE` (histograms and summaries are totals, their quantiles gauges), else from the name.
/// @throws config::InvalidInput naming line and column; values with and without timestamps; times that go back
UsageSeries read_usage_prometheus(Input& input);
UsageSeries read_usage_prometheus_json(Input& input);

/// A scrape before and one after, each a file of its own. Columns that the first does not have begin at 0.
/// @param after  its rows come after those of `before`, whatever its times
UsageSeries joined(UsageSeries before, const UsageSeries& after);

/// Whether a column of that name counts up: it ends in `_total`, `_s`, `_seconds`, `_count`, `_sum` or `_bucket`.
UsageKind usage_kind_of(std::string_view name);

} // namespace onsale::calibration
