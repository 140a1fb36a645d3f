#include "model/system/postgresql/postgresql_settings.hpp"

#include "model/system/count32.hpp"

namespace onsale::system {

using config::SettingKind;

std::vector<config::SettingSpec> postgresql_settings()
{
  return {
      {.name = "postgresql.max_connections",
       .kind = SettingKind::count,
       .default_value = "100",
       .minimum = "1",
       .maximum = "100000",
       .doc = "of all pools together; beyond it error 53300 and a smaller pool",
       .source = "PostgreSQL default"},
      {.name = "postgresql.superuser_reserved_connections",
       .kind = SettingKind::count,
       .default_value = "3",
       .minimum = "0",
       .maximum = "100000",
       .doc = "of max_connections, which no application gets",
       .source = "PostgreSQL default"},
      {.name = "postgresql.lock_timeout",
       .kind = SettingKind::duration,
       .default_value = "0s",
       .default_unit = "ms",
       .doc = "how long a statement waits for a row lock; 0: for ever",
       .source = "PostgreSQL default"},
      {.name = "postgresql.deadlock_timeout",
       .kind = SettingKind::duration,
       .default_value = "1s",
       .minimum = "1ms",
       .default_unit = "ms",
       .doc = "that a lock is waited for before it is looked whether there is a deadlock",
       .source = "PostgreSQL default"},
      {.name = "postgresql.synchronous_commit",
       .kind = SettingKind::boolean,
       .default_value = "true",
       .doc = "a commit waits for the flush of the WAL",
       .source = "PostgreSQL default"},
  };
}

PostgreSqlSettings read_postgresql_settings(const config::Settings& settings)
{
  PostgreSqlSettings its;
  its.max_connections = count32(settings, "postgresql.max_connections");
  its.reserved_connections = count32(settings, "postgresql.superuser_reserved_connections");
  its.lock_timeout = settings.duration("postgresql.lock_timeout");
  its.deadlock_timeout = settings.duration("postgresql.deadlock_timeout");
  its.synchronous_commit = settings.boolean("postgresql.synchronous_commit");
  return its;
}

} // namespace onsale::system
