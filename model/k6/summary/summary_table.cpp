#include "model/k6/summary/summary_table.hpp"

#include "model/k6/metric/metric_format.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace onsale::k6 {

namespace {

std::string shown_name(const Summary::Metric& metric)
{
  const auto brace = metric.name.find('{');
  if (brace == std::string::npos)
    return metric.name;
  return fmt::format("{{ {} }}", metric.name.substr(brace + 1, metric.name.size() - brace - 2));
}

std::size_t indent_of(const Summary::Metric& metric)
{
  return is_submetric(metric) ? 2 : 0;
}

void widen(std::vector<std::size_t>& widths, const std::vector<std::string>& cells)
{
  widths.resize(std::max(widths.size(), cells.size()));
  for (std::size_t i = 0; i < cells.size(); ++i)
    widths[i] = std::max(widths[i], width(cells[i]));
}

} // namespace

bool is_submetric(const Summary::Metric& metric)
{
  return metric.name.find('{') != std::string::npos;
}

MetricTable::MetricTable(const std::vector<Summary::Metric>& metrics, const Summary& summary, RateStyle style,
                         bool colour)
    : summary_(summary), style_(style), colour_(colour)
{
  for (const auto& metric : metrics) {
    name_width_ = std::max(name_width_, width(shown_name(metric)) + indent_of(metric));
    widen(metric.kind == MetricKind::trend ? trend_widths_ : scalar_widths_, cells_of(metric));
  }
}

std::string MetricTable::name(const Summary::Metric& metric) const
{
  const auto text = shown_name(metric);
  const auto dots = name_width_ - width(text) - indent_of(metric) + 3;
  return text + styled(std::string(dots, '.') + ":", Style::faint, colour_);
}

std::string MetricTable::values(const Summary::Metric& metric) const
{
  return metric.kind == MetricKind::trend ? trend_values(cells_of(metric)) : scalar_values(cells_of(metric));
}

std::vector<std::string> MetricTable::cells_of(const Summary::Metric& metric) const
{
  const auto text = [&](const char* name) {
    return value_text(metric.value(name), metric.content, summary_.time_unit);
  };
  const auto count = [&](const char* name) { return shortest(metric.value(name)); };
  switch (metric.kind) {
  case MetricKind::counter:
    return {text("count"), fmt::format("{}/s", text("rate"))};
  case MetricKind::gauge:
    return {text("value"), fmt::format("min={}", text("min")), fmt::format("max={}", text("max"))};
  case MetricKind::rate:
    if (style_ == RateStyle::marks)
      return {percent_text(metric.value("rate")), fmt::format("✓ {}", count("passes")),
              fmt::format("✗ {}", count("fails"))};
    return {percent_text(metric.value("rate")),
            fmt::format("{} out of {}", count("passes"), shortest(metric.value("passes") + metric.value("fails")))};
  case MetricKind::trend:
    break;
  }
  std::vector<std::string> cells;
  for (const auto& name : summary_.trend_stats)
    cells.push_back(name == "count" ? shortest(metric.value(name))
                                    : value_text(metric.value(name), metric.content, summary_.time_unit));
  return cells;
}

std::string MetricTable::trend_values(const std::vector<std::string>& cells) const
{
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    line += fmt::format("{}{}={}", i == 0 ? "" : " ", summary_.trend_stats[i], styled(cells[i], Style::cyan, colour_));
    line.append(trend_widths_[i] - width(cells[i]), ' ');
  }
  return line;
}

std::string MetricTable::scalar_values(const std::vector<std::string>& cells) const
{
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    line += fmt::format("{}{}", i == 0 ? "" : " ", styled(cells[i], i == 0 ? Style::cyan : Style::faint_cyan, colour_));
    // k6 leaves a second cell that is also the last one as it is.
    if (i != 1 || cells.size() > 2)
      line.append(scalar_widths_[i] - width(cells[i]), ' ');
  }
  return line;
}

std::string check_lines(const Summary::Check& check, const std::string& indent, const std::string& detail_indent,
                        bool colour)
{
  if (check.fails == 0)
    return styled(fmt::format("{}✓ {}", indent, check.name), Style::green, colour) + "\n";
  const auto percent = 100 * check.passes / (check.passes + check.fails);
  return styled(fmt::format("{}✗ {}\n{}↳  {}% — ✓ {} / ✗ {}", indent, check.name, detail_indent, percent, check.passes,
                            check.fails),
                Style::red, colour) +
         "\n";
}

} // namespace onsale::k6
