/// The result of one k6 test as every law sees it, whatever file it was read from.
#pragma once

#include "calibration/k6/interval.hpp"
#include "calibration/k6/journey_facts.hpp"
#include "model/k6/metric/metrics_sink.hpp"
#include "model/k6/options/options.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::calibration {

/// Who wrote the figures down, which decides how exact they are.
enum class Origin {
  k6_block,       ///< k6's end-of-test text
  author_listing, ///< typed by a report's author
  k6_file         ///< k6's own file, full precision
};

struct K6Result {
  /// Times in seconds, shares from 0 to 1, data in bytes. Statistics: avg min med max p90 p95 p99 (trend), count rate
  /// (counter), rate passes fails total total_per_second (rate; `passes` of http_req_failed are the failed), value min
  /// max (gauge).
  struct Statistic {
    std::string name;
    Figure figure;
  };

  struct Metric {
    std::string name; ///< with the braces of a sub-metric
    k6::MetricKind kind = k6::MetricKind::trend;
    k6::MetricContent content = k6::MetricContent::number;
    std::vector<Statistic> statistics;

    /// nullptr if it is not given.
    const Figure* find(std::string_view statistic) const;
  };

  /// One check, or the requests of one endpoint by outcome.
  struct Tally {
    std::string name;
    bool all_passed = false; ///< marked as without failures, so that no counts are printed
    std::optional<Figure> rate;
    std::optional<double> passes;
    std::optional<double> fails;
  };

  struct Threshold {
    std::string metric;
    std::string expression; ///< `p(95)<500`, times in ms as in k6
    bool kept = true;       ///< the verdict that is given
  };

  std::string name; ///< `queue-5000vu/queue-token-issue`, or the file
  Origin origin = Origin::k6_file;
  std::vector<Metric> metrics;
  std::vector<Tally> checks;
  std::vector<Tally> endpoints;
  std::vector<Threshold> thresholds;
  bool all_endpoints = false;                ///< every endpoint's counts are given
  std::optional<Interval> run_duration_s;    ///< of k6's `running (5m00.9s)` line, or what the file has instead
  std::string run_clock = "the run line";    ///< where that stands, in words
  std::optional<double> complete_iterations; ///< of the same line
  std::optional<double> interrupted_iterations;
  std::size_t passed_over = 0;    ///< results that stand before it in the same text
  std::optional<double> most_vus; ///< of the banner, where the options are unknown
  std::optional<k6::Options> options;
  std::optional<JourneyFacts> journey;

  const Metric* find(std::string_view metric) const;
  /// nullptr if the metric or the statistic is not given.
  const Figure* find(std::string_view metric, std::string_view statistic) const;
};

/// `http_req_duration` of `http_req_duration{name:token}`.
std::string_view base_name(std::string_view metric);
bool is_sub_metric(std::string_view metric);

} // namespace onsale::calibration
