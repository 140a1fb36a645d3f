#include "sim/study/stopper.hpp"

#include "sim/study/sweep.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace onsale::study {
namespace {

/// Who waits for a lock holds a connection and a thread meanwhile: those fill up, and are not what is short.
void blame_locks(Stopper& stopper, const Observation& seen)
{
  constexpr double most_of_it = 0.5;
  const auto blamed = std::ranges::find(seen.resources, stopper.resource, &ResourceUse::name);
  const bool only_held = blamed == seen.resources.end() || blamed->kind == system::Resource::Kind::held;
  const double queueing = seen.time_share("accept") + seen.time_share("worker") + seen.time_share("pool");
  const double share = queueing < 1 ? seen.time_share("lock") / (1 - queueing) : 0;
  if (not only_held || share < most_of_it)
    return;
  const ResourceUse* waited = nullptr;
  for (const ResourceUse& each : seen.resources)
    if (each.kind == system::Resource::Kind::lock && (waited == nullptr || each.queued_mean > waited->queued_mean))
      waited = &each;
  if (waited == nullptr)
    return;
  stopper.resource = waited->name;
  stopper.full = true;
  stopper.evidence =
      fmt::format("requests that have a thread and a connection wait for {} in {:.0f} % of their time; {}",
                  waited->name, 100 * share, stopper.evidence);
}

/// Where nothing was saturated for seconds on end, the busiest resource is the one to look at.
void blame_the_busiest(Stopper& stopper, const Observation& seen)
{
  constexpr double busy = 0.3; // below it, there is nothing to wait for
  const ResourceUse* busiest = nullptr;
  for (const ResourceUse& each : seen.resources)
    if (each.capacity > 0 && (busiest == nullptr || each.utilisation > busiest->utilisation))
      busiest = &each;
  if (busiest == nullptr) {
    stopper.evidence = "no resource was busy at all";
    return;
  }
  stopper.evidence = fmt::format("nothing was full for seconds on end; the busiest was {}, {:.0f} % on the mean",
                                 busiest->name, 100 * busiest->utilisation);
  if (busiest->utilisation >= busy)
    stopper.resource = busiest->name;
}

} // namespace

Stopper stopper_of(const std::vector<Observation>& at, const Verdict& broken)
{
  const Observation& seen = at.front();
  if (broken.metric == "iterations_lost" && not seen.generator_limit.empty())
    return {k6_users, true, seen.generator_limit};
  Stopper stopper{usual_bottleneck(at), false, seen.bottleneck_line};
  stopper.full = not stopper.resource.empty();
  blame_locks(stopper, seen);
  if (stopper.resource.empty() && broken.metric == "iterations_lost" && seen.lost.dropped > 0)
    stopper = {k6_users, true, "k6 had no virtual user left (maxVUs) while no resource of the server was full"};
  if (stopper.resource.empty())
    blame_the_busiest(stopper, seen);
  if (const std::string lost = run::lost_text(seen.lost); not lost.empty())
    stopper.evidence += "; " + lost;
  return stopper;
}

Relief more_users(const k6::Options& load)
{
  Relief relief;
  for (const k6::ScenarioOptions& each : load.scenarios)
    if (const auto* vus = k6::arrival_vus(each.executor))
      relief.sets.push_back(fmt::format("options.scenarios.{}.maxVUs={}", each.name, 10 * vus->most));
  return relief;
}

} // namespace onsale::study
