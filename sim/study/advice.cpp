#include "sim/study/advice.hpp"

#include "model/system/part.hpp"
#include "sim/run/output/result_files.hpp"
#include "sim/study/relief.hpp"
#include "sim/study/sweep.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace onsale::study {
namespace {

constexpr double twice = 2;

bool is_telling(const Compared& figure)
{
  return figure.name == "http_req_duration p(95)" || figure.name == "iterations rate";
}

std::string bottleneck_of(const run::Scenario& scenario, const AdviceOptions& options, Runner& runner)
{
  const auto shared = std::make_shared<const run::Scenario>(scenario);
  std::vector<Task> tasks;
  for (std::size_t number = 0; number < options.replications; ++number)
    tasks.push_back({shared, options.seed, static_cast<std::uint32_t>(number)});
  return usual_bottleneck(runner.run(tasks));
}

} // namespace

std::vector<TriedChange> try_advice(const AdviceOptions& options, Runner& runner)
{
  const auto scenario = run::load_scenario(options.scenario);
  std::vector<TriedChange> changes;
  std::vector<std::string> tried = {bottleneck_of(scenario, options, runner)};
  for (const system::Resource& each : system::resources(scenario.system)) // what people widen first
    if (each.kind == system::Resource::Kind::held && not each.admits)
      tried.insert(tried.begin() + 1, each.name());
  for (const std::string& resource : tried) {
    const Relief relief = relief_of(resource, options.scenario, scenario, twice);
    const bool known = std::any_of(changes.begin(), changes.end(),
                                   [&](const TriedChange& each) { return each.change == relief.words(); });
    if (relief.sets.empty() || known)
      continue;
    auto changed = options.scenario;
    changed.sets.insert(changed.sets.end(), relief.sets.begin(), relief.sets.end());
    Comparison comparison = compare({"before", options.scenario, {}, ""}, {"after", changed, {}, ""},
                                    {.replications = options.replications, .seed = options.seed}, runner);
    std::erase_if(comparison.figures, [](const Compared& each) { return not is_telling(each); });
    changes.push_back({relief.words(), std::move(comparison.figures)});
  }
  return changes;
}

std::string advice_csv(const std::vector<TriedChange>& changes)
{
  std::string text = "change,figure,before,after,difference,half_width\n";
  for (const TriedChange& change : changes)
    for (const Compared& each : change.figures)
      text += fmt::format("{},{},{:.9g},{:.9g},{:.9g},{:.9g}\n", run::csv_field(change.change),
                          run::csv_field(each.name), each.a, each.b, each.difference(), each.half_width);
  return text;
}

} // namespace onsale::study
