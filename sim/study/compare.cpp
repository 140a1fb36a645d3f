#include "sim/study/compare.hpp"

#include "calibration/k6/reader.hpp"
#include "model/k6/metric/metric_format.hpp"
#include "sim/engine/replication.hpp"
#include "sim/run/replicate.hpp"
#include "sim/study/sweep.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>
#include <sstream>

namespace onsale::study {
namespace {

/// The figures that decide, most telling first; the others are only shown.
enum class Good : std::uint8_t { less, more };
std::optional<Good> good_direction(const std::string& name)
{
  for (const char* less : {"http_req_duration ", "http_req_failed ", "iteration_duration ", "dropped_iterations "})
    if (name.starts_with(less) && not name.ends_with(" count") && not name.ends_with(" min") &&
        not name.ends_with(" max")) // the extremes of a run hang on a single request
      return Good::less;
  for (const char* more : {"http_reqs rate", "iterations rate", "checks rate"})
    if (name == more)
      return Good::more;
  return std::nullopt;
}

/// `p90` of a k6 result is `p(90)` in a summary.
std::string summary_name(const std::string& statistic)
{
  const bool percentile = statistic.size() > 1 && statistic[0] == 'p' && statistic[1] >= '0' && statistic[1] <= '9';
  return percentile ? "p(" + statistic.substr(1) + ")" : statistic;
}

std::vector<Observation> replications(const Side& side, const CompareOptions& options, Runner& runner)
{
  const auto scenario = std::make_shared<const run::Scenario>(run::load_scenario(*side.request));
  std::vector<Task> tasks;
  for (std::size_t number = 0; number < options.replications; ++number)
    tasks.push_back({scenario, options.seed, static_cast<std::uint32_t>(number)});
  return runner.run(tasks);
}

/// Figures with one value for each replication; of a result one.
std::vector<run::ReplicatedFigure> figures_of(const Side& side, const std::vector<Observation>& seen)
{
  if (side.request)
    return replicated_figures(seen);
  std::vector<run::ReplicatedFigure> figures;
  for (const run::Figure& figure : side.figures)
    figures.push_back({figure.name, figure.is_time, {figure.value}, {figure.value, 0}});
  return figures;
}

double half_width(const std::vector<double>& a, const std::vector<double>& b)
{
  if (a.size() == b.size()) { // of one run each: infinite
    std::vector<double> differences;
    for (std::size_t i = 0; i < a.size(); ++i)
      differences.push_back(b[i] - a[i]);
    return engine::student_interval(differences, run::confidence).half_width;
  }
  const auto& many = a.size() > b.size() ? a : b;
  const double of_mean = engine::student_interval(many, run::confidence).half_width;
  return of_mean * std::sqrt(static_cast<double>(many.size()) + 1); // t s sqrt(1/n) -> t s sqrt(1 + 1/n)
}

void judge(Compared& figure, double tolerance)
{
  const auto good = good_direction(figure.name);
  const double change = std::abs(figure.difference());
  const bool sure = not std::isfinite(figure.half_width) || change > figure.half_width;
  if (not good || change == 0 || not sure)
    return;
  const bool b_is_better = (figure.difference() < 0) == (*good == Good::less);
  figure.better = b_is_better ? Better::b : Better::a;
  figure.regression = not b_is_better && std::abs(figure.relative()) > tolerance;
}

std::string percent(const Compared& figure)
{
  return std::isfinite(figure.relative()) ? fmt::format("{:+.1f} %", 100 * figure.relative()) : "from 0";
}

std::string verdict_of(const Comparison& comparison)
{
  const auto find = [&](auto wanted) {
    return std::find_if(comparison.figures.begin(), comparison.figures.end(), wanted);
  };
  auto told = find([](const Compared& each) { return each.regression && each.name == "http_req_duration p(95)"; });
  if (told == comparison.figures.end())
    told = find([](const Compared& each) { return each.regression; });
  if (told != comparison.figures.end())
    return fmt::format("B is worse: {} {}", told->name, percent(*told));
  told = find([](const Compared& each) { return each.better == Better::b && each.name == "http_req_duration p(95)"; });
  if (told == comparison.figures.end())
    told = find([](const Compared& each) { return each.better == Better::b; });
  if (told != comparison.figures.end())
    return fmt::format("B is better: {} {}", told->name, percent(*told));
  return "no difference that matters can be told";
}

std::vector<std::string> cells(const std::string& line)
{
  std::vector<std::string> found;
  std::istringstream text(line);
  for (std::string cell; std::getline(text, cell, ',');)
    found.push_back(cell);
  return found;
}

/// Rows of one side below the common columns. Numbers and names of resources hold no commas.
void append(std::string& overlay, const char* side, const std::string& csv, const std::vector<std::string>& columns)
{
  std::istringstream lines(csv);
  std::string line;
  std::getline(lines, line);
  const auto header = cells(line);
  while (std::getline(lines, line)) {
    const auto row = cells(line);
    overlay += side;
    for (const std::string& column : columns) {
      const auto at = static_cast<std::size_t>(std::find(header.begin(), header.end(), column) - header.begin());
      overlay += fmt::format(",{}", at < row.size() ? row[at] : "");
    }
    overlay += "\n";
  }
}

std::string overlay_of(const Side& a, const Side& b)
{
  if (a.timeseries.empty() && b.timeseries.empty())
    return "";
  const auto header = [](const Side& side) { return cells(side.timeseries.substr(0, side.timeseries.find('\n'))); };
  const auto first = header(a.timeseries.empty() ? b : a);
  const auto second = header(b.timeseries.empty() ? a : b);
  std::vector<std::string> columns;
  for (const std::string& column : first)
    if (std::find(second.begin(), second.end(), column) != second.end())
      columns.push_back(column);
  std::string overlay = fmt::format("side,{}\n", fmt::join(columns, ","));
  append(overlay, "A", a.timeseries, columns);
  append(overlay, "B", b.timeseries, columns);
  return overlay;
}

std::string shown(const Compared& figure, double value)
{
  if (not std::isfinite(value))
    return "?";
  const std::string sign = value < 0 ? "-" : "";
  return sign + (figure.is_time ? k6::duration_text(std::abs(value)) : k6::rounded(std::abs(value), 4));
}

} // namespace

double Compared::relative() const
{
  if (difference() == 0)
    return 0;
  return a != 0 ? difference() / std::abs(a) : std::numeric_limits<double>::infinity();
}

Side read_result(const std::filesystem::path& path)
{
  const bool is_folder = std::filesystem::is_directory(path);
  Side side{path.string(), std::nullopt, {}, ""};
  const auto result = calibration::read_k6_result(is_folder ? path / "summary.json" : path);
  for (const auto& metric : result.metrics) {
    if (calibration::is_sub_metric(metric.name))
      continue;
    for (const auto& statistic : metric.statistics) {
      const bool is_time = metric.content == k6::MetricContent::time && statistic.name != "count";
      const double value = (statistic.figure.low + statistic.figure.high) / 2;
      side.figures.push_back(
          {metric.name + " " + summary_name(statistic.name), is_time, is_time ? 1e3 * value : value});
    }
  }
  if (is_folder) {
    std::ifstream file(path / "timeseries.csv", std::ios::binary);
    side.timeseries.assign(std::istreambuf_iterator<char>(file), {});
  }
  return side;
}

Comparison compare(Side a, Side b, const CompareOptions& options, Runner& runner)
{
  Comparison result;
  result.a = a.name;
  result.b = b.name;
  std::vector<run::ReplicatedFigure> figures[2];
  std::size_t number = 0;
  for (Side* side : {&a, &b}) {
    const auto seen = side->request ? replications(*side, options, runner) : std::vector<Observation>{};
    figures[number++] = figures_of(*side, seen);
    if (not seen.empty())
      side->timeseries = seen.front().timeseries;
    for (const Observation& each : seen)
      result.broken_laws.insert(result.broken_laws.end(), each.broken_laws.begin(), each.broken_laws.end());
  }
  for (const run::ReplicatedFigure& first : figures[0]) {
    const auto second = std::find_if(figures[1].begin(), figures[1].end(),
                                     [&](const run::ReplicatedFigure& each) { return each.name == first.name; });
    if (second == figures[1].end())
      continue;
    Compared figure{first.name, first.is_time || second->is_time, first.interval.mean, second->interval.mean,
                    half_width(first.values, second->values)};
    judge(figure, options.tolerance);
    result.regression = result.regression || figure.regression;
    result.figures.push_back(figure);
  }
  if (result.figures.empty())
    throw config::InvalidInput({{b.name, 0, 0, "has no figure in common with " + a.name}});
  result.verdict = verdict_of(result);
  if (not a.request && not b.request)
    result.verdict += " (one run against one: how sure that is cannot be told)";
  result.overlay = overlay_of(a, b);
  return result;
}

std::string comparison_text(const Comparison& comparison)
{
  std::string text = fmt::format("     A  {}\n     B  {}\n\n     {:<30}{:>14}{:>14}{:>14}{:>14}{:>10}\n", comparison.a,
                                 comparison.b, "", "A", "B", "B - A", "+- (95 %)", "");
  const auto right = [](const std::string& cell) {
    return std::string(14 - std::min<std::size_t>(14, k6::width(cell)), ' ') + cell;
  };
  for (const Compared& each : comparison.figures) {
    const char* word = each.regression ? "  worse" : each.better == Better::b ? "  better" : "";
    text += "     " + k6::padded(each.name, 30) + right(shown(each, each.a)) + right(shown(each, each.b)) +
            right(shown(each, each.difference())) + right(shown(each, each.half_width)) +
            fmt::format("{:>10}{}\n", each.difference() == 0 ? "" : percent(each), word);
  }
  return text + "\n     verdict  " + comparison.verdict + "\n";
}

std::string comparison_json(const Comparison& comparison)
{
  using nlohmann::ordered_json;
  constexpr const char* better[] = {"same", "a", "b"};
  ordered_json figures = ordered_json::array();
  for (const Compared& each : comparison.figures)
    figures.push_back({{"name", each.name},
                       {"unit", each.is_time ? "ms" : ""},
                       {"a", each.a},
                       {"b", each.b},
                       {"difference", each.difference()},
                       {"half_width", each.half_width},
                       {"relative", each.relative()},
                       {"better", better[static_cast<std::size_t>(each.better)]},
                       {"regression", each.regression}});
  return ordered_json{{"a", comparison.a},
                      {"b", comparison.b},
                      {"verdict", comparison.verdict},
                      {"regression", comparison.regression},
                      {"figures", figures}}
             .dump(2, ' ', false, ordered_json::error_handler_t::replace) +
         "\n";
}

} // namespace onsale::study
