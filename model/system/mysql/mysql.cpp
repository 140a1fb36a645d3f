#include "model/system/mysql/mysql.hpp"

#include "model/system/database/logged_database.hpp"
#include "model/system/settings.hpp"

namespace onsale::system {

/// InnoDB flushes the redo log and the binary log for each group of commits, waits for row locks for
/// innodb_lock_wait_timeout, and looks for deadlocks whenever a lock has to be waited for.
const DatabaseKind mysql_database{
    .name = "mysql",
    .title = "MySQL",
    .process = "mysql",
    .make = [](System& system) -> std::unique_ptr<Database> {
      return std::make_unique<LoggedDatabase>(system, mysql_database);
    },
    .statement_demand = statement_demand,
    .commit_demand = commit_demand,
    .flushes =
        [](const ServerSettings& settings) {
          return (settings.mysql.flush_log_at_commit ? 1 : 0) + (settings.mysql.sync_binlog ? 1 : 0);
        },
    .lock_patience = [](const ServerSettings& settings) { return settings.mysql.lock_wait_timeout; },
    .deadlock_check =
        [](const ServerSettings& settings) {
          return settings.mysql.deadlock_detect ? std::optional(engine::Duration(0)) : std::nullopt;
        },
    .max_connections = [](const ServerSettings& settings) { return settings.mysql.max_connections; },
    .lock_timeout_line = "PessimisticLockingFailureException: Lock wait timeout exceeded; try restarting transaction "
                         "(error 1205)",
    .deadlock_line = "CannotAcquireLockException: Deadlock found when trying to get lock; try restarting transaction "
                     "(error 1213)",
    .too_many_line = "SQLNonTransientConnectionException: Too many connections (error 1040)",
    .lost_line = "CommunicationsException: Communications link failure"};

} // namespace onsale::system
