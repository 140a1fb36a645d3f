// What the test asked for and got: over time, and against the load.
#include "plots/latency_classes.hpp"
#include "plots/run_pictures.hpp"
#include "plots/script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace onsale::plots {
namespace {

/// Fewer points than this are no curve.
constexpr std::size_t least_points = 4;
constexpr std::size_t load_steps = 30;

double greatest(const std::vector<double>& values)
{
  return values.empty() ? 0 : *std::max_element(values.begin(), values.end());
}

/// Bounds of a logarithmic axis that shows these and the promise.
void add_bounds(Script& script, const std::vector<std::vector<double>>& columns, const std::optional<Slo>& slo)
{
  double low = slo ? slo->ms : 1e9;
  double high = slo ? slo->ms : 0;
  for (const auto& column : columns)
    for (const double value : column)
      if (value > 0) {
        low = std::min(low, value);
        high = std::max(high, value);
      }
  if (high == 0)
    low = high = 1;
  script.number("low_ms", low).number("high_ms", high);
}

/// One step of the load.
struct Step {
  double seconds = 0;
  double vus = 0;
  double requests = 0;
  LatencyClasses latencies;
};

/// Until the load falls for good: on its way down the queues are still those of its height.
std::size_t rows_of_rising_load(const std::vector<double>& vus)
{
  const double most = greatest(vus);
  const auto last = std::find(vus.rbegin(), vus.rend(), most);
  return static_cast<std::size_t>(vus.rend() - last);
}

/// The requests of `setup` come without users; the second in which it ends has some of both.
std::size_t rows_of_setup(const std::vector<double>& vus)
{
  const auto first_users = std::find_if(vus.begin(), vus.end(), [](double users) { return users > 0; });
  const auto rows = static_cast<std::size_t>(first_users - vus.begin());
  return rows == 0 ? 0 : rows + 1;
}

} // namespace

Picture over_time(const RunFiles& run)
{
  Script script;
  const auto saturations = filled(run.failures);
  const auto vus = run.series.numbers("vus");
  const auto failures_per_s = run.series.numbers("failures_per_s");
  const auto dropped_per_s = run.series.numbers("dropped_per_s");
  const auto time_s = run.series.numbers("time_s");
  script.columns("series", {time_s, vus, run.series.numbers("requests_per_s"), run.series.numbers("iterations_per_s"),
                            failures_per_s, dropped_per_s});
  script.number("last_s", time_s.back()).number("max_vus", std::max(1.0, greatest(vus)));
  script.number("failures", greatest(failures_per_s)).number("dropped", greatest(dropped_per_s));
  script.number("saturated_s", saturations.empty() ? -1 : saturations.front().time_s);
  script.text("saturated", saturations.empty() ? "" : saturations.front().resource + " full");
  return {.name = "over-time",
          .title = "Load, throughput and failures over time",
          .reading = "Users that are active, what they got and what failed, second by second. Where throughput stops "
                     "following the users, something is full: the dashed line names it.",
          .drawing = "over_time.gp",
          .script = script.str(),
          .height_px = 560};
}

std::optional<Picture> load_curve(const RunFiles& run, const std::optional<Slo>& slo)
{
  const auto vus = run.series.numbers("vus");
  const auto time_s = run.series.numbers("time_s");
  const auto requests_per_s = run.series.numbers("requests_per_s");
  const double most = greatest(vus);
  const std::size_t begin = rows_of_setup(vus);
  const std::size_t rows = rows_of_rising_load(vus);
  std::vector<Step> steps(load_steps);
  const auto step_of = [&](double users) {
    const auto step = static_cast<std::size_t>(users / most * static_cast<double>(load_steps));
    return std::min(step, load_steps - 1);
  };
  if (most <= 0)
    return std::nullopt;
  for (std::size_t row = begin; row < rows; ++row) {
    const double lasted_s = row == 0 ? time_s[row] : time_s[row] - time_s[row - 1];
    Step& step = steps[step_of(vus[row])];
    step.seconds += lasted_s;
    step.vus += vus[row] * lasted_s;
    step.requests += requests_per_s[row] * lasted_s;
  }
  for (const LatencyRow& each : latency_rows(run.latencies)) {
    const auto row =
        static_cast<std::size_t>(std::lower_bound(time_s.begin(), time_s.end(), each.time_s - 1e-6) - time_s.begin());
    if (begin <= row && row < rows)
      steps[step_of(vus[row])].latencies.add(each.from_ms, each.to_ms, each.requests);
  }
  std::vector<std::vector<double>> curve(5);
  for (const Step& step : steps) {
    if (step.latencies.requests() == 0)
      continue;
    curve[0].push_back(step.vus / step.seconds);
    curve[1].push_back(step.latencies.percentile_ms(0.5));
    curve[2].push_back(step.latencies.percentile_ms(0.95));
    curve[3].push_back(step.latencies.percentile_ms(0.99));
    curve[4].push_back(step.requests / step.seconds);
  }
  if (curve[0].size() < least_points)
    return std::nullopt;
  Script script;
  script.columns("curve", curve)
      .number("most", curve[0].back())
      .text("load", "virtual users (as the test raised them)");
  script.promise(slo);
  add_bounds(script, {curve[1], curve[2], curve[3]}, slo);
  const auto saturations = filled(run.failures);
  const bool knee = not saturations.empty() && saturations.front().vus > 0;
  script.number("knee", knee ? saturations.front().vus : -1);
  script.text("knee_text", knee ? fmt::format("{} full at {} users", saturations.front().resource,
                                              count_text(saturations.front().vus))
                                : "");
  script.line("array percentiles[3] = ['p50', 'p95', 'p99']").number("has_bounds", 0);
  return Picture{.name = "load-curve",
                 .title = "Response time and throughput against load",
                 .reading =
                     "While the test raises its load: up to the knee more users get more requests; beyond it they "
                     "only wait longer. The load never stands still here, so each point also remembers the one "
                     "before; a sweep shows each load at rest.",
                 .drawing = "load_curve.gp",
                 .script = script.str(),
                 .height_px = 560};
}

Picture percentiles(const RunFiles& run, const std::optional<Slo>& slo)
{
  Script script;
  const auto gaps = [&](const char* column) {
    auto values = run.series.numbers(column);
    for (double& value : values)
      value = value > 0 ? value : std::nan("");
    return values;
  };
  const std::vector<std::vector<double>> columns = {run.series.numbers("time_s"), gaps("p50_ms"), gaps("p95_ms"),
                                                    gaps("p99_ms"), gaps("max_ms")};
  script.columns("series", columns).number("last_s", columns[0].back());
  script.promise(slo);
  add_bounds(script, {columns[1], columns[4]}, slo);
  return {.name = "percentiles",
          .title = "Response time over time",
          .reading =
              "Of the requests answered in each second: half were faster than p50, one in twenty slower than p95, "
              "one in a hundred slower than p99.",
          .drawing = "percentiles.gp",
          .script = script.str()};
}

} // namespace onsale::plots
