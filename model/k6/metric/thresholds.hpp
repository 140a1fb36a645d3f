#pragma once

#include "model/k6/metric/metrics.hpp"

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::k6 {

/// One threshold as the user wrote it.
struct ThresholdConfig {
  std::string metric_key; ///< `http_req_duration` or `http_req_duration{name:token}`
  std::string expression; ///< `p(95)<500`
  bool abort_on_fail = false;
  double delay_abort_eval_s = 0; ///< seconds from the start of the test during which it does not abort
};

/// A parsed expression: aggregation, operator, limit. k6's grammar: `p(95) < 500`.
struct ThresholdExpression {
  enum class Operator : std::uint8_t { less, less_or_equal, greater, greater_or_equal, equal, not_equal };
  std::string aggregation; ///< count, rate, value, avg, min, max, med or p(N)
  Operator comparison = Operator::less;
  double limit = 0;

  /// True when `observed` keeps the threshold.
  [[nodiscard]] bool holds(double observed) const;
};

/// @throws std::invalid_argument naming expression, fault and rule
ThresholdExpression parse_threshold(std::string_view expression);

/// All faults of the thresholds of a test, one a line, as `thresholds.<metric key>: <fault>`.
struct InvalidThresholds : std::invalid_argument {
  explicit InvalidThresholds(std::vector<std::string> all_faults);
  std::vector<std::string> faults;
};

/// The thresholds of a test: judged over all samples since its start, not over a window.
class Thresholds {
public:
  struct Verdict {
    std::string metric_key;
    std::string expression;
    SeriesRef series;
    double observed = 0; ///< the aggregated value that was compared
    bool ok = true;
  };

  Thresholds() = default;
  /// Declares the sub-metrics they name. Thresholds are kept in the order of their keys.
  /// @throws InvalidThresholds with every fault
  Thresholds(std::vector<ThresholdConfig> configs, Metrics& metrics);

  /// During the run (k6: every 2 s): metrics without samples are passed over, and so is what can stop no test, as a
  /// percentile of all samples so far is not had for nothing.
  /// @param elapsed_s  seconds since the start of the test: what counter rates divide by, and what delayAbortEval means
  /// @return metric keys of crossed thresholds that stop the test now
  [[nodiscard]] std::vector<std::string> aborting(const Metrics& metrics, double elapsed_s) const;

  /// At the end: a metric without samples is judged too, as 0; a rate without samples holds.
  /// @return whether at least one does not hold: exit code 99
  bool evaluate_final(const Metrics& metrics, double elapsed_s);

  /// One for each threshold; as of the end; before it they hold.
  [[nodiscard]] const std::vector<Verdict>& verdicts() const { return verdicts_; }

private:
  struct Threshold {
    ThresholdExpression expression;
    bool abort_on_fail = false;
    double delay_abort_eval_s = 0;
  };

  [[nodiscard]] Verdict judge(std::size_t number, const Metrics& metrics, double elapsed_s) const;

  std::vector<Threshold> thresholds_;
  std::vector<Verdict> verdicts_; ///< same order
};

} // namespace onsale::k6
