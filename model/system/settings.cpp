#include "model/system/settings.hpp"

#include <algorithm>
#include <limits>

namespace onsale::system {
namespace {

using config::SettingKind;

std::vector<config::SettingSpec> specs()
{
  const std::string tomcat = "Tomcat default";
  const std::string hikari = "HikariCP default";
  const std::string spring = "Spring Boot default";
  const std::string mysql = "MySQL default";
  const std::string ours = "onsale default";
  return {
      {.name = "server.tomcat.threads.max",
       .kind = SettingKind::count,
       .default_value = "200",
       .minimum = "1",
       .maximum = "1000000",
       .doc = "worker threads; further requests wait in the task queue",
       .source = spring},
      {.name = "server.tomcat.threads.min-spare",
       .kind = SettingKind::count,
       .default_value = "10",
       .minimum = "0",
       .maximum = "1000000",
       .doc = "worker threads started at once; others start when needed",
       .source = spring},
      {.name = "server.tomcat.threads.max-queue-capacity",
       .kind = SettingKind::count,
       .default_value = "2147483647",
       .minimum = "0",
       .doc = "requests that may wait for a worker; beyond it the socket is closed",
       .source = spring},
      {.name = "server.tomcat.max-connections",
       .kind = SettingKind::count,
       .default_value = "8192",
       .minimum = "1",
       .maximum = "4000000",
       .doc = "connections accepted; beyond it the kernel's accept queue fills",
       .source = spring},
      {.name = "server.tomcat.accept-count",
       .kind = SettingKind::count,
       .default_value = "100",
       .minimum = "0",
       .maximum = "4000000",
       .doc = "listen backlog; beyond it SYNs are dropped and retried after 1, 3, 7, 15 s",
       .source = spring},
      {.name = "server.tomcat.connection-timeout",
       .kind = SettingKind::duration,
       .default_value = "60s",
       .default_unit = "ms",
       .doc = "idle time before the request line",
       .source = tomcat},
      {.name = "server.tomcat.keep-alive-timeout",
       .kind = SettingKind::duration,
       .default_unit = "ms",
       .doc = "idle time between requests of a connection; connection-timeout when not set",
       .source = tomcat},
      {.name = "server.tomcat.max-keep-alive-requests",
       .kind = SettingKind::count,
       .default_value = "100",
       .minimum = "-1",
       .doc = "requests after which the server closes a connection; -1: never",
       .source = spring},
      {.name = "spring.threads.virtual.enabled",
       .kind = SettingKind::boolean,
       .default_value = "false",
       .doc = "virtual threads: no worker limit",
       .source = spring},
      {.name = "spring.datasource.hikari.maximum-pool-size",
       .kind = SettingKind::count,
       .default_value = "10",
       .minimum = "1",
       .maximum = "100000",
       .doc = "database connections",
       .source = hikari},
      {.name = "spring.datasource.hikari.connection-timeout",
       .kind = SettingKind::duration,
       .default_value = "30s",
       .minimum = "250ms",
       .default_unit = "ms",
       .doc = "how long a thread waits for a connection",
       .source = hikari},
      {.name = "spring.jpa.open-in-view",
       .kind = SettingKind::boolean,
       .default_value = "true",
       .doc = "a connection is held from first use to the end of the request",
       .source = spring},
      {.name = "spring.data.redis.lettuce.pool.max-active",
       .kind = SettingKind::count,
       .default_value = "0",
       .minimum = "0",
       .maximum = "100000",
       .doc = "blocking Redis connections; 0: one shared, pipelined connection",
       .source = ours},
      {.name = "spring.data.redis.timeout",
       .kind = SettingKind::duration,
       .default_value = "60s",
       .minimum = "1ms",
       .default_unit = "ms",
       .doc = "how long a command waits for a Redis that does not answer",
       .source = "Lettuce default"},
      {.name = "jvm.max-heap",
       .kind = SettingKind::bytes,
       .default_unit = "B",
       .doc = "-Xmx; a quarter of the host's memory when not set",
       .source = "JVM default"},
      {.name = "mysql.innodb_lock_wait_timeout",
       .kind = SettingKind::duration,
       .default_value = "50s",
       .default_unit = "s",
       .doc = "how long a statement waits for a row lock",
       .source = mysql},
      {.name = "mysql.innodb_flush_log_at_trx_commit",
       .kind = SettingKind::count,
       .default_value = "1",
       .minimum = "0",
       .maximum = "2",
       .doc = "1: the redo log is fsynced at each commit group",
       .source = mysql},
      {.name = "mysql.sync_binlog",
       .kind = SettingKind::count,
       .default_value = "1",
       .minimum = "0",
       .doc = "1: the binary log is fsynced at each commit group",
       .source = mysql},
      {.name = "queue.unlimited",
       .kind = SettingKind::boolean,
       .default_value = "false",
       .doc = "no waiting room: a token is active as soon as it is issued",
       .source = ours},
      {.name = "queue.max-active-tokens",
       .kind = SettingKind::count,
       .default_value = "100",
       .minimum = "0",
       .doc = "users let in at a time",
       .source = ours},
      {.name = "queue.active-ttl",
       .kind = SettingKind::duration,
       .default_value = "5m",
       .minimum = "1ms",
       .default_unit = "ms",
       .doc = "how long a token stays active",
       .source = ours},
      {.name = "queue.promote-period",
       .kind = SettingKind::duration,
       .default_value = "1s",
       .minimum = "1ms",
       .default_unit = "ms",
       .doc = "fixedDelay of the job that lets waiting users in",
       .source = ours},
      {.name = "queue.promote-batch",
       .kind = SettingKind::count,
       .default_value = "100",
       .minimum = "1",
       .doc = "users let in at most by one run of that job",
       .source = ours},
  };
}

std::uint32_t count32(const config::Settings& settings, const char* name)
{
  return static_cast<std::uint32_t>(
      std::min<std::int64_t>(settings.count(name), std::numeric_limits<std::uint32_t>::max()));
}

} // namespace

const config::SettingsRegistry& server_settings()
{
  static const config::SettingsRegistry registry(specs());
  return registry;
}

ServerSettings read_settings(const config::Settings& s)
{
  ServerSettings out;
  out.tomcat.threads_max = count32(s, "server.tomcat.threads.max");
  out.tomcat.threads_min_spare = count32(s, "server.tomcat.threads.min-spare");
  out.tomcat.max_queue_capacity = s.count("server.tomcat.threads.max-queue-capacity");
  out.tomcat.max_connections = count32(s, "server.tomcat.max-connections");
  out.tomcat.accept_count = count32(s, "server.tomcat.accept-count");
  out.tomcat.keep_alive_timeout =
      s.duration(s.is_set("server.tomcat.keep-alive-timeout") ? "server.tomcat.keep-alive-timeout"
                                                              : "server.tomcat.connection-timeout");
  out.tomcat.max_keep_alive_requests = s.count("server.tomcat.max-keep-alive-requests");
  out.tomcat.virtual_threads = s.boolean("spring.threads.virtual.enabled");
  out.hikari.maximum_pool_size = count32(s, "spring.datasource.hikari.maximum-pool-size");
  out.hikari.connection_timeout = s.duration("spring.datasource.hikari.connection-timeout");
  out.hikari.open_in_view = s.boolean("spring.jpa.open-in-view");
  out.mysql.lock_wait_timeout = s.duration("mysql.innodb_lock_wait_timeout");
  out.mysql.flush_log_at_commit = s.count("mysql.innodb_flush_log_at_trx_commit") == 1;
  out.mysql.sync_binlog = s.count("mysql.sync_binlog") == 1;
  out.redis.pool_size = count32(s, "spring.data.redis.lettuce.pool.max-active");
  out.redis.timeout = s.duration("spring.data.redis.timeout");
  out.queue.unlimited = s.boolean("queue.unlimited");
  out.queue.max_active_tokens = count32(s, "queue.max-active-tokens");
  out.queue.active_ttl = s.duration("queue.active-ttl");
  out.queue.promote_period = s.duration("queue.promote-period");
  out.queue.promote_batch = count32(s, "queue.promote-batch");
  if (s.is_set("jvm.max-heap"))
    out.max_heap_bytes = s.bytes("jvm.max-heap");
  return out;
}

} // namespace onsale::system
