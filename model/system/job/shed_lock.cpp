#include "model/system/job/shed_lock.hpp"

#include "model/system/database/database_steps.hpp"
#include "model/system/flow/attempt.hpp"
#include "model/system/flow/demand_walk.hpp"
#include "model/system/flow/flow_reader.hpp"
#include "model/system/job/jobs.hpp"
#include "model/system/redis/redis_steps.hpp"
#include "model/system/system.hpp"
#include "model/system/work.hpp"

#include <algorithm>

namespace onsale::system {
namespace {

struct ShedLockStep final : Step {
  Progress run(Work& work) const override { return guarded(*this, work); }
  void demand(DemandWalk& walk) const override // as if it was free
  {
    walk.repeat(ask, 1);
    walk.repeat(body, 1);
    walk.repeat(ask, 1);
    walk.go_on_at(body.last);
  }
  StepPicture picture() const override
  {
    return {.label = "shedlock", .decides = true, .edges = {{body.last, "locked"}}};
  }
  Part part() const override { return Part::lock; }

  static engine::Task<> guarded(const ShedLockStep& step, Work& work)
  {
    Jobs& jobs = work.system.part<Jobs>(job_part);
    engine::Time& until = jobs.locked_until(work.endpoint_number);
    work.at = step.ask.first;
    co_await walk(work, step.ask.last);
    if (work.status != 0)
      co_return; // who cannot ask leaves it out
    if (work.system.now() < until) {
      ++jobs.left_out;
      work.at = step.body.last;
      co_return;
    }
    const engine::Time taken = work.system.now();
    const engine::Time mine = until = taken + step.at_most;
    const Attempt attempt(work, false);
    work.at = step.body.first;
    co_await walk(work, step.body.last);
    attempt.roll_back(work); // the lock is given back whatever happened
    work.at = step.ask.first;
    co_await walk(work, step.ask.last);
    if (until == mine && work.status == 0) // or it ran out, and may be somebody else's
      until = std::max(work.system.now(), taken + step.at_least);
    work.at = step.body.last;
  }

  engine::Duration at_most{};
  engine::Duration at_least{};
  Stretch ask; ///< of the provider, to take it and to give it back
  Stretch body;
};

} // namespace

void read_shed_lock(FlowReader& reader, const config::Value& lock, const std::vector<config::Value>& steps)
{
  config::Object object = lock.object();
  ShedLockStep& step = reader.emit<ShedLockStep>();
  step.at_most = object.duration(
      "lock-at-most-for",
      {.says = "lockAtMostFor: after which it is free though its process died with it", .above = engine::seconds(0)});
  step.at_least = object.duration("lock-at-least-for", {.says = "lockAtLeastFor: it stays taken, however short the run",
                                                        .default_value = engine::seconds(0)});
  const bool in_redis = object.one_of<bool>("provider", "where the lock is", {{"redis", true}, {"jdbc", false}}, true);
  const engine::Distribution cpu =
      reader.time(object, "cpu", "of Redis or the database to take it, and to give it back");
  step.ask.first = reader.here();
  if (in_redis) {
    reader.emit<RedisStep>(Scan{.cpu = cpu, .table = {}});
  } else {
    reader.emit<ConnectStep>();
    reader.emit<QueryStep>(Query{.scan = {.cpu = cpu, .table = {}}});
    reader.emit<CommitStep>();
    reader.emit<DisconnectStep>();
  }
  step.ask.last = reader.here();
  step.body = reader.aside(steps);
  object.finish();
}

} // namespace onsale::system
