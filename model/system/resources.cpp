#include "model/system/resources.hpp"

#include <algorithm>

namespace onsale::system {
namespace {

const std::string& host_name(const SystemOptions& options, Role role)
{
  return options.hosts[options.host_of[static_cast<std::size_t>(role)]].name;
}

} // namespace

Resource host_cpu(const HostOptions& host)
{
  Resource cpu{.id = host.name + " cpu", .part = "host", .host = host.name, .capacity = host.cpu};
  const std::string path = "hosts." + host.name;
  if (host.run_queue) // of one core, by definition
    cpu.wider = {{path + ".speed", host.speed}};
  else
    cpu.wider = {{path + ".cores", host.cpu.cores},
                 {path + ".hardware-threads", std::max(host.cpu.cores, host.cpu.hardware_threads)}};
  cpu.gauges.utilisation = "system_cpu_usage";
  return cpu;
}

Resource tomcat_connections(const ServerSettings& settings, std::size_t instance)
{
  return {.id = "tomcat connections",
          .instance = instance,
          .kind = Resource::Kind::held,
          .part = "tomcat",
          .depth = 6,
          .capacity = {.cores = static_cast<double>(settings.tomcat.max_connections)},
          .admits = true,
          .wider = {{"server.tomcat.max-connections", static_cast<double>(settings.tomcat.max_connections)}},
          .gauges = {"name", "http-nio-8080", "tomcat_connections_current_connections", "",
                     "tomcat_connections_config_max_connections", ""}};
}

Resource tomcat_workers(const ServerSettings& settings, std::size_t instance)
{
  return {
      .id = "tomcat workers",
      .instance = instance,
      .kind = Resource::Kind::held,
      .part = "tomcat",
      .depth = 5,
      .capacity = {.cores = settings.tomcat.virtual_threads ? 0 : static_cast<double>(settings.tomcat.threads_max)},
      .wider = {{"server.tomcat.threads.max", static_cast<double>(settings.tomcat.threads_max)}},
      .gauges = {"name", "http-nio-8080", "tomcat_threads_busy_threads", "", "tomcat_threads_config_max_threads", ""}};
}

Resource hikari_pool(const ServerSettings& settings, std::size_t instance)
{
  return {
      .id = "hikari pool",
      .instance = instance,
      .kind = Resource::Kind::held,
      .part = "hikari",
      .depth = 4,
      .capacity = {.cores = static_cast<double>(settings.hikari.maximum_pool_size)},
      .wider = {{"spring.datasource.hikari.maximum-pool-size", static_cast<double>(settings.hikari.maximum_pool_size)}},
      .gauges = {"pool", "HikariPool-1", "hikaricp_connections_active", "hikaricp_connections_pending",
                 "hikaricp_connections_max", ""}};
}

Resource redis_connections(const ServerSettings& settings, std::size_t instance)
{
  return {.id = "redis connections",
          .instance = instance,
          .kind = Resource::Kind::held,
          .part = "redis",
          .depth = 2,
          .capacity = {.cores = static_cast<double>(settings.redis.pool_size)},
          .wider = {{"spring.data.redis.lettuce.pool.max-active", static_cast<double>(settings.redis.pool_size)}}};
}

Resource redis_thread(const SystemOptions& options)
{
  return {.id = "redis thread",
          .part = "redis",
          .host = host_name(options, Role::redis),
          .depth = 1,
          .capacity = {.cores = 1},
          .steps = {"redis", "cache"}};
}

Resource row_locks(const SystemOptions& options)
{
  return {.id = "row locks",
          .kind = Resource::Kind::lock,
          .part = "mysql",
          .host = host_name(options, Role::mysql),
          .depth = 3,
          .steps = {"lock"}};
}

Resource application_locks()
{
  return {
      .id = "application locks", .kind = Resource::Kind::lock, .part = "application", .depth = 3, .steps = {"lock"}};
}

Resource database_disk(const SystemOptions& options, const std::string& name)
{
  return {.id = name,
          .part = "mysql",
          .host = host_name(options, Role::mysql),
          .capacity = {.cores = 1},
          .wider = {{"mysql.fsync", options.mysql.fsync.mean_s(), true},
                    {"mysql.page-read", options.mysql.page_read.mean_s(), true}}};
}

std::vector<Resource> resources(const SystemOptions& options)
{
  std::vector<Resource> all;
  for (const HostOptions& host : options.hosts)
    all.push_back(host_cpu(host));
  const ServerSettings& settings = options.settings;
  for (Resource each : {tomcat_connections(settings, 1), tomcat_workers(settings, 1), hikari_pool(settings, 1),
                        redis_connections(settings, 1), redis_thread(options), row_locks(options), application_locks(),
                        database_disk(options, "mysql disk")})
    all.push_back(std::move(each));
  return all;
}

} // namespace onsale::system
