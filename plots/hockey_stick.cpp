#include "plots/hockey_stick.hpp"

#include "plots/script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace onsale::plots {
namespace {

/// Asymptotic bounds along the horizontal axis: straight lines that meet at the knee.
struct Bounds {
  std::vector<std::vector<double>> rows; ///< load, requests/s at most, mean response time at least (ms)
  double knee = -1;                      ///< -1: the axis is not the number of users
};

/// Between two values of the table, for a picture whose vertical axis is logarithmic: there a straight line is bent.
void add_between(std::vector<std::vector<double>>& rows, const std::vector<double>& to)
{
  constexpr int steps = 20;
  const std::vector<double> from = rows.back();
  for (int step = 1; step <= steps; ++step) {
    std::vector<double> row;
    for (std::size_t i = 0; i < to.size(); ++i)
      row.push_back(from[i] + (to[i] - from[i]) * step / steps);
    rows.push_back(row);
  }
}

/// @param column  number of each row, sorted by load
Bounds bounds_of(const Table& table, const std::string& variable)
{
  if (not table.has("bound requests_per_s"))
    return {};
  const auto at = table.numbers(variable);
  const auto requests_per_s = table.numbers("bound requests_per_s");
  const auto response_ms = table.numbers("bound response_ms");
  const auto knees = table.numbers("bound knee_vus");
  std::vector<std::vector<double>> given;
  for (std::size_t row = 0; row < table.size(); ++row)
    given.push_back({at[row], requests_per_s[row], response_ms[row]});
  std::sort(given.begin(), given.end());
  Bounds bounds;
  if (variable == "vus") {
    bounds.knee = knees.front();
    // On both sides of the knee a bound is a straight line: the knee itself follows from its neighbours.
    const auto behind = std::find_if(given.begin(), given.end(), [&](const auto& row) { return row[0] > bounds.knee; });
    if (behind != given.end() && behind != given.begin()) {
      const auto before = *(behind - 1);
      given.insert(behind, {bounds.knee, (*behind)[1], before[2]});
    }
    bounds.rows.push_back({0, 0, given.front()[2]});
  } else {
    bounds.rows.push_back(given.front());
  }
  for (const auto& row : given)
    add_between(bounds.rows, row);
  return bounds;
}

/// The first value at which a resource was full, and which.
struct Full {
  double at = -1; ///< -1: nowhere
  std::string text;
};
Full first_full(const Table& table, const std::vector<double>& at)
{
  const std::size_t bottleneck = table.column("bottleneck");
  Full full;
  for (std::size_t row = 0; row < table.size(); ++row)
    if (not table.text(row, bottleneck).empty() && (full.at < 0 || at[row] < full.at))
      full = {at[row], fmt::format("{} full from {} on", table.text(row, bottleneck), count_text(at[row]))};
  return full;
}

std::string reading(const Bounds& bounds)
{
  std::string text = "Each point is a run of its own. Up to the knee throughput follows the load; beyond it response "
                     "times do. The dashed line is the first point at which a resource was full.";
  if (not bounds.rows.empty())
    text +=
        fmt::format(" Grey: asymptotic bounds from the service demands, more throughput and a shorter mean are not "
                    "possible{}.",
                    bounds.knee > 0 ? fmt::format("; they meet at {} users", count_text(std::round(bounds.knee))) : "");
  return text;
}

} // namespace

Picture hockey_stick(const Table& table, const std::string& variable, const std::optional<Slo>& given)
{
  const auto slo = given || not table.has("promise") ? given : slo_of(table.text(0, table.column("promise")));
  const auto at = table.numbers(variable);
  const auto median = table.numbers("http_req_duration med");
  const auto p90 = table.numbers("http_req_duration p(90)");
  const auto p95 = table.numbers("http_req_duration p(95)");
  const auto mean = table.numbers("http_req_duration avg");
  const auto rate = table.numbers("http_reqs rate");
  std::vector<std::vector<double>> rows;
  rows.reserve(table.size());
  for (std::size_t row = 0; row < table.size(); ++row)
    rows.push_back({at[row], median[row], p90[row], p95[row], rate[row], mean[row]});
  std::sort(rows.begin(), rows.end());
  const Full full = first_full(table, at);
  const Bounds bounds = bounds_of(table, variable);
  double least_ms = *std::min_element(median.begin(), median.end());
  for (const auto& row : bounds.rows)
    least_ms = row[2] > 0 ? std::min(least_ms, row[2]) : least_ms;
  Script script;
  script.data("curve", rows).number("most", rows.back()[0]).text("load", variable);
  script.number("slo_ms", slo ? slo->ms : 0).text("slo", slo ? slo->text : "");
  script.number("low_ms", least_ms);
  script.number("high_ms", std::max(slo ? slo->ms : 0, *std::max_element(p95.begin(), p95.end())));
  const auto best = std::max_element(rate.begin(), rate.end());
  script.number("best", *best).number("best_at", at[static_cast<std::size_t>(best - rate.begin())]);
  script.text("best_text", fmt::format("most: {}", count_text(*best)));
  script.number("knee", full.at).text("knee_text", full.text).line("array percentiles[3] = ['p50', 'p90', 'p95']");
  if (not bounds.rows.empty())
    script.data("bounds", bounds.rows);
  script.number("has_bounds", bounds.rows.empty() ? 0 : 1);
  return {.name = "hockey-stick",
          .title = fmt::format("Response time and throughput against {}", variable),
          .reading = reading(bounds),
          .drawing = "load_curve.gp",
          .script = script.str(),
          .height_px = 560};
}

} // namespace onsale::plots
