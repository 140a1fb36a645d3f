// What every database tells of itself: its faults, what operators do with it, what is watched.
#include "model/system/database/database.hpp"
#include "model/system/mysql/mysql_settings.hpp"
#include "model/system/part.hpp"
#include "model/system/postgresql/postgresql_settings.hpp"
#include "model/system/system.hpp"
#include "model/system/work.hpp"

namespace onsale::system {
namespace {

double read_factor(config::Object& object)
{
  return object.number("factor", {.says = "so many times slower", .minimum = 1.0});
}

const FaultKind database_down{.name = "database down",
                              .says = "connections break, new ones are refused",
                              .read = [](config::Object&, const SystemOptions&) -> FaultEffect {
                                return [](System& system, bool begins) {
                                  begins ? system.database->stop() : system.database->start();
                                };
                              }};
const FaultKind database_slow{.name = "database slow",
                              .says = "statements cost `factor` times as much CPU",
                              .read = [](config::Object& object, const SystemOptions&) -> FaultEffect {
                                return [factor = read_factor(object)](System& system, bool begins) {
                                  system.database->slowdown *= begins ? factor : 1 / factor;
                                };
                              }};
const FaultKind disk_slow{.name = "disk slow",
                          .says = "pages and log flushes of the database take `factor` times as long",
                          .read = [](config::Object& object, const SystemOptions&) -> FaultEffect {
                            return [factor = read_factor(object)](System& system, bool begins) {
                              system.database->slow_disks(begins ? factor : 1 / factor);
                            };
                          }};

ActionEffect repeated(config::Object& object, void (Database::*add)())
{
  const std::int64_t count =
      object.integer("count", {.says = "how many are added", .minimum = 1, .maximum = 100, .default_value = 1});
  return at_once([count, add](System& system) {
    for (std::int64_t i = 0; i < count; ++i)
      (*system.database.*add)();
  });
}

const ActionKind add_replica{
    .name = "add replica",
    .says = "a copy of the database answers reads",
    .read = [](config::Object& object, const SystemOptions&) { return repeated(object, &Database::add_replica); }};
const ActionKind add_shard{
    .name = "add shard",
    .says = "one more primary takes its share of the rows",
    .read = [](config::Object& object, const SystemOptions&) { return repeated(object, &Database::add_shard); }};
const ActionKind tune_queries{.name = "tune queries",
                              .says = "statements cost `factor` of their CPU",
                              .read = [](config::Object& object, const SystemOptions&) {
                                const double factor =
                                    object.number("factor", {.says = "of what there was", .above = 0.0});
                                return at_once([factor](System& system) { system.database->slowdown *= factor; });
                              }};
const ActionKind pause_jobs{.name = "pause jobs",
                            .says = "background jobs of the database stand still",
                            .read = [](config::Object&, const SystemOptions&) {
                              return at_once([](System& system) { system.database->jobs_paused = true; });
                            }};

double statements(const System& system)
{
  return static_cast<double>(system.database->statements());
}

const MetricKind query_time{.name = "query-time",
                            .says = "mean time of a statement",
                            .rate = MetricKind::Rate::ratio,
                            .total = [](const System& system) { return system.database->statements_s(); },
                            .whole = statements};
const MetricKind statements_per_s{
    .name = "statements-per-s", .says = "of all nodes", .rate = MetricKind::Rate::per_second, .total = statements};

const CauseKind lock_timeout_kind{
    .name = "lock_timeout",
    .resource = "row locks",
    .says = "row lock not granted within innodb_lock_wait_timeout (1205) or lock_timeout (55P03)",
    .log_line = [](const System& system, const Work&) {
      return std::string(system.options.database->lock_timeout_line);
    }};
const CauseKind deadlock_kind{
    .name = "deadlock",
    .resource = "row locks",
    .says = "transactions that wait for each other: one of them is rolled back (1213, 40P01)",
    .log_line = [](const System& system, const Work&) { return std::string(system.options.database->deadlock_line); }};
const CauseKind too_many_connections_kind{
    .name = "too_many_connections",
    .resource = "hikari pool",
    .says = "the database refused connections beyond max_connections (1040, 53300); no pooled one came free in time",
    .log_line = [](const System& system, const Work& work) {
      return Cause(Cause::pool_timeout).kind().log_line(system, work) + "; caused by " +
             std::string(system.options.database->too_many_line);
    }};
const CauseKind database_lost_kind{
    .name = "database_lost",
    .resource = "database",
    .says = "the database went away: the connection is broken",
    .log_line = [](const System& system, const Work&) { return std::string(system.options.database->lost_line); }};

std::vector<config::SettingSpec> all_settings()
{
  std::vector<config::SettingSpec> all = mysql_settings();
  for (config::SettingSpec& each : postgresql_settings())
    all.push_back(std::move(each));
  return all;
}

} // namespace

const Cause Cause::lock_timeout(lock_timeout_kind);
const Cause Cause::database_lost(database_lost_kind);
const Cause Cause::deadlock(deadlock_kind);
const Cause Cause::too_many_connections(too_many_connections_kind);

const PartKind database_part{
    .name = "database",
    .settings = all_settings,
    .faults = {&database_down, &database_slow, &disk_slow},
    .actions = {&add_replica, &add_shard, &tune_queries, &pause_jobs},
    .metrics = {&query_time, &statements_per_s},
    .causes = {&lock_timeout_kind, &deadlock_kind, &too_many_connections_kind, &database_lost_kind},
    .resources = [](const SystemOptions& options, std::vector<Resource>& all) {
      all.push_back(row_locks(options));
      all.push_back(database_disk(options, disk_of(*options.database)));
    }};

} // namespace onsale::system
