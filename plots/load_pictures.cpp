// What the test asked for and got: over time, and against the load.
#include "plots/latency_classes.hpp"
#include "plots/load_curve.hpp"
#include "plots/run_pictures.hpp"
#include "plots/script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace onsale::plots {
namespace {

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
  script.timeline(run.timeline(), true);
  script.number("saturated_s", saturations.empty() ? -1 : saturations.front().time_s);
  script.text("saturated", saturations.empty() ? "" : saturations.front().resource + " full");
  return {.name = "over-time",
          .title = "Load, throughput and failures over time",
          .reading = "Users that are active, what they got and what failed, second by second. Where throughput stops "
                     "following the users, something is full: the dashed line names it.",
          .drawing = "over_time.gp",
          .script = script.str(),
          .height_px = 560,
          .over_time = true};
}

std::optional<Picture> load_curve(const RunFiles& run, const std::optional<Slo>& slo)
{
  const LoadCurve curve = load_curve_of(run, latency_rows(run.latencies));
  if (not curve.shows())
    return std::nullopt;
  Script script;
  script.columns("curve", {curve.vus, curve.p50_ms, curve.p95_ms, curve.p99_ms, curve.requests_per_s})
      .number("most", curve.vus.back())
      .text("load", "virtual users (as the test raised them)");
  script.promise(slo);
  add_bounds(script, {curve.p50_ms, curve.p95_ms, curve.p99_ms}, slo);
  const auto saturations = filled(run.failures);
  const bool knee = not saturations.empty() && saturations.front().vus > 0;
  script.number("knee", knee ? saturations.front().vus : -1);
  script.text("knee_text", knee ? fmt::format("{} full at {} users", saturations.front().resource,
                                              count_text(saturations.front().vus))
                                : "");
  const auto best = std::max_element(curve.requests_per_s.begin(), curve.requests_per_s.end());
  script.number("best", *best)
      .number("best_at", curve.vus[static_cast<std::size_t>(best - curve.requests_per_s.begin())]);
  script.text("best_text", fmt::format("most: {}", count_text(*best)));
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
  script.columns("series", columns).number("last_s", columns[0].back()).timeline(run.timeline(), true);
  script.promise(slo);
  add_bounds(script, {columns[1], columns[4]}, slo);
  return {.name = "percentiles",
          .title = "Response time over time",
          .reading =
              "Of the requests answered in each second: half were faster than p50, one in twenty slower than p95, "
              "one in a hundred slower than p99.",
          .drawing = "percentiles.gp",
          .script = script.str(),
          .over_time = true};
}

} // namespace onsale::plots
