#include "sim/run/test_status.hpp"

#include "model/k6/metric/metric_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace onsale::run {
namespace {

using k6::ScenarioProgress;
using State = ScenarioProgress::State;

constexpr int bar_width = 40; // brackets included

std::string bar(double share)
{
  constexpr int inside = bar_width - 2;
  const int filled = static_cast<int>(std::floor(share * inside));
  std::string text(static_cast<std::size_t>(filled), '=');
  if (filled > 0 && filled < inside)
    text.back() = '>';
  text.append(static_cast<std::size_t>(inside - filled), '-');
  return "[" + text + "]";
}

/// What stands between name and bar.
const char* mark_of(const ScenarioProgress& scenario, double share)
{
  switch (scenario.state) {
  case State::waiting:
    return "•";
  case State::running:
    return scenario.duration_s > 0 && scenario.elapsed_s >= scenario.duration_s ? "↓" : " ";
  case State::finished:
    return share < 1 ? "✗" : "✓";
  case State::interrupted:
    break;
  }
  return "✗";
}

/// k6 shortens names of scenarios so that bars stay in sight.
std::string shown_name(const std::string& name)
{
  constexpr std::size_t most = 30;
  return name.size() > most ? name.substr(0, most - 3) + "..." : name;
}

/// Two blanks between columns, those of all lines below each other.
std::vector<std::string> aligned(const std::vector<std::string>& lines)
{
  std::vector<std::vector<std::string>> rows;
  std::vector<std::size_t> widths;
  for (const std::string& line : lines) {
    std::vector<std::string>& cells = rows.emplace_back();
    for (std::size_t begin = 0; begin <= line.size();) {
      const std::size_t end = std::min(line.find("  ", begin), line.size());
      cells.push_back(line.substr(begin, end - begin));
      begin = end + 2;
    }
    widths.resize(std::max(widths.size(), cells.size()));
    for (std::size_t i = 0; i < cells.size(); ++i)
      widths[i] = std::max(widths[i], cells[i].size());
  }
  std::vector<std::string> texts;
  for (const std::vector<std::string>& cells : rows) {
    std::string& text = texts.emplace_back();
    for (std::size_t i = 0; i < cells.size(); ++i)
      text += (i == 0 ? "" : " ") + (i + 1 == widths.size() ? cells[i] : k6::padded(cells[i], widths[i] + 1));
  }
  return texts;
}

} // namespace

std::vector<std::string> status_lines(const k6::Options& options, const k6::LoadProgress& progress,
                                      const StatusOptions& how)
{
  const double longest_s = static_cast<double>(k6::longest_duration_ns(options)) / k6::second_ns;
  const std::int64_t vus = progress.vus_initialised;
  std::vector<std::string> lines = {fmt::format("{} ({}), {} VUs, {} complete and {} interrupted iterations", "running",
                                                k6::fixed_duration(progress.elapsed_s, longest_s),
                                                k6::part_of(how.over ? 0 : progress.vus_active, vus, vus),
                                                progress.complete, progress.interrupted)};
  std::size_t name_width = 4;
  std::vector<std::string> facts;
  for (std::size_t i = 0; i < progress.scenarios.size(); ++i) {
    const ScenarioProgress& scenario = progress.scenarios[i];
    name_width = std::max(name_width, shown_name(scenario.name).size());
    facts.push_back(scenario.state == State::waiting
                        ? fmt::format("waiting  {}", k6::fixed_duration(scenario.starts_in_s, scenario.starts_in_s))
                        : k6::status_of(options.scenarios[i].executor, scenario));
  }
  facts = aligned(facts);
  for (std::size_t i = 0; i < progress.scenarios.size(); ++i) {
    const ScenarioProgress& scenario = progress.scenarios[i];
    const double share = k6::share_done(scenario);
    const std::string done = how.bars ? bar(share) : fmt::format("[ {:3.0f}% ]", std::floor(100 * share));
    lines.push_back(fmt::format("{} {} {} {}", k6::padded(shown_name(scenario.name), name_width),
                                mark_of(scenario, share), done, facts[i]));
  }
  return lines;
}

std::string last_second(const Series& series)
{
  const SeriesPoint& now = series.points.back();
  std::string text = fmt::format("{:.0f} requests/s, p95 {}", now.requests_per_s, k6::duration_text(now.p95_ms));
  if (now.failures_per_s > 0 && now.requests_per_s > 0)
    text += fmt::format(", {:.2g} % failed", 100 * now.failures_per_s / now.requests_per_s);
  if (now.dropped_per_s > 0)
    text += fmt::format(", {:.0f} iterations/s dropped", now.dropped_per_s);
  const auto fullest = std::ranges::max_element(now.resources, {}, &ResourcePoint::utilisation);
  if (fullest != now.resources.end())
    text += fmt::format("; fullest: {}, {:.0f} %",
                        series.resources[static_cast<std::size_t>(fullest - now.resources.begin())].name(),
                        100 * fullest->utilisation);
  return text;
}

} // namespace onsale::run
