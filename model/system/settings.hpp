/// The settings that the modelled system understands, under the names that its users know, with the real defaults.
#pragma once

#include "model/config/setting_spec.hpp"
#include "model/config/settings.hpp"
#include "model/config/settings_registry.hpp"
#include "sim/engine/time.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace onsale::system {

/// Tomcat, HikariCP, Spring, MySQL, JVM, Redis client and the waiting queue of the application.
const config::SettingsRegistry& server_settings();

struct TomcatSettings {
  std::uint32_t threads_max = 200;
  std::uint32_t threads_min_spare = 10;
  std::int64_t max_queue_capacity = 2147483647;
  std::uint32_t max_connections = 8192;
  std::uint32_t accept_count = 100;
  engine::Duration keep_alive_timeout{60};
  std::int64_t max_keep_alive_requests = 100; ///< -1: unlimited
  bool virtual_threads = false;
};

struct HikariSettings {
  std::uint32_t maximum_pool_size = 10;
  engine::Duration connection_timeout{30};
  bool open_in_view = true; ///< the connection is held from first use to the end of the request
};

struct MySqlSettings {
  engine::Duration lock_wait_timeout{50};
  bool flush_log_at_commit = true;
  bool sync_binlog = true;
};

struct RedisSettings {
  std::uint32_t pool_size = 0; ///< 0: one shared, pipelined connection (Lettuce)
  engine::Duration timeout{60};
};

struct QueueSettings {
  bool unlimited = false; ///< no waiting room: every token is active at once
  std::uint32_t max_active_tokens = 0;
  engine::Duration active_ttl{300};
  engine::Duration promote_period{1};
  std::uint32_t promote_batch = 0;
};

struct ServerSettings {
  TomcatSettings tomcat;
  HikariSettings hikari;
  MySqlSettings mysql;
  RedisSettings redis;
  QueueSettings queue;
  std::int64_t max_heap_bytes = 0; ///< 0: a quarter of the host's memory
};

ServerSettings read_settings(const config::Settings& settings);

} // namespace onsale::system
