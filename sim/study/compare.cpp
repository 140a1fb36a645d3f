#include "sim/study/compare.hpp"

#include "calibration/k6/reader.hpp"
#include "sim/engine/replication.hpp"
#include "sim/run/verdict/replicate.hpp"
#include "sim/study/holm.hpp"
#include "sim/study/sweep.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

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
  for (const char* less : {"http_req_duration ", "http_req_failed ", "iteration_duration ", "iterations_lost "})
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

/// A figure on both sides, with the difference of each pair of replications.
struct Paired {
  Compared figure;
  std::vector<double> a; ///< one value stands for all replications of the other side
  std::vector<double> b;
  double wider = 1; ///< against one run: t s sqrt(1/n) of a mean -> t s sqrt(1 + 1/n) of one run more

  bool one_run_each() const { return std::max(a.size(), b.size()) < 2; }
  double at(const std::vector<double>& values, std::size_t i) const
  {
    return values.size() == 1 ? values[0] : values[i];
  }

  /// By how much B is worse than A beyond a share of A, or for a share of 0 better if `sign` is -1.
  std::vector<double> worse_by(double share, double sign = 1) const
  {
    const double towards = (good_direction(figure.name) == Good::less ? 1 : -1) * sign;
    std::vector<double> beyond;
    for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i)
      beyond.push_back(towards * (at(b, i) - at(a, i)) - share * std::abs(at(a, i)));
    return beyond;
  }
  /// Neither better nor worse in any replication: there is no question.
  bool differs() const
  {
    const auto differences = worse_by(0);
    return std::any_of(differences.begin(), differences.end(), [](double each) { return each != 0; });
  }
};

Paired paired(const run::ReplicatedFigure& first, const run::ReplicatedFigure& second)
{
  Paired pair{{first.name, first.is_time || second.is_time, first.interval.mean, second.interval.mean},
              first.values,
              second.values};
  const auto n = std::max(pair.a.size(), pair.b.size());
  if (pair.a.size() != pair.b.size())
    pair.wider = std::sqrt(static_cast<double>(n) + 1);
  std::vector<double> differences;
  for (std::size_t i = 0; i < n; ++i)
    differences.push_back(pair.at(pair.b, i) - pair.at(pair.a, i));
  pair.figure.half_width = pair.wider * engine::student_interval(differences, run::confidence).half_width;
  return pair;
}

/// One run each: by the differences as they are.
void judge_unsurely(Paired& pair, double tolerance)
{
  const double change = pair.worse_by(0).front();
  pair.figure.better = change > 0 ? Better::a : Better::b;
  pair.figure.regression = change > tolerance * std::abs(pair.figure.a);
}

/// Many figures are asked about at once, so each is held to what keeps the whole table at the confidence.
void judge(std::vector<Paired>& pairs, double tolerance)
{
  std::vector<Paired*> asked;
  std::vector<double> chance_of_difference;
  std::vector<double> chance_of_regression;
  for (Paired& each : pairs) {
    if (not good_direction(each.figure.name) || not each.differs())
      continue;
    if (each.one_run_each()) {
      judge_unsurely(each, tolerance);
      continue;
    }
    asked.push_back(&each);
    const double worse = chance_of_mean_above_zero(each.worse_by(0), each.wider);
    const double better = chance_of_mean_above_zero(each.worse_by(0, -1), each.wider);
    chance_of_difference.push_back(std::min(1.0, 2 * std::min(worse, better)));
    chance_of_regression.push_back(chance_of_mean_above_zero(each.worse_by(tolerance), each.wider));
  }
  const auto different = holm(chance_of_difference, 1 - run::confidence);
  const auto regressed = holm(chance_of_regression, 1 - run::confidence);
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const double change = asked[i]->figure.difference();
    const bool for_the_worse = (change > 0) == (good_direction(asked[i]->figure.name) == Good::less);
    asked[i]->figure.regression = regressed[i];
    if (different[i] || regressed[i])
      asked[i]->figure.better = for_the_worse ? Better::a : Better::b;
  }
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
  std::vector<Paired> pairs;
  for (const run::ReplicatedFigure& first : figures[0]) {
    const auto second = std::find_if(figures[1].begin(), figures[1].end(),
                                     [&](const run::ReplicatedFigure& each) { return each.name == first.name; });
    if (second != figures[1].end())
      pairs.push_back(paired(first, *second));
  }
  judge(pairs, options.tolerance);
  for (const Paired& pair : pairs) {
    result.regression = result.regression || pair.figure.regression;
    result.figures.push_back(pair.figure);
  }
  if (result.figures.empty())
    throw config::InvalidInput({{b.name, 0, 0, "has no figure in common with " + a.name}});
  result.verdict = verdict_of(result);
  if (not a.request && not b.request)
    result.verdict += " (one run against one: how sure that is cannot be told)";
  result.replications = std::max(figures[0].front().values.size(), figures[1].front().values.size());
  result.overlay = overlay_of(a, b);
  return result;
}

} // namespace onsale::study
