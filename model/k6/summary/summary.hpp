#pragma once

#include "model/k6/metric/checks.hpp"
#include "model/k6/metric/metric_format.hpp"
#include "model/k6/metric/metrics.hpp"
#include "model/k6/metric/thresholds.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace onsale::k6 {

/// The end-of-test summary as plain data: what is printed, exported and compared.
struct Summary {
  struct Value {
    std::string name;
    double value = 0;
  };

  struct Threshold {
    std::string expression;
    double observed = 0;
    bool ok = true;
  };

  struct Metric {
    std::string name; ///< with the braces of a sub-metric
    MetricKind kind = MetricKind::trend;
    MetricContent content = MetricContent::number;
    /// Counter: count, rate (per second of the run). Gauge: value, min, max. Rate: rate, passes, fails. Trend: the
    /// chosen statistics, in ms if the content is time.
    std::vector<Value> values;
    std::vector<Threshold> thresholds;

    /// @return 0 if there is no value of that name
    [[nodiscard]] double value(std::string_view value_name) const;
  };

  struct Check {
    std::string name;
    std::string path;
    std::uint64_t passes = 0;
    std::uint64_t fails = 0;
  };

  struct Group {
    std::string name;
    std::string path;
    std::vector<Group> groups;
    std::vector<Check> checks;
  };

  /// One scenario or group of a full summary.
  struct Section {
    std::string name;
    bool is_scenario = false;
    std::vector<Metric> metrics;
    std::vector<Check> checks;
    std::vector<Section> groups;
  };

  double duration_s = 0; ///< from before setup() to after teardown(): what counter rates divide by
  std::vector<std::string> trend_stats;
  std::optional<TimeUnit> time_unit; ///< of all times; none: whichever fits each
  Group root_group;
  std::vector<Metric>
      metrics; ///< sorted by name, sub-metrics behind their metric; only those with samples or thresholds
  std::vector<Section> sections; ///< empty unless Metrics::Options::sections
};

/// @param thresholds  evaluated for the last time already
/// @param duration_s  length of the test run, seconds, > 0
Summary summarise(const Metrics& metrics, const Checks& checks, const Thresholds& thresholds, double duration_s,
                  std::vector<std::string> trend_stats = default_trend_stats());

/// The order of metrics in a summary: by name as a dictionary would have it (_ before digits before letters, case
/// last), sub-metrics right behind their metric.
bool summary_order(std::string_view a, std::string_view b);

} // namespace onsale::k6
