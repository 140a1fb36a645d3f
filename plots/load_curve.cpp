#include "plots/load_curve.hpp"

#include "plots/facts.hpp"

#include <algorithm>

namespace onsale::plots {
namespace {

constexpr std::size_t load_steps = 30;

/// One step of the load.
struct Step {
  double seconds = 0;
  double vus = 0;
  LatencyClasses latencies;
};

/// Until the load falls for good.
std::size_t rows_of_rising_load(const std::vector<double>& vus)
{
  const double most = *std::max_element(vus.begin(), vus.end());
  const auto last = std::find(vus.rbegin(), vus.rend(), most);
  return static_cast<std::size_t>(vus.rend() - last);
}

} // namespace

LoadCurve load_curve_of(const RunFiles& run, const std::vector<LatencyRow>& latencies)
{
  const auto vus = run.series.numbers("vus");
  const auto time_s = run.series.numbers("time_s");
  const double most = *std::max_element(vus.begin(), vus.end());
  LoadCurve curve;
  if (most <= 0)
    return curve;
  const std::size_t begin = rows_of_setup(vus);
  const std::size_t end = rows_of_rising_load(vus);
  std::vector<Step> steps(load_steps);
  const auto step_of = [&](double users) {
    return std::min(static_cast<std::size_t>(users / most * static_cast<double>(load_steps)), load_steps - 1);
  };
  for (std::size_t row = begin; row < end; ++row) {
    const double lasted_s = row == 0 ? time_s[row] : time_s[row] - time_s[row - 1];
    Step& step = steps[step_of(vus[row])];
    step.seconds += lasted_s;
    step.vus += vus[row] * lasted_s;
  }
  for (const LatencyRow& each : latencies) {
    const auto row =
        static_cast<std::size_t>(std::lower_bound(time_s.begin(), time_s.end(), each.time_s - 1e-6) - time_s.begin());
    if (begin <= row && row < end)
      steps[step_of(vus[row])].latencies.add(each.from_ms, each.to_ms, each.requests);
  }
  for (const Step& step : steps) {
    if (step.latencies.requests() == 0)
      continue;
    curve.vus.push_back(step.vus / step.seconds);
    curve.p50_ms.push_back(step.latencies.percentile_ms(0.5));
    curve.p95_ms.push_back(step.latencies.percentile_ms(0.95));
    curve.p99_ms.push_back(step.latencies.percentile_ms(0.99));
    curve.requests_per_s.push_back(step.latencies.requests() / step.seconds);
  }
  return curve;
}

} // namespace onsale::plots
