#include "model/system/mysql/mysql.hpp"

#include "model/system/database/database_steps.hpp"
#include "model/system/flow/demand_walk.hpp"
#include "model/system/system.hpp"
#include "model/system/work.hpp"

namespace onsale::system {

using engine::seconds;
using engine::Task;

namespace {

void statement_demand(DemandWalk& walk, const Query& query)
{
  const SystemOptions& options = walk.options();
  const Scan& scan = query.scan;
  walk.process_cpu(options.threads.statement_cpu.mean_s());
  walk.elsewhere(options.network.backend_round_trip.mean_s());
  walk.cpu(Role::mysql, scan.cpu.mean_s() + (scan.table ? scan.s_per_row * walk.rows(*scan.table) : 0));
  walk.works("mysql disk", query.pages * options.mysql.buffer_pool_miss_ratio * options.mysql.page_read.mean_s());
}

void commit_demand(DemandWalk& walk)
{
  const SystemOptions& options = walk.options();
  walk.process_cpu(options.threads.statement_cpu.mean_s());
  walk.cpu(Role::mysql, options.mysql.commit_cpu.mean_s());
  walk.elsewhere(options.network.backend_round_trip.mean_s() +
                 flushes_of(options.settings.mysql) * options.mysql.fsync.mean_s());
}

} // namespace

const DatabaseKind mysql_database{
    .name = "mysql",
    .make = [](System& system) -> std::unique_ptr<Database> { return std::make_unique<Mysql>(system); },
    .statement_demand = statement_demand,
    .commit_demand = commit_demand};

MySqlOptions read_mysql(config::Object object, const Variation& variation)
{
  const auto none = engine::Distribution::constant(0);
  MySqlOptions mysql;
  mysql.fsync =
      read_distribution(object, "fsync", "one flush of a log; commits that wait together share it", variation, none);
  mysql.commit_cpu = read_distribution(object, "commit-cpu", "of each commit", variation, none);
  if (object.has("set-autocommit-cpu"))
    mysql.set_autocommit_cpu = read_distribution(
        object, "set-autocommit-cpu", "of the statements around a transaction; none: there are none", variation, none);
  mysql.buffer_pool_miss_ratio =
      object.ratio("buffer-pool-miss", {.says = "share of page reads that go to the disk", .default_value = 0.0});
  mysql.page_read = read_distribution(object, "page-read", "of one page from the disk", variation, none);
  object.finish();
  return mysql;
}

int flushes_of(const MySqlSettings& settings)
{
  return (settings.flush_log_at_commit ? 1 : 0) + (settings.sync_binlog ? 1 : 0);
}

Mysql::Mysql(System& system) : Database(system), flushes_(system.seed.seed, system.seed.replication, "log flushes")
{
  start_first_node();
}

/// After the flush the thread needs the CPU once more.
Task<> Mysql::commit(Work& work)
{
  const SystemOptions& options = system_.options;
  const engine::Duration driver = seconds(options.threads.statement_cpu.sample(work.draws) / 2);
  co_await work.run(driver);
  co_await engine::Sleep{system_.simulation, system_.network.backend_round_trip(work.draws)};
  const std::uint64_t outages = outages_;
  if (not is_up()) {
    system_.failures.refuse(work, Cause::database_lost);
    co_return;
  }
  const double commit_s = options.mysql.commit_cpu.sample(work.draws) * slowdown;
  co_await work.session.run(seconds(commit_s / 2));
  co_await static_cast<Node&>(*work.primary).redo_log.commit();
  co_await work.session.run(seconds(commit_s - commit_s / 2));
  work.row_locks.clear();
  co_await work.run(driver);
  if (outages != outages_)
    system_.failures.refuse(work, Cause::database_lost);
}

void Mysql::apply(const ServerSettings& settings)
{
  for (const auto& node : primaries_)
    static_cast<Node&>(*node).redo_log.set_flushes(flushes_of(settings.mysql));
}

std::unique_ptr<DatabaseNode> Mysql::make_node(Host& host, const std::string& disk_name)
{
  return std::make_unique<Node>(system_.simulation, host, disk_name, flushes_,
                                GroupCommit::Options{system_.options.mysql.fsync, flushes_of(system_.settings.mysql)});
}

void Mysql::slow_log(DatabaseNode& node, double slowdown)
{
  static_cast<Node&>(node).redo_log.set_slowdown(slowdown);
}

Resource row_locks(const SystemOptions& options)
{
  return {.id = "row locks",
          .kind = Resource::Kind::lock,
          .part = "database",
          .host = options.host_name(Role::mysql),
          .depth = 3,
          .steps = {"lock"}};
}

Resource database_disk(const SystemOptions& options, const std::string& name)
{
  return {.id = name,
          .part = "database",
          .host = options.host_name(Role::mysql),
          .capacity = {.cores = 1},
          .wider = {{"mysql.fsync", options.mysql.fsync.mean_s(), true},
                    {"mysql.page-read", options.mysql.page_read.mean_s(), true}}};
}

} // namespace onsale::system
