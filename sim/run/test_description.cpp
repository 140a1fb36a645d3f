#include "sim/run/test_description.hpp"

#include "model/k6/metric/metric_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

namespace onsale::run {
namespace {

using k6::ArrivalVus;

std::string go_duration(std::int64_t duration_ns)
{
  return k6::duration_text(static_cast<double>(duration_ns) / 1e6);
}

std::string per_second(std::int64_t rate, std::int64_t time_unit_ns)
{
  const double unit_s = static_cast<double>(time_unit_ns) / static_cast<double>(k6::second_ns);
  return fmt::format("{:.2f}", static_cast<double>(rate) / unit_s);
}

std::string max_vus(const ArrivalVus& vus)
{
  return vus.most == vus.pre_allocated ? fmt::format("maxVUs: {}", vus.most)
                                       : fmt::format("maxVUs: {}-{}", vus.pre_allocated, vus.most);
}

/// What one executor does, and the fact that k6 tells of this kind only.
struct Story {
  std::string text;
  std::string fact;
};

struct TellStory {
  Story operator()(const k6::ConstantVus& each) const
  {
    return {fmt::format("{} looping VUs for {}", each.vus, go_duration(each.duration_ns)), ""};
  }
  Story operator()(const k6::RampingVus& each) const
  {
    std::int64_t most = each.start_vus;
    for (const k6::Stage& stage : each.stages)
      most = std::max(most, stage.target);
    return {fmt::format("Up to {} looping VUs for {} over {} stages", most,
                        go_duration(k6::total_duration_ns(each.stages)), each.stages.size()),
            "gracefulRampDown: " + go_duration(each.graceful_ramp_down_ns)};
  }
  Story operator()(const k6::ConstantArrivalRate& each) const
  {
    return {
        fmt::format("{} iterations/s for {}", per_second(each.rate, each.time_unit_ns), go_duration(each.duration_ns)),
        max_vus(each.vus)};
  }
  Story operator()(const k6::RampingArrivalRate& each) const
  {
    std::int64_t most = each.start_rate;
    for (const k6::Stage& stage : each.stages)
      most = std::max(most, stage.target);
    return {fmt::format("Up to {} iterations/s for {} over {} stages", per_second(most, each.time_unit_ns),
                        go_duration(k6::total_duration_ns(each.stages)), each.stages.size()),
            max_vus(each.vus)};
  }
  Story operator()(const k6::PerVuIterations& each) const
  {
    return {fmt::format("{} iterations for each of {} VUs", each.iterations, each.vus),
            "maxDuration: " + go_duration(each.max_duration_ns)};
  }
  Story operator()(const k6::SharedIterations& each) const
  {
    return {fmt::format("{} iterations shared among {} VUs", each.iterations, each.vus),
            "maxDuration: " + go_duration(each.max_duration_ns)};
  }
};

/// The most VUs that there can be at once: arrival rates may initialise more than they start with.
std::int64_t most_vus(const k6::Options& options)
{
  std::int64_t unplanned = 0;
  for (const k6::ScenarioOptions& scenario : options.scenarios)
    std::visit(
        [&](const auto& executor) {
          if constexpr (requires { executor.vus.most; })
            unplanned += executor.vus.most - executor.vus.pre_allocated;
        },
        scenario.executor);
  return k6::initialised_vus(options) + unplanned;
}

} // namespace

std::string describe(const k6::ScenarioOptions& scenario)
{
  const Story story = std::visit(TellStory{}, scenario.executor);
  std::vector<std::string> facts;
  if (not story.fact.empty())
    facts.push_back(story.fact);
  if (scenario.exec != "default")
    facts.push_back("exec: " + scenario.exec);
  if (scenario.start_time_ns > 0)
    facts.push_back("startTime: " + go_duration(scenario.start_time_ns));
  facts.push_back("gracefulStop: " + go_duration(scenario.graceful_stop_ns));
  return fmt::format("{} ({})", story.text, fmt::join(facts, ", "));
}

std::string test_description(const k6::Options& options, const std::string& script,
                             const std::vector<std::string>& outputs)
{
  const std::string output = outputs.empty() ? "-" : fmt::format("{}", fmt::join(outputs, ", "));
  std::string text =
      fmt::format("\n  execution: local (simulated)\n     script: {}\n     output: {}\n\n", script, output);
  text += fmt::format("  scenarios: (100.00%) {} scenario{}, {} max VUs, {} max duration (incl. graceful stop):\n",
                      options.scenarios.size(), options.scenarios.size() == 1 ? "" : "s", most_vus(options),
                      go_duration(k6::longest_duration_ns(options)));
  for (const k6::ScenarioOptions& scenario : options.scenarios)
    text += fmt::format("           * {}: {}\n", scenario.name, describe(scenario));
  return text + "\n";
}

} // namespace onsale::run
