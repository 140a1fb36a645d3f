#include "model/system/settings.hpp"

#include "model/system/part.hpp"

namespace onsale::system {
namespace {

std::vector<config::SettingSpec> specs()
{
  std::vector<config::SettingSpec> all;
  for (const PartKind* part : parts())
    if (part->settings != nullptr)
      for (config::SettingSpec& each : part->settings())
        all.push_back(std::move(each));
  return all;
}

} // namespace

const config::SettingsRegistry& server_settings()
{
  static const config::SettingsRegistry registry(specs());
  return registry;
}

ServerSettings read_settings(const config::Settings& settings)
{
  return {.tomcat = read_tomcat_settings(settings),
          .hikari = read_hikari_settings(settings),
          .redis = read_redis_settings(settings),
          .jvm = read_jvm_settings(settings),
          .mysql = read_mysql_settings(settings),
          .postgresql = read_postgresql_settings(settings),
          .queue = read_queue_settings(settings),
          .kafka = read_kafka_settings(settings),
          .executor = read_executor_settings(settings)};
}

} // namespace onsale::system
