#include "sim/run/test_status.hpp"

#include "model/k6/summary/summary_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <variant>

namespace onsale::run {
namespace {

using k6::ScenarioProgress;
using State = ScenarioProgress::State;

constexpr int bar_width = 40; // brackets included

int digits(std::int64_t number)
{
  return static_cast<int>(std::to_string(number).size());
}

/// `050/100`
std::string part_of(std::int64_t part, std::int64_t all, std::int64_t most)
{
  return fmt::format("{0:0{2}}/{1:0{2}}", part, all, digits(most));
}

std::string go_duration(double duration_s)
{
  return k6::duration_text(duration_s * 1e3);
}

double share_done(const ScenarioProgress& scenario)
{
  if (scenario.state == State::finished)
    return 1;
  if (scenario.iterations_planned > 0)
    return static_cast<double>(scenario.complete) / static_cast<double>(scenario.iterations_planned);
  return scenario.duration_s > 0 ? std::min(1.0, scenario.elapsed_s / scenario.duration_s) : 0;
}

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

/// What stands right of the bar depends on the executor.
struct Facts {
  const ScenarioProgress& scenario;

  std::string operator()(const k6::ConstantVus& each) const
  {
    return fmt::format("{} VUs  {}", each.vus, regular_time());
  }
  std::string operator()(const k6::RampingVus&) const
  {
    const std::int64_t all = scenario.vus_allocated;
    return fmt::format("{} VUs  {}", part_of(scenario.vus_active, all, all), regular_time());
  }
  std::string operator()(const k6::ConstantArrivalRate& each) const
  {
    return arrivals(each.vus, static_cast<double>(each.rate), each.time_unit_ns);
  }
  std::string operator()(const k6::RampingArrivalRate& each) const
  {
    auto most = static_cast<double>(each.start_rate);
    for (const k6::Stage& stage : each.stages)
      most = std::max(most, static_cast<double>(stage.target));
    return arrivals(each.vus, most, each.time_unit_ns);
  }
  std::string operator()(const k6::PerVuIterations& each) const
  {
    return fmt::format("{} VUs  {}  {} iters, {} per VU", each.vus, limited_time(), iterations(), each.iterations);
  }
  std::string operator()(const k6::SharedIterations& each) const
  {
    return fmt::format("{} VUs  {}  {} shared iters", each.vus, limited_time(), iterations());
  }

private:
  std::string arrivals(const k6::ArrivalVus& vus, double most, std::int64_t time_unit_ns) const
  {
    const double unit_s = static_cast<double>(time_unit_ns) / static_cast<double>(k6::second_ns);
    const int width = std::max(1, digits(static_cast<std::int64_t>(most / unit_s))) + 3;
    return fmt::format("{} VUs  {}  {:0{}.2f} iters/s", part_of(scenario.vus_active, scenario.vus_allocated, vus.most),
                       regular_time(), scenario.rate_per_s, width);
  }
  std::string iterations() const
  {
    const auto planned = static_cast<std::int64_t>(scenario.iterations_planned);
    return part_of(static_cast<std::int64_t>(scenario.complete), planned, planned);
  }
  std::string limited_time() const
  {
    return fixed_duration(scenario.elapsed_s, scenario.duration_s) + "/" + go_duration(scenario.duration_s);
  }
  std::string regular_time() const
  {
    return scenario.elapsed_s < scenario.duration_s ? limited_time() : go_duration(scenario.duration_s);
  }
};

} // namespace

std::string fixed_duration(double elapsed_s, double longest_s)
{
  const auto tenths = std::llround(elapsed_s * 10);
  const auto longest = std::max(std::llround(longest_s * 10), tenths) / 10;
  const auto seconds = tenths / 10;
  const auto fraction = tenths % 10;
  if (longest < 60)
    return fmt::format("{:0{}}.{}s", seconds, longest < 10 ? 1 : 2, fraction);
  const auto minutes = seconds / 60;
  if (longest < 3600)
    return fmt::format("{:0{}}m{:02}.{}s", minutes, longest < 600 ? 1 : 2, seconds % 60, fraction);
  return fmt::format("{:0{}}h{:02}m{:02}.{}s", minutes / 60, longest < 36000 ? 1 : 2, minutes % 60, seconds % 60,
                     fraction);
}

std::vector<std::string> status_lines(const k6::Options& options, const k6::LoadProgress& progress,
                                      const StatusOptions& how)
{
  const double longest_s = static_cast<double>(k6::longest_duration_ns(options)) / k6::second_ns;
  const std::int64_t vus = progress.vus_initialised;
  std::vector<std::string> lines = {fmt::format("{} ({}), {} VUs, {} complete and {} interrupted iterations", "running",
                                                fixed_duration(progress.elapsed_s, longest_s),
                                                part_of(how.over ? 0 : progress.vus_active, vus, vus),
                                                progress.complete, progress.interrupted)};
  std::size_t name_width = 0;
  for (const ScenarioProgress& scenario : progress.scenarios)
    name_width = std::max(name_width, k6::width(scenario.name));
  for (std::size_t i = 0; i < progress.scenarios.size(); ++i) {
    const ScenarioProgress& scenario = progress.scenarios[i];
    const char* mark = scenario.state == State::finished ? "✓" : scenario.state == State::interrupted ? "✗" : " ";
    const double share = share_done(scenario);
    const std::string done = how.bars ? bar(share) : fmt::format("[ {:3.0f}% ]", std::floor(100 * share));
    const std::string facts =
        scenario.state == State::waiting ? "waiting" : std::visit(Facts{scenario}, options.scenarios[i].executor);
    lines.push_back(fmt::format("{} {} {} {}", k6::padded(scenario.name, name_width), mark, done, facts));
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
