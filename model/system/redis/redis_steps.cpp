// All that is known of `redis` and `cache`.
#include "model/system/redis/redis_steps.hpp"

#include "model/system/database/database_steps.hpp"
#include "model/system/flow/demand_walk.hpp"
#include "model/system/flow/flow_reader.hpp"
#include "model/system/system.hpp"
#include "model/system/work.hpp"

namespace onsale::system {
namespace {

using engine::Task;

Cache::Key key_of(const Work& work, const CachedAnswer& answer)
{
  return {work.endpoint_number, answer.number, answer.key.empty() ? 0 : answer.key.of(work.registers)};
}

void command_demand(DemandWalk& walk, const Scan& command)
{
  const double client_s = walk.options().threads.command_cpu.mean_s();
  const double cpu_s = command.cpu.mean_s() + (command.table ? command.s_per_row * walk.rows(*command.table) : 0);
  walk.process_cpu(client_s);
  walk.take("redis connections");
  walk.elsewhere(walk.options().network.backend_round_trip.mean_s());
  walk.cpu(Role::redis, cpu_s);
  walk.also_busy("redis thread", cpu_s);
  walk.give_back("redis connections");
}

/// @return whether it was answered in time
Task<bool> ask(Work& work, const Scan& command)
{
  return work.system.redis.command(*work.instance, work.thread(), work.draws, &command, &work.laps);
}

Scan read_command(const FlowReader& reader, const config::Value& value)
{
  value.is_a("redis command", "a command of Redis: its CPU time alone, or a map");
  std::optional<config::Object> object;
  const Scan command = read_scan(
      reader, value, {"CPU time of Redis", "set that is walked from end to end", "CPU time for each of its elements"},
      object);
  if (object)
    object->finish();
  return command;
}

/// `cache: {cpu: 10us, key: concert, ttl: 60s, miss: [{query: 5ms}]}`
void read_cache(FlowReader& reader, const config::Value& content)
{
  config::Object object = content.object();
  CacheStep& look = reader.emit<CacheStep>();
  CachedAnswer& answer = look.answer;
  answer.number = reader.caches++;
  answer.command.cpu = reader.time(object, "cpu", "of Redis for the lookup");
  if (const auto key = object.value("key", "what tells entries apart; none: one entry for all"))
    answer.key = reader.key(*key);
  answer.ttl = object.duration(
      "ttl", {.says = "of an entry; none: for ever", .above = engine::seconds(0), .default_value = engine::forever});
  answer.needs_redis = object.one_of<bool>("redis-down", "without Redis: work it out, or fail",
                                           {{"pass-by", false}, {"fail", true}}, false);
  const std::size_t first = reader.here();
  reader.steps(object.list("miss", {.says = "steps that work it out", .minimum_size = 1}));
  for (std::size_t i = first; i < reader.here(); ++i)
    if (const auto* query = dynamic_cast<const QueryStep*>(reader.flow()[i].get()))
      answer.rebuild_cpu_s += query->query.scan.cpu.mean_s();
  reader.emit<CachePutStep>(answer);
  look.found = reader.here();
  object.finish();
}

} // namespace

const StepKind redis_step{.name = "redis",
                          .says = "a command: round trip and CPU time of Redis",
                          .read = [](FlowReader& reader, const config::Value& content) {
                            reader.emit<RedisStep>(read_command(reader, content));
                          }};

const StepKind cache_step{.name = "cache", .says = "an answer from Redis, or worked out by `miss`", .read = read_cache};

Progress RedisStep::run(Work& work) const
{
  return ask(work, command);
}

void RedisStep::answered(Work& work, bool in_time) const
{
  if (not in_time)
    work.system.failures.refuse(work, Cause::redis_timeout);
}

void RedisStep::demand(DemandWalk& walk) const
{
  command_demand(walk, command);
}

Progress CacheStep::run(Work& work) const
{
  work.cache_passed_by = work.system.redis.cache_bypassed;
  if (work.cache_passed_by)
    return Progress::done();
  return ask(work, answer.command);
}

void CacheStep::answered(Work& work, bool in_time) const
{
  System& system = work.system;
  if (in_time) {
    if (system.redis.cache().holds(key_of(work, answer), system.now()))
      work.at = found;
    return;
  }
  if (answer.needs_redis)
    system.failures.refuse(work, Cause::redis_timeout);
  work.cache_passed_by = true; // or the put would wait for its own time-out
}

void CacheStep::demand(DemandWalk& walk) const
{
  command_demand(walk, answer.command);
  walk.go_on_at(found);
}

Progress CachePutStep::run(Work& work) const
{
  if (work.cache_passed_by)
    return Progress::done();
  return ask(work, answer.command);
}

void CachePutStep::answered(Work& work, bool in_time) const
{
  if (in_time)
    work.system.redis.cache().put(key_of(work, answer), work.system.now() + answer.ttl);
}

void CachePutStep::demand(DemandWalk& walk) const
{
  command_demand(walk, answer.command);
}

} // namespace onsale::system
