#include "calibration/k6/summary_text_reader.hpp"

#include "calibration/k6/metric_names.hpp"
#include "calibration/k6/summary_line.hpp"
#include "model/config/faults.hpp"
#include "model/config/wording.hpp"

#include <fmt/format.h>

#include <utility>

namespace onsale::calibration {
namespace {

/// Goes through the text line by line. The layout since 1.0 has titles:
///
///   █ THRESHOLDS    metric names, each with its verdicts
///   █ TOTAL RESULTS checks, then metrics
///   █ SCENARIO: x   parts of the totals, to be passed over
///
/// the old one has titles of groups alone, with their checks below.
class TextReader {
public:
  explicit TextReader(Input& input) : input_(input) {}

  K6Result read()
  {
    while (const auto line = input_.next_line())
      read_line(plain_line(*line));
    if (result_.metrics.empty())
      throw_no_summary();
    return std::move(result_);
  }

private:
  enum class Part { plain, thresholds, totals, passed_over };

  void read_line(const std::string& line)
  {
    if (read_banner(line, result_) || read_run_line(line, result_))
      return;
    if (line.starts_with("█ ") || line.starts_with("↳ GROUP: "))
      begin_part(line);
    else if (part_ == Part::thresholds)
      read_threshold(line);
    else if (part_ != Part::passed_over)
      read_figures(line);
  }

  void begin_part(const std::string& line)
  {
    if (line.starts_with("█ THRESHOLDS")) {
      begin_summary();
      part_ = Part::thresholds;
    } else if (line.starts_with("█ TOTAL RESULTS")) {
      if (part_ != Part::thresholds)
        begin_summary();
      part_ = Part::totals;
    } else if (part_ == Part::totals) {
      part_ = Part::passed_over;
    }
  }

  /// What was read before is of another run, but for the lines around a summary.
  void begin_summary()
  {
    result_.passed_over += result_.metrics.empty() ? 0 : 1;
    result_.metrics.clear();
    result_.checks.clear();
    result_.thresholds.clear();
  }

  void read_threshold(const std::string& line)
  {
    if (auto threshold = threshold_of(line, metric_))
      result_.thresholds.push_back(std::move(*threshold));
    else if (not line.empty())
      metric_ = line;
  }

  void read_figures(const std::string& line)
  {
    if (const auto found = metric_line(line))
      return read_metric(*found);
    const bool passed = line.starts_with("✓ ");
    if (passed || line.starts_with("✗ "))
      result_.checks.push_back({.name = line.substr(line.find(' ') + 1),
                                .all_passed = passed,
                                .rate = std::nullopt,
                                .passes = std::nullopt,
                                .fails = std::nullopt});
    else if (not result_.checks.empty())
      read_check_counts(line, result_.checks.back());
  }

  void read_metric(const MetricLine& line)
  {
    std::string name(line.name);
    if (name.starts_with('{'))
      name = fmt::format("{}{{{}}}", metric_, name.substr(2, name.size() - 4));
    else
      metric_ = name;
    if (part_ == Part::plain && result_.find(name) != nullptr)
      begin_summary();
    if (name == "checks_succeeded") // since 1.0 in the place of `checks`
      name = "checks";
    if (name == "checks_total" || name == "checks_failed")
      return;
    if (auto metric = metric_from_line(name, line.values))
      result_.metrics.push_back(std::move(*metric));
    else if (builtin_type(name))
      input_.fail(0, fmt::format("{}: cannot read the values {}", name, config::in_quotes(line.values)));
  }

  [[noreturn]] void throw_no_summary() const
  {
    throw config::InvalidInput({{input_.name(), 0, 0,
                                 fmt::format("no k6 summary in {} lines: there is no line like "
                                             "\"http_req_duration....: avg=1.2ms min=1ms\"",
                                             input_.line() - 1)}});
  }

  Input& input_;
  K6Result result_;
  Part part_ = Part::plain;
  std::string metric_; ///< the one that sub-metrics and thresholds below belong to
};

} // namespace

K6Result read_summary_text(Input& input)
{
  K6Result result = TextReader(input).read();
  result.origin = Origin::k6_block;
  result.name = input.name();
  return result;
}

bool holds_summary_text(Input& input)
{
  try {
    while (const auto line = input.next_line()) {
      const std::string plain = plain_line(*line);
      const auto metric = metric_line(plain);
      if (metric && builtin_type(metric->name))
        return true;
    }
  } catch (const config::InvalidInput&) {
    return false; // no text at all
  }
  return false;
}

} // namespace onsale::calibration
