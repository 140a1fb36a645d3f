#include "model/system/instance.hpp"

#include <limits>

namespace onsale::system {
namespace {

constexpr std::uint32_t unlimited = std::numeric_limits<std::uint32_t>::max();

std::string numbered(const char* name, std::size_t number)
{
  return number == 1 ? name : std::string(name) + " " + std::to_string(number);
}

std::uint32_t threads_of(const TomcatSettings& tomcat)
{
  return tomcat.virtual_threads ? unlimited : tomcat.threads_max;
}

std::uint32_t connections_of(const RedisSettings& redis)
{
  return redis.pool_size > 0 ? redis.pool_size : unlimited;
}

} // namespace

Instance::Instance(engine::Simulation& simulation, const SystemOptions& options, engine::ProcessorSharing& cpu,
                   std::size_t number, std::uint64_t seed, std::uint32_t replication)
    : cpu_(cpu), group_(cpu.add_group(numbered("server", number))),
      pauses_(seed, replication, numbered("garbage collection", number)), tomcat_(options.settings.tomcat),
      threads_started_(options.settings.tomcat.threads_min_spare), jvm_(simulation, cpu, group_, pauses_, options),
      connector_(simulation, options.settings.tomcat, jvm_.running(), numbered("tomcat connections", number)),
      workers_(simulation, {numbered("tomcat workers", number), threads_of(options.settings.tomcat)}),
      pool_(simulation, {numbered("hikari pool", number), options.settings.hikari.maximum_pool_size}),
      redis_connections_(simulation, {numbered("redis connections", number), connections_of(options.settings.redis)})
{
}

void Instance::restart(double heap_bytes)
{
  connector_.close_idle();
  jvm_.restart(heap_bytes);
  threads_started_ = tomcat_.threads_min_spare;
}

void Instance::apply(const ServerSettings& settings, bool database_up)
{
  tomcat_ = settings.tomcat;
  connector_.apply(settings.tomcat);
  workers_.resize(threads_of(settings.tomcat));
  pool_.resize(database_up ? settings.hikari.maximum_pool_size : 0);
  redis_connections_.resize(connections_of(settings.redis));
}

bool Instance::task_queue_full() const
{
  return workers_.in_use() >= workers_.capacity() &&
         static_cast<std::int64_t>(workers_.waiting()) >= tomcat_.max_queue_capacity;
}

bool Instance::starts_thread()
{
  if (workers_.in_use() <= threads_started_ || tomcat_.virtual_threads)
    return false;
  threads_started_ = workers_.in_use();
  return true;
}

void Instance::report(std::vector<engine::StationReport>& reports, engine::Time now) const
{
  for (const engine::TokenPool* resource : {&connector_.places(), &workers_, &pool_, &redis_connections_})
    reports.push_back(resource->station().report(now));
}

} // namespace onsale::system
