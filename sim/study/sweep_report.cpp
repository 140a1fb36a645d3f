#include "sim/study/sweep_report.hpp"

#include "model/k6/metric/metric_format.hpp"
#include "sim/run/output/result_files.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace onsale::study {
namespace {

using nlohmann::ordered_json;

const run::ReplicatedFigure* find(const SweepRow& row, const std::string& name)
{
  const auto found =
      std::find_if(row.figures.begin(), row.figures.end(), [&](const auto& each) { return each.name == name; });
  return found == row.figures.end() ? nullptr : &*found;
}

/// Every figure that a point has, in order of first appearance.
std::vector<std::string> all_figures(const Sweep& sweep)
{
  std::vector<std::string> names;
  for (const SweepRow& row : sweep.rows)
    for (const run::ReplicatedFigure& figure : row.figures)
      if (std::find(names.begin(), names.end(), figure.name) == names.end())
        names.push_back(figure.name);
  return names;
}

std::string shown(const run::ReplicatedFigure& figure, double value)
{
  return figure.is_time ? k6::duration_text(value) : k6::rounded(value, value < 10 ? 4 : 1);
}

std::string cell(const run::ReplicatedFigure* figure)
{
  if (figure == nullptr)
    return "-";
  const auto& [mean, half_width] = figure->interval;
  const std::string text = shown(*figure, mean);
  return std::isfinite(half_width) ? text + " ± " + shown(*figure, half_width) : text;
}

bool loses_iterations(const Sweep& sweep)
{
  return std::ranges::any_of(sweep.rows, [](const SweepRow& row) {
    const auto* lost = find(row, iterations_lost);
    return lost != nullptr && lost->interval.mean > 0;
  });
}

/// A question that was badly put: no knob that was turned matters.
bool changes_nothing(const Sweep& sweep)
{
  return sweep.rows.size() > 1 && std::ranges::all_of(sweep.rows, [&](const SweepRow& row) {
           return std::ranges::equal(row.figures, sweep.rows.front().figures, [](const auto& a, const auto& b) {
             return a.name == b.name && a.values == b.values;
           });
         });
}

} // namespace

std::vector<std::string> default_columns()
{
  return {"http_reqs rate", "http_req_duration avg", "http_req_duration p(95)", "http_req_failed rate",
          iterations_lost};
}

std::string sweep_table(const Sweep& sweep, const std::vector<std::string>& columns)
{
  const auto there = all_figures(sweep);
  std::vector<std::vector<std::string>> table(1, sweep.variables);
  std::vector<std::string> shown_columns;
  for (const std::string& column : columns)
    if (std::find(there.begin(), there.end(), column) != there.end() &&
        (column != iterations_lost || loses_iterations(sweep)))
      shown_columns.push_back(column);
  table[0].insert(table[0].end(), shown_columns.begin(), shown_columns.end());
  table[0].insert(table[0].end(), {"bottleneck"});
  for (const SweepRow& row : sweep.rows) {
    std::vector<std::string> cells;
    for (const auto& value : row.values)
      cells.push_back(value.value_or("(own)"));
    for (const std::string& column : shown_columns)
      cells.push_back(cell(find(row, column)));
    cells.push_back(row.bottleneck.empty() ? "none" : row.bottleneck);
    if (row.thresholds_crossed > 0)
      cells.back() += sweep.replications == 1
                          ? "; thresholds crossed"
                          : fmt::format("; thresholds crossed in {} of {}", row.thresholds_crossed, sweep.replications);
    table.push_back(std::move(cells));
  }
  std::string text;
  for (const auto& cells : table) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      std::size_t width = 0;
      for (const auto& other : table)
        width = std::max(width, k6::width(other[i]));
      text += i + 1 == cells.size() ? cells[i] : k6::padded(cells[i], width + 2);
    }
    text += "\n";
  }
  if (changes_nothing(sweep))
    text += fmt::format("beware: {} changes nothing, all {} points are the same run to the last digit: nothing in this "
                        "scenario uses it, or it is never reached\n",
                        fmt::join(sweep.variables, " and "), sweep.rows.size());
  return text;
}

std::string sweep_csv(const Sweep& sweep)
{
  const auto figures = all_figures(sweep);
  const bool intervals = sweep.replications > 1;
  std::string text = "point";
  for (const std::string& name : sweep.variables)
    text += fmt::format(",{}", run::csv_field(name));
  for (const std::string& name : figures) {
    text += fmt::format(",{}", run::csv_field(name));
    if (intervals)
      text += fmt::format(",{}", run::csv_field(name + " half_width"));
  }
  text += ",bottleneck,thresholds_crossed";
  const bool has_bounds = std::any_of(sweep.rows.begin(), sweep.rows.end(), [](const auto& row) { return row.bounds; });
  const bool has_promise =
      std::any_of(sweep.rows.begin(), sweep.rows.end(), [](const auto& row) { return not row.promise.empty(); });
  if (has_bounds)
    text += ",bound requests_per_s,bound response_ms,bound knee_vus";
  text += has_promise ? ",promise\n" : "\n";
  for (std::size_t number = 0; number < sweep.rows.size(); ++number) {
    const SweepRow& row = sweep.rows[number];
    text += std::to_string(number);
    for (const auto& value : row.values)
      text += fmt::format(",{}", run::csv_field(value.value_or("")));
    for (const std::string& name : figures) {
      const auto* figure = find(row, name);
      text += figure != nullptr ? fmt::format(",{:.9g}", figure->interval.mean) : ",";
      if (intervals) // of a single run infinite: nothing is known
        text += figure != nullptr && std::isfinite(figure->interval.half_width)
                    ? fmt::format(",{:.9g}", figure->interval.half_width)
                    : ",";
    }
    text += fmt::format(",{},{}", run::csv_field(row.bottleneck), row.thresholds_crossed);
    if (has_bounds)
      text += row.bounds ? fmt::format(",{:.9g},{:.9g},{:.9g}", row.bounds->requests_per_s, row.bounds->response_ms,
                                       row.bounds->knee_vus)
                         : ",,,";
    text += has_promise ? fmt::format(",{}\n", run::csv_field(row.promise)) : "\n";
  }
  return text;
}

std::string sweep_json(const Sweep& sweep)
{
  ordered_json points = ordered_json::array();
  for (std::size_t number = 0; number < sweep.rows.size(); ++number) {
    const SweepRow& row = sweep.rows[number];
    ordered_json varied = ordered_json::object();
    for (std::size_t i = 0; i < sweep.variables.size(); ++i)
      if (row.values[i])
        varied[sweep.variables[i]] = *row.values[i];
    ordered_json figures = ordered_json::array();
    for (const run::ReplicatedFigure& figure : row.figures)
      figures.push_back({{"name", figure.name},
                         {"unit", figure.is_time ? "ms" : ""},
                         {"mean", figure.interval.mean},
                         {"half_width", figure.interval.half_width},
                         {"values", figure.values}});
    points.push_back({{"point", number},
                      {"varied", varied},
                      {"figures", figures},
                      {"bottleneck", row.bottleneck},
                      {"thresholds_crossed", row.thresholds_crossed}});
  }
  return ordered_json{{"scenario", sweep.scenario},         {"seed", sweep.seed},
                      {"replications", sweep.replications}, {"confidence", run::confidence},
                      {"variables", sweep.variables},       {"points", points},
                      {"broken_laws", sweep.broken_laws}}
             .dump(2, ' ', false, ordered_json::error_handler_t::replace) +
         "\n";
}

} // namespace onsale::study
