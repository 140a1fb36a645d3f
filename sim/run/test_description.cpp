#include "sim/run/test_description.hpp"

#include <fmt/format.h>

namespace onsale::run {
namespace {

/// The most VUs that there can be at once: arrival rates may initialise more than they start with.
std::int64_t most_vus(const k6::Options& options)
{
  std::int64_t unplanned = 0;
  for (const k6::ScenarioOptions& scenario : options.scenarios)
    if (const k6::ArrivalVus* const vus = k6::arrival_vus(scenario.executor))
      unplanned += vus->most - vus->pre_allocated;
  return k6::initialised_vus(options) + unplanned;
}

} // namespace

std::string describe(const k6::ScenarioOptions& scenario)
{
  const k6::ExecutorText story = k6::described(scenario.executor);
  std::vector<std::string> facts;
  if (not story.fact.empty())
    facts.push_back(story.fact);
  if (scenario.exec != "default")
    facts.push_back("exec: " + scenario.exec);
  if (scenario.start_time_ns > 0)
    facts.push_back("startTime: " + k6::duration_text_ns(scenario.start_time_ns));
  if (scenario.graceful_stop_ns > 0)
    facts.push_back("gracefulStop: " + k6::duration_text_ns(scenario.graceful_stop_ns));
  return facts.empty() ? story.text : fmt::format("{} ({})", story.text, fmt::join(facts, ", "));
}

std::string test_description(const k6::Options& options, const std::string& script,
                             const std::vector<std::string>& outputs)
{
  const std::string output = outputs.empty() ? "-" : fmt::format("{}", fmt::join(outputs, ", "));
  std::string text =
      fmt::format("\n  execution: local (simulated)\n     script: {}\n     output: {}\n\n", script, output);
  text += fmt::format("  scenarios: (100.00%) {} scenario{}, {} max VUs, {} max duration (incl. graceful stop):\n",
                      options.scenarios.size(), options.scenarios.size() == 1 ? "" : "s", most_vus(options),
                      k6::duration_text_ns(k6::longest_duration_ns(options)));
  for (const k6::ScenarioOptions& scenario : options.scenarios)
    text += fmt::format("           * {}: {}\n", scenario.name, describe(scenario));
  return text + "\n";
}

} // namespace onsale::run
