// What Redis tells of itself: its faults, what operators do with it, what is watched.
#include "model/system/part.hpp"
#include "model/system/redis/redis.hpp"
#include "model/system/system.hpp"
#include "model/system/work.hpp"

#include <cmath>
#include <string>

namespace onsale::system {
namespace {

const FaultKind redis_down{.name = "redis down",
                           .says = "commands wait for it until their time-out; what was cached is gone",
                           .read = [](config::Object&, const SystemOptions&) -> FaultEffect {
                             return [](System& system, bool begins) {
                               begins ? system.redis.stop() : system.redis.start();
                             };
                           }};
const FaultKind redis_slow{
    .name = "redis slow",
    .says = "commands cost `factor` times as much CPU",
    .read = [](config::Object& object, const SystemOptions&) -> FaultEffect {
      const double factor = object.number("factor", {.says = "so many times slower", .minimum = 1.0});
      return [factor](System& system, bool begins) { system.redis.slowdown *= begins ? factor : 1 / factor; };
    }};
const FaultKind cache_lost{.name = "cache lost",
                           .says = "what was cached is gone at once",
                           .read = [](config::Object&, const SystemOptions&) -> FaultEffect {
                             return [](System& system, bool begins) {
                               if (begins)
                                 system.redis.cache().lose();
                             };
                           }};

ActionEffect bypass(bool bypassed)
{
  return at_once([bypassed](System& system) { system.redis.cache_bypassed = bypassed; });
}

engine::Task<> warm(System& system, engine::Duration takes)
{
  if (takes > engine::Duration(0))
    co_await engine::Sleep{system.simulation, takes};
  co_await system.redis.warm_cache();
}

const ActionKind bypass_cache{.name = "bypass cache",
                              .says = "cached reads go to the database",
                              .read = [](config::Object&, const SystemOptions&) { return bypass(true); }};
const ActionKind use_cache{.name = "use cache",
                           .says = "and no longer",
                           .read = [](config::Object&, const SystemOptions&) { return bypass(false); }};
const ActionKind warm_cache{.name = "warm cache",
                            .says = "a script puts back what the cache knew",
                            .read = [](config::Object&, const SystemOptions&) -> ActionEffect { return warm; }};

const MetricKind redis_errors{.name = "redis-errors-per-s",
                              .says = "commands that timed out",
                              .rate = MetricKind::Rate::per_second,
                              .total = [](const System& system) { return static_cast<double>(system.redis.errors()); }};
const MetricKind cache_hit_share{
    .name = "cache-hit-share",
    .says = "of lookups; without any 1, or 0 while Redis is down",
    .rate = MetricKind::Rate::ratio,
    .total = [](const System& system) { return static_cast<double>(system.redis.cache().hits()); },
    .whole =
        [](const System& system) {
          return static_cast<double>(system.redis.cache().hits() + system.redis.cache().misses());
        },
    .none = [](const System& system) { return system.redis.is_up() ? 1.0 : 0.0; }};

const CauseKind redis_timeout_kind{
    .name = "redis_timeout",
    .resource = "redis connections",
    .says = "no answer of Redis in time",
    .log_line = [](const System& system, const Work&) {
      return "RedisCommandTimeoutException: Command timed out after " +
             std::to_string(std::llround(engine::in_seconds(system.settings.redis.timeout))) + " second(s)";
    }};

} // namespace

const Cause Cause::redis_timeout(redis_timeout_kind);

const PartKind redis_part{.name = "redis",
                          .settings = redis_settings,
                          .faults = {&redis_down, &redis_slow, &cache_lost},
                          .actions = {&bypass_cache, &use_cache, &warm_cache},
                          .metrics = {&redis_errors, &cache_hit_share},
                          .causes = {&redis_timeout_kind},
                          .resources = [](const SystemOptions& options, std::vector<Resource>& all) {
                            all.push_back(redis_connections(options.settings.redis, 1));
                            all.push_back(redis_thread(options));
                          }};

} // namespace onsale::system
