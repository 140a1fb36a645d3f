#pragma once

#include "model/k6/summary/summary.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace onsale::k6 {

/// The metric lines of a summary, `name....: value value`, in columns that line up over all metrics given at once.
class MetricTable {
public:
  /// How a rate tells its samples: `✓ 3 ✗ 7` (before k6 1.0) or `3 out of 10`.
  enum class RateStyle { marks, out_of };

  /// @param summary  whose trend statistics and unit of time they show
  MetricTable(const std::vector<Summary::Metric>& metrics, const Summary& summary, RateStyle style, bool colour);

  /// `http_req_duration...:` or, for a sub-metric, two columns shorter, `{ name:token }...:`.
  [[nodiscard]] std::string name(const Summary::Metric& metric) const;
  /// What comes behind the name; blanks up to the last column included, as k6 prints them.
  [[nodiscard]] std::string values(const Summary::Metric& metric) const;

private:
  [[nodiscard]] std::vector<std::string> cells_of(const Summary::Metric& metric) const;
  [[nodiscard]] std::string trend_values(const std::vector<std::string>& cells) const;
  [[nodiscard]] std::string scalar_values(const std::vector<std::string>& cells) const;

  const Summary& summary_;
  RateStyle style_;
  bool colour_;
  std::size_t name_width_ = 0;
  std::vector<std::size_t> trend_widths_;
  std::vector<std::size_t> scalar_widths_;
};

bool is_submetric(const Summary::Metric& metric);

/// The lines of one check: its name, and under a check that ever failed the share that passed.
std::string check_lines(const Summary::Check& check, const std::string& indent, const std::string& detail_indent,
                        bool colour);

} // namespace onsale::k6
