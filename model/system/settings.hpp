/// The settings that the modelled system understands, under the names that its users know, with the real defaults:
/// those of its parts.
#pragma once

#include "model/config/settings.hpp"
#include "model/config/settings_registry.hpp"
#include "model/system/executor/executor_settings.hpp"
#include "model/system/hikari/hikari_settings.hpp"
#include "model/system/jvm/jvm_settings.hpp"
#include "model/system/kafka/kafka_settings.hpp"
#include "model/system/mysql/mysql_settings.hpp"
#include "model/system/postgresql/postgresql_settings.hpp"
#include "model/system/redis/redis_settings.hpp"
#include "model/system/tomcat/tomcat_settings.hpp"
#include "model/system/waiting_queue/waiting_queue_settings.hpp"

namespace onsale::system {

/// Tomcat, HikariCP, Spring, MySQL, JVM, Redis client and the waiting queue of the application.
const config::SettingsRegistry& server_settings();

struct ServerSettings {
  TomcatSettings tomcat;
  HikariSettings hikari;
  RedisSettings redis;
  JvmSettings jvm;
  MySqlSettings mysql;
  PostgreSqlSettings postgresql;
  QueueSettings queue;
  KafkaSettings kafka;
  ExecutorSettings executor;
};

ServerSettings read_settings(const config::Settings& settings);

} // namespace onsale::system
