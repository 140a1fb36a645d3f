#include "model/system/mysql/mysql_settings.hpp"

#include "model/system/count32.hpp"

namespace onsale::system {

using config::SettingKind;

std::vector<config::SettingSpec> mysql_settings()
{
  return {
      {.name = "mysql.innodb_lock_wait_timeout",
       .kind = SettingKind::duration,
       .default_value = "50s",
       .default_unit = "s",
       .doc = "how long a statement waits for a row lock",
       .source = "MySQL default"},
      {.name = "mysql.innodb_flush_log_at_trx_commit",
       .kind = SettingKind::count,
       .default_value = "1",
       .minimum = "0",
       .maximum = "2",
       .doc = "1: the redo log is fsynced at each commit group",
       .source = "MySQL default"},
      {.name = "mysql.sync_binlog",
       .kind = SettingKind::count,
       .default_value = "1",
       .minimum = "0",
       .doc = "1: the binary log is fsynced at each commit group",
       .source = "MySQL default"},
      {.name = "mysql.max_connections",
       .kind = SettingKind::count,
       .default_value = "151",
       .minimum = "1",
       .maximum = "100000",
       .doc = "of all pools together; beyond it error 1040 and a smaller pool",
       .source = "MySQL default"},
      {.name = "mysql.innodb_deadlock_detect",
       .kind = SettingKind::boolean,
       .default_value = "true",
       .doc = "who closes a circle of row locks is rolled back (error 1213); else time-outs break it",
       .source = "MySQL default"},
  };
}

MySqlSettings read_mysql_settings(const config::Settings& settings)
{
  MySqlSettings its;
  its.lock_wait_timeout = settings.duration("mysql.innodb_lock_wait_timeout");
  its.flush_log_at_commit = settings.count("mysql.innodb_flush_log_at_trx_commit") == 1;
  its.sync_binlog = settings.count("mysql.sync_binlog") == 1;
  its.max_connections = count32(settings, "mysql.max_connections");
  its.deadlock_detect = settings.boolean("mysql.innodb_deadlock_detect");
  return its;
}

} // namespace onsale::system
