#include "sim/run/replay/replay_report.hpp"

#include "model/k6/metric/metric_format.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>

namespace onsale::run {
namespace {

using k6::Style;
using k6::styled;
using nlohmann::ordered_json;

/// Infinite errors (nothing was published) are null.
ordered_json finite(double value)
{
  return std::isfinite(value) ? ordered_json(value) : ordered_json(nullptr);
}

ordered_json to_json(const ReplayRun& run)
{
  ordered_json metrics = ordered_json::array();
  for (const Comparison& line : run.metrics)
    metrics.push_back({{"name", line.name},
                       {"published", line.published},
                       {"predicted", line.predicted},
                       {"lowest", line.lowest},
                       {"highest", line.highest},
                       {"relative_error", finite(line.relative_error())},
                       {"admissible", line.admissible},
                       {"broken_law", line.broken_law},
                       {"target", line.target < 0 ? ordered_json(nullptr) : ordered_json(line.target)},
                       {"met", line.target < 0 ? ordered_json(nullptr) : ordered_json(line.met())},
                       {"unit", line.is_time ? "s" : ""}});
  return {{"system", run.system},
          {"test", run.test},
          {"kind", run.kind},
          {"seconds", run.seconds},
          {"replications", run.replications},
          {"metrics", metrics},
          {"bottleneck", run.bottleneck},
          {"limited_by", run.limited_by},
          {"failures", run.failures},
          {"broken_laws", run.broken_laws}};
}

std::string figure(double value, bool is_time)
{
  if (not is_time)
    return value == std::floor(value) ? fmt::format("{:.0f}", value) : fmt::format("{:.4f}", value);
  if (value < 1e-3)
    return fmt::format("{:.0f} us", value * 1e6);
  return value < 1 ? fmt::format("{:.2f} ms", value * 1e3) : fmt::format("{:.2f} s", value);
}

std::string range_text(const Comparison& line)
{
  return fmt::format("{} .. {}", figure(line.lowest, line.is_time), figure(line.highest, line.is_time));
}

std::string error_text(double error)
{
  return std::isfinite(error) ? fmt::format("{:+.1f} %", 100 * error) : "-";
}

/// `+3.2 %` of one figure of a run; `!` behind it where the published one breaks a law, `-` where there is none.
std::string error_cell(const ReplayRun& run, std::string_view name)
{
  for (const Comparison& line : run.metrics)
    if (line.name == name)
      return fmt::format("{}{}", error_text(line.relative_error()), line.admissible ? " " : "!");
  return "- ";
}

/// Both shares, since a relative error says nothing of rare failures.
std::string failed_cell(const ReplayRun& run)
{
  for (const Comparison& line : run.metrics)
    if (line.name == "http_req_failed rate")
      return fmt::format("{:.2f} -> {:.2f}{}", 100 * line.published, 100 * line.predicted, line.admissible ? " " : "!");
  return "- ";
}

} // namespace

std::string replay_run_json(const ReplayRun& run)
{
  return to_json(run).dump();
}

ReplayRun replay_run_from_json(const std::string& text)
{
  const auto json = nlohmann::json::parse(text);
  ReplayRun run;
  run.system = json.at("system");
  run.test = json.at("test");
  run.kind = json.at("kind");
  run.seconds = json.at("seconds");
  run.replications = json.at("replications");
  run.bottleneck = json.at("bottleneck");
  run.limited_by = json.at("limited_by");
  run.failures = json.at("failures").get<std::vector<std::string>>();
  run.broken_laws = json.at("broken_laws").get<std::vector<std::string>>();
  for (const auto& each : json.at("metrics")) {
    Comparison line;
    line.name = each.at("name");
    line.published = each.at("published");
    line.predicted = each.at("predicted");
    line.lowest = each.at("lowest");
    line.highest = each.at("highest");
    line.is_time = each.at("unit") == "s";
    line.admissible = each.at("admissible");
    line.broken_law = each.at("broken_law");
    line.target = each.at("target").is_null() ? -1 : each.at("target").get<double>();
    run.metrics.push_back(line);
  }
  return run;
}

std::string replay_json(const std::vector<ReplayRun>& runs)
{
  ordered_json list = ordered_json::array();
  for (const ReplayRun& run : runs)
    list.push_back(to_json(run));
  return ordered_json{{"runs", list}}.dump(2) + "\n";
}

std::string replay_overview(const std::vector<ReplayRun>& runs, bool colour)
{
  std::size_t width = 0;
  for (const ReplayRun& run : runs)
    width = std::max(width, run.name().size());
  std::string text = fmt::format("{:<{}}  {:<11}{:>12}{:>12}{:>12}{:>12}{:>12}{:>19}  {}\n", "predicted - published",
                                 width, "", "http_reqs", "avg", "med", "p90", "p95", "failed %", "targets met");
  std::size_t all = 0;
  std::size_t kept = 0;
  for (const ReplayRun& run : runs) {
    std::size_t targets = 0;
    std::size_t met = 0;
    for (const Comparison& line : run.metrics)
      if (line.target >= 0) {
        ++targets;
        met += line.met() ? 1 : 0;
      }
    all += targets;
    kept += met;
    const std::string verdict = targets == 0 ? "" : fmt::format("{} of {}", met, targets);
    text += fmt::format("{:<{}}  {:<11}{:>12}{:>12}{:>12}{:>12}{:>12}{:>19}  {}\n", run.name(), width, run.kind,
                        error_cell(run, "http_reqs count"), error_cell(run, "http_req_duration avg"),
                        error_cell(run, "http_req_duration med"), error_cell(run, "http_req_duration p90"),
                        error_cell(run, "http_req_duration p95"), failed_cell(run),
                        styled(verdict, met == targets ? Style::green : Style::red, colour));
  }
  return text + fmt::format("{} of {} targets met in {} runs; !: the published figure breaks a law and is no target\n",
                            kept, all, runs.size());
}

std::string replay_table(const ReplayRun& run, bool colour)
{
  const bool replicated = run.replications > 1;
  std::string table = fmt::format(
      "{}  {}  (simulated {}in {:.2f} s)\n\n", styled(run.name(), Style::bold, colour), run.kind,
      replicated ? fmt::format("{} times, median and range, ", run.replications) : std::string(), run.seconds);
  table += fmt::format("    {:<26}{:>14}{:>14}{:>11}{:>10}{}\n", "", "published", "predicted", "error", "target",
                       replicated ? fmt::format("{:>28}", "range") : "");
  for (const Comparison& line : run.metrics) {
    const std::string target = line.target < 0 ? "" : fmt::format("{:.0f} %", 100 * line.target);
    const std::string mark = line.target < 0 ? " "
                             : line.met()    ? styled("✓", Style::green, colour)
                                             : styled("✗", Style::red, colour);
    table +=
        fmt::format("  {} {:<26}{:>14}{:>14}{:>11}{:>10}{}{}\n", mark, line.name, figure(line.published, line.is_time),
                    figure(line.predicted, line.is_time), error_text(line.relative_error()), target,
                    replicated ? fmt::format("{:>28}", range_text(line)) : "",
                    line.admissible ? "" : "  breaks a law: " + line.broken_law);
  }
  table += "\n    bottleneck  " + run.bottleneck + "\n";
  table += "    limited by  " + run.limited_by + "\n";
  for (const std::string& failure : run.failures)
    table += "    failed      " + failure + "\n";
  for (const std::string& law : run.broken_laws)
    table += "    " + styled("BROKEN LAW", Style::red, colour) + "  " + law + "\n";
  return table;
}

} // namespace onsale::run
