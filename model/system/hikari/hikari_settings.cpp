#include "model/system/hikari/hikari_settings.hpp"

#include "model/system/count32.hpp"

namespace onsale::system {

using config::SettingKind;

std::vector<config::SettingSpec> hikari_settings()
{
  return {
      {.name = "spring.datasource.url",
       .kind = SettingKind::text,
       .doc = "jdbc:mysql: or jdbc:postgresql: says which database is modelled",
       .source = ""},
      {.name = "spring.datasource.hikari.maximum-pool-size",
       .kind = SettingKind::count,
       .default_value = "10",
       .minimum = "1",
       .maximum = "100000",
       .doc = "database connections",
       .source = "HikariCP default"},
      {.name = "spring.datasource.hikari.connection-timeout",
       .kind = SettingKind::duration,
       .default_value = "30s",
       .minimum = "250ms",
       .default_unit = "ms",
       .doc = "how long a thread waits for a connection",
       .source = "HikariCP default"},
      {.name = "spring.jpa.open-in-view",
       .kind = SettingKind::boolean,
       .default_value = "true",
       .doc = "a connection is held from first use to the end of the request",
       .source = "Spring Boot default"},
  };
}

HikariSettings read_hikari_settings(const config::Settings& settings)
{
  HikariSettings its;
  its.maximum_pool_size = count32(settings, "spring.datasource.hikari.maximum-pool-size");
  its.connection_timeout = settings.duration("spring.datasource.hikari.connection-timeout");
  its.open_in_view = settings.boolean("spring.jpa.open-in-view");
  return its;
}

} // namespace onsale::system
