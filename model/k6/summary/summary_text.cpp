#include "model/k6/summary/summary_text.hpp"

#include "model/k6/metric/metric_format.hpp"
#include "model/k6/summary/summary_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace onsale::k6 {

namespace {

bool all_hold(const Summary::Metric& metric)
{
  return std::all_of(metric.thresholds.begin(), metric.thresholds.end(), [](const auto& it) { return it.ok; });
}

std::string mark(bool ok, bool colour)
{
  return styled(ok ? "✓" : "✗", ok ? Style::green : Style::red, colour);
}

std::string legacy_group(const Summary::Group& group, std::string indent, bool colour)
{
  std::string text;
  if (not group.name.empty()) {
    text += fmt::format("{}█ {}\n\n", indent, group.name);
    indent += "  ";
  }
  for (const auto& check : group.checks)
    text += check_lines(check, indent, indent + " ", colour);
  if (not group.checks.empty())
    text += "\n";
  for (const auto& inner : group.groups)
    text += legacy_group(inner, indent, colour);
  return text;
}

std::string legacy_text(const Summary& summary, bool colour)
{
  auto text = legacy_group(summary.root_group, "     ", colour);
  const MetricTable table(summary.metrics, summary, MetricTable::RateStyle::marks, colour);
  for (const auto& metric : summary.metrics)
    text += fmt::format("   {}{} {} {}\n", is_submetric(metric) ? "  " : "",
                        metric.thresholds.empty() ? " " : mark(all_hold(metric), colour), table.name(metric),
                        table.values(metric));
  return text;
}

// The layout since k6 1.0: thresholds, totals, then each scenario or group, their metrics in blocks.

enum class Block { none, custom, http, execution, network };

Block block_of(const Summary::Metric& metric, SummaryMode mode)
{
  const auto name = metric.name.substr(0, metric.name.find('{'));
  if (name == "checks")
    return Block::none;
  if (name.starts_with("http_req")) {
    const bool in_compact = name == "http_reqs" || name == "http_req_duration" || name == "http_req_failed";
    return in_compact || mode == SummaryMode::full ? Block::http : Block::none;
  }
  if (name == "data_sent" || name == "data_received")
    return Block::network;
  constexpr std::array<const char*, 6> execution{
      "dropped_iterations", "group_duration", "iteration_duration", "iterations", "vus", "vus_max"};
  return std::find(execution.begin(), execution.end(), name) != execution.end() ? Block::execution : Block::custom;
}

void collect_checks(const Summary::Group& group, std::vector<Summary::Check>& checks)
{
  for (const auto& check : group.checks) {
    const auto same =
        std::find_if(checks.begin(), checks.end(), [&](const auto& known) { return known.name == check.name; });
    if (same == checks.end()) {
      checks.push_back(check);
    } else {
      same->passes += check.passes;
      same->fails += check.fails;
    }
  }
  for (const auto& inner : group.groups)
    collect_checks(inner, checks);
}

std::string check_totals(const std::vector<Summary::Check>& checks, const Summary& summary, const std::string& indent,
                         bool colour)
{
  double passes = 0;
  double fails = 0;
  for (const auto& check : checks) {
    passes += static_cast<double>(check.passes);
    fails += static_cast<double>(check.fails);
  }
  const auto total = passes + fails;
  if (total == 0)
    return {};
  const auto share = [&](const char* name, double part, double rest) {
    return Summary::Metric{
        name, MetricKind::rate, MetricContent::number, {{"rate", part / total}, {"passes", part}, {"fails", rest}}, {}};
  };
  const std::vector<Summary::Metric> totals{{"checks_total",
                                             MetricKind::counter,
                                             MetricContent::number,
                                             {{"count", total}, {"rate", total / summary.duration_s}},
                                             {}},
                                            share("checks_succeeded", passes, fails),
                                            share("checks_failed", fails, passes)};
  const MetricTable table(totals, summary, MetricTable::RateStyle::out_of, colour);
  std::string text;
  for (const auto& metric : totals)
    text += fmt::format("{}{} {}\n", indent, table.name(metric), table.values(metric));
  text += "\n";
  for (const auto& check : checks)
    text += check_lines(check, indent, indent + "  ", colour);
  return text + "\n";
}

std::string metric_blocks(const std::vector<Summary::Metric>& metrics, const Summary& summary,
                          const std::string& indent, const SummaryTextOptions& options)
{
  std::vector<Summary::Metric> shown;
  for (const auto& metric : metrics)
    if (block_of(metric, options.mode) != Block::none)
      shown.push_back(metric);
  const MetricTable table(shown, summary, MetricTable::RateStyle::out_of, options.colour);
  constexpr std::array<std::pair<Block, const char*>, 4> blocks{
      {{Block::custom, "CUSTOM"}, {Block::http, "HTTP"}, {Block::execution, "EXECUTION"}, {Block::network, "NETWORK"}}};
  std::string text;
  for (const auto& [block, title] : blocks) {
    std::string lines;
    for (const auto& metric : shown)
      if (block_of(metric, options.mode) == block)
        lines += fmt::format("{}{}{} {}\n", indent, is_submetric(metric) ? "  " : "", table.name(metric),
                             table.values(metric));
    if (not lines.empty())
      text += fmt::format("{}{}\n{}\n", indent, styled(title, Style::bold, options.colour), lines);
  }
  return text;
}

std::string threshold_value(const Summary& summary, const Summary::Metric& metric, const Summary::Threshold& threshold)
{
  const auto aggregation = parse_threshold(threshold.expression).aggregation;
  auto text = metric.kind == MetricKind::rate ? percent_text(threshold.observed)
                                              : value_text(threshold.observed, metric.content, summary.time_unit);
  if (metric.kind == MetricKind::counter && aggregation == "rate")
    text += "/s";
  return fmt::format("{}={}", aggregation, text);
}

std::string threshold_block(const Summary& summary, bool colour)
{
  std::string text;
  for (const auto& metric : summary.metrics) {
    if (metric.thresholds.empty())
      continue;
    text += fmt::format("    {}\n", metric.name);
    for (const auto& threshold : metric.thresholds)
      text += fmt::format("    {} '{}' {}\n", mark(threshold.ok, colour), threshold.expression,
                          styled(threshold_value(summary, metric, threshold), Style::cyan, colour));
    text += "\n";
  }
  return text.empty() ? text : fmt::format("  █ {} \n\n{}\n", styled("THRESHOLDS", Style::bold, colour), text);
}

std::string section_text(const Summary::Section& section, const Summary& summary, const std::string& indent,
                         const SummaryTextOptions& options)
{
  const auto title = fmt::format("{}: {}", section.is_scenario ? "SCENARIO" : "GROUP", section.name);
  const bool inner = indent.size() > 4;
  auto text = fmt::format("{}{} {} \n\n", inner ? indent.substr(2) : "\n  ", inner ? "↳" : "█",
                          styled(title, Style::bold, options.colour));
  text += check_totals(section.checks, summary, indent, options.colour);
  text += metric_blocks(section.metrics, summary, indent, options);
  for (const auto& group : section.groups)
    text += section_text(group, summary, indent + "  ", options);
  return text;
}

std::string sectioned_text(const Summary& summary, const SummaryTextOptions& options)
{
  auto text = threshold_block(summary, options.colour);
  text += fmt::format("  █ {} \n\n", styled("TOTAL RESULTS", Style::bold, options.colour));
  std::vector<Summary::Check> checks;
  collect_checks(summary.root_group, checks);
  text += check_totals(checks, summary, "    ", options.colour);
  text += metric_blocks(summary.metrics, summary, "    ", options);
  if (options.mode == SummaryMode::full)
    for (const auto& section : summary.sections)
      text += section_text(section, summary, "    ", options);
  return text;
}

} // namespace

SummaryMode parse_summary_mode(std::string_view word)
{
  if (word == "legacy")
    return SummaryMode::legacy;
  if (word == "compact")
    return SummaryMode::compact;
  if (word == "full")
    return SummaryMode::full;
  throw std::invalid_argument(fmt::format("'{}' is not a summary mode; one of legacy, compact, full", word));
}

std::string summary_text(const Summary& summary, const SummaryTextOptions& options)
{
  if (options.mode == SummaryMode::legacy)
    return fmt::format("\n{}\n", legacy_text(summary, options.colour));
  return fmt::format("\n{}", sectioned_text(summary, options));
}

} // namespace onsale::k6
