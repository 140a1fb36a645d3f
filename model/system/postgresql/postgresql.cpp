#include "model/system/postgresql/postgresql.hpp"

#include "model/system/database/logged_database.hpp"
#include "model/system/settings.hpp"

namespace onsale::system {

/// A process for each connection, of which there are max_connections; one log, the WAL, whose flushes are shared by
/// those who wait. Row locks alone, no gaps. Nobody looks for deadlocks until one has waited for deadlock_timeout.
const DatabaseKind postgresql_database{
    .name = "postgresql",
    .title = "PostgreSQL",
    .process = "postgres",
    .make = [](System& system) -> std::unique_ptr<Database> {
      return std::make_unique<LoggedDatabase>(system, postgresql_database);
    },
    .statement_demand = statement_demand,
    .commit_demand = commit_demand,
    .flushes = [](const ServerSettings& settings) { return settings.postgresql.synchronous_commit ? 1 : 0; },
    .lock_patience =
        [](const ServerSettings& settings) {
          return settings.postgresql.lock_timeout > engine::Duration(0) ? settings.postgresql.lock_timeout
                                                                        : engine::forever;
        },
    .deadlock_check =
        [](const ServerSettings& settings) { return std::optional(settings.postgresql.deadlock_timeout); },
    .max_connections =
        [](const ServerSettings& settings) {
          const PostgreSqlSettings& its = settings.postgresql;
          return its.max_connections - std::min(its.max_connections, its.reserved_connections);
        },
    .lock_timeout_line = "PSQLException: ERROR: canceling statement due to lock timeout (55P03)",
    .deadlock_line = "PSQLException: ERROR: deadlock detected (40P01)",
    .too_many_line = "PSQLException: FATAL: sorry, too many clients already (53300)",
    .lost_line = "PSQLException: An I/O error occurred while sending to the backend. (08006)"};

} // namespace onsale::system
