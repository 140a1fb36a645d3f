#include "model/system/tomcat/tomcat_settings.hpp"

#include "model/system/count32.hpp"

namespace onsale::system {

using config::SettingKind;

std::vector<config::SettingSpec> tomcat_settings()
{
  return {
      {.name = "server.tomcat.threads.max",
       .kind = SettingKind::count,
       .default_value = "200",
       .minimum = "1",
       .maximum = "1000000",
       .doc = "worker threads; further requests wait in the task queue",
       .source = "Spring Boot default"},
      {.name = "server.tomcat.threads.min-spare",
       .kind = SettingKind::count,
       .default_value = "10",
       .minimum = "0",
       .maximum = "1000000",
       .doc = "worker threads started at once; others start when needed",
       .source = "Spring Boot default"},
      {.name = "server.tomcat.threads.max-queue-capacity",
       .kind = SettingKind::count,
       .default_value = "2147483647",
       .minimum = "0",
       .doc = "requests that may wait for a worker; beyond it the socket is closed",
       .source = "Spring Boot default"},
      {.name = "server.tomcat.max-connections",
       .kind = SettingKind::count,
       .default_value = "8192",
       .minimum = "1",
       .maximum = "4000000",
       .doc = "connections accepted; beyond it the kernel's accept queue fills",
       .source = "Spring Boot default"},
      {.name = "server.tomcat.accept-count",
       .kind = SettingKind::count,
       .default_value = "100",
       .minimum = "0",
       .maximum = "4000000",
       .doc = "listen backlog; beyond it SYNs are dropped and retried after 1, 3, 7, 15 s",
       .source = "Spring Boot default"},
      {.name = "server.tomcat.connection-timeout",
       .kind = SettingKind::duration,
       .default_value = "60s",
       .default_unit = "ms",
       .doc = "idle time before the request line",
       .source = "Tomcat default"},
      {.name = "server.tomcat.keep-alive-timeout",
       .kind = SettingKind::duration,
       .default_unit = "ms",
       .doc = "idle time between requests of a connection; connection-timeout when not set",
       .source = "Tomcat default"},
      {.name = "server.tomcat.max-keep-alive-requests",
       .kind = SettingKind::count,
       .default_value = "100",
       .minimum = "-1",
       .doc = "requests after which the server closes a connection; -1: never",
       .source = "Spring Boot default"},
      {.name = "spring.threads.virtual.enabled",
       .kind = SettingKind::boolean,
       .default_value = "false",
       .doc = "virtual threads: no worker limit",
       .source = "Spring Boot default"},
  };
}

TomcatSettings read_tomcat_settings(const config::Settings& settings)
{
  TomcatSettings its;
  its.threads_max = count32(settings, "server.tomcat.threads.max");
  its.threads_min_spare = count32(settings, "server.tomcat.threads.min-spare");
  its.max_queue_capacity = settings.count("server.tomcat.threads.max-queue-capacity");
  its.max_connections = count32(settings, "server.tomcat.max-connections");
  its.accept_count = count32(settings, "server.tomcat.accept-count");
  its.keep_alive_timeout =
      settings.duration(settings.is_set("server.tomcat.keep-alive-timeout") ? "server.tomcat.keep-alive-timeout"
                                                                            : "server.tomcat.connection-timeout");
  its.max_keep_alive_requests = settings.count("server.tomcat.max-keep-alive-requests");
  its.virtual_threads = settings.boolean("spring.threads.virtual.enabled");
  return its;
}

} // namespace onsale::system
