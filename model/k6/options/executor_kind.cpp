#include "model/k6/options/executor_kind.hpp"

#include "model/k6/metric/metric_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace onsale::k6 {

std::int64_t max_vus(const VuPlan& plan)
{
  std::int64_t most = 0;
  for (const auto& step : plan)
    most = std::max(most, step.vus);
  return most;
}

VuPlan constant_plan(std::int64_t vus, std::int64_t end_ns)
{
  return {{0, vus}, {end_ns, 0}};
}

std::int64_t Grace::cut(std::int64_t grace_ns) const
{
  return std::min(grace_ns, longest_iteration_ns.value_or(grace_ns));
}

std::int64_t read_duration_ns(config::Object& object, std::string_view key, std::string_view says,
                              std::optional<double> default_s, double minimum_s)
{
  config::Rule<config::Duration> rule{.says = says, .minimum = config::Duration(minimum_s), .default_unit = "ms"};
  if (default_s)
    rule.default_value = config::Duration(*default_s);
  return std::llround(object.duration(key, rule).count() * static_cast<double>(second_ns));
}

std::int64_t read_vus(config::Object& object, std::string_view key, std::string_view says, std::int64_t minimum,
                      std::optional<std::int64_t> default_value)
{
  return object.integer(
      key, {.says = says, .minimum = minimum, .maximum = most_vus_written, .default_value = default_value});
}

Stages read_stages(config::Object& object, std::string_view says, std::string_view target_says, std::int64_t highest)
{
  if (not object.has("stages"))
    object.fault("at least one stage has to be specified in stages");
  Stages stages;
  for (const auto& value : object.list("stages", {.says = says, .minimum_size = object.has("stages") ? 1U : 0U})) {
    auto stage = value.object();
    const auto duration_ns = read_duration_ns(stage, "duration", "of the ramp", {});
    stages.push_back({duration_ns, stage.integer("target", {.says = target_says, .minimum = 0, .maximum = highest})});
    stage.finish();
  }
  return stages;
}

std::string duration_text_ns(std::int64_t duration_ns)
{
  return duration_text(static_cast<double>(duration_ns) / 1e6);
}

std::string part_of(std::int64_t part, std::int64_t all, std::int64_t most)
{
  return fmt::format("{0:0{2}}/{1:0{2}}", part, all, std::to_string(most).size());
}

double share_done(const ScenarioProgress& progress)
{
  if (progress.iterations_planned > 0 && progress.elapsed_s <= progress.duration_s)
    return static_cast<double>(progress.complete) / static_cast<double>(progress.iterations_planned);
  if (progress.duration_s > 0)
    return std::min(1.0, progress.elapsed_s / progress.duration_s);
  return progress.state == ScenarioProgress::State::finished ? 1 : 0;
}

namespace {

std::string time_text(const ScenarioProgress& progress, bool over)
{
  const auto all = duration_text(progress.duration_s * 1e3);
  return over ? all : fixed_duration(progress.elapsed_s, progress.duration_s) + "/" + all;
}

} // namespace

std::string regular_time(const ScenarioProgress& progress)
{
  return time_text(progress, progress.elapsed_s >= progress.duration_s);
}

std::string limited_time(const ScenarioProgress& progress)
{
  return time_text(progress, progress.elapsed_s > progress.duration_s);
}

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

std::int64_t scaled(std::int64_t count, double factor)
{
  return count == 0 ? 0 : std::max<std::int64_t>(1, std::llround(static_cast<double>(count) * factor));
}

void scale_targets(Stages& stages, double factor)
{
  for (auto& stage : stages)
    stage.target = scaled(stage.target, factor);
}

} // namespace onsale::k6
