#include "model/system/database/logged_database.hpp"

#include "model/system/container/container_options.hpp"
#include "model/system/database/database_steps.hpp"
#include "model/system/flow/demand_walk.hpp"
#include "model/system/system.hpp"
#include "model/system/work.hpp"

#include <utility>

namespace onsale::system {

using engine::seconds;
using engine::Task;

void statement_demand(DemandWalk& walk, const Query& query)
{
  const SystemOptions& options = walk.options();
  const Scan& scan = query.scan;
  walk.process_cpu(options.threads.statement_cpu.mean_s());
  walk.elsewhere(options.network.backend_round_trip.mean_s());
  walk.cpu(Role::mysql, scan.cpu.mean_s() + (scan.table ? scan.s_per_row * walk.rows(*scan.table) : 0));
  walk.works(disk_of(*options.database),
             query.pages * options.database_costs.buffer_pool_miss_ratio * options.database_costs.page_read.mean_s());
}

void commit_demand(DemandWalk& walk)
{
  const SystemOptions& options = walk.options();
  walk.process_cpu(options.threads.statement_cpu.mean_s());
  walk.cpu(Role::mysql, options.database_costs.commit_cpu.mean_s());
  walk.elsewhere(options.network.backend_round_trip.mean_s() +
                 options.database->flushes(options.settings) * options.database_costs.fsync.mean_s());
}

LoggedDatabase::LoggedDatabase(System& system, const DatabaseKind& kind)
    : Database(system, kind), flushes_(system.seed.seed, system.seed.replication, "log flushes")
{
  start_first_node();
}

/// After the flush the thread needs the CPU once more.
Task<> LoggedDatabase::commit(Work& work)
{
  const SystemOptions& options = system_.options;
  const engine::Duration driver = seconds(options.threads.statement_cpu.sample(work.draws) / 2);
  co_await work.run(driver);
  charge_cpu(work, engine::in_seconds(driver));
  co_await engine::Sleep{system_.simulation, system_.network.backend_round_trip(work.draws)};
  work.laps.worked(Charge::network, system_.now());
  const std::uint64_t outages = outages_;
  if (not is_up()) {
    system_.failures.refuse(work, Cause::database_lost);
    co_return;
  }
  const double commit_s = options.database_costs.commit_cpu.sample(work.draws) * slowdown;
  const double speed = system_.hosts.of(Role::mysql).cpu().speed();
  co_await work.session.run(seconds(commit_s / 2));
  work.laps.served(Charge::mysql_cpu, commit_s / 2 / speed, system_.now());
  co_await static_cast<Node&>(*work.primary).redo_log.commit();
  work.laps.waited(Charge::log, system_.now());
  if (work.at_commit != nullptr)
    std::exchange(work.at_commit, nullptr)->committed(system_);
  co_await work.session.run(seconds(commit_s - commit_s / 2));
  work.laps.served(Charge::mysql_cpu, commit_s / 2 / speed, system_.now());
  work.row_locks.clear();
  work.laps.let_go(Charge::row_locks);
  co_await work.run(driver);
  charge_cpu(work, engine::in_seconds(driver));
  if (outages != outages_)
    system_.failures.refuse(work, Cause::database_lost);
}

void LoggedDatabase::apply(const ServerSettings& settings)
{
  for (const auto& node : primaries_)
    static_cast<Node&>(*node).redo_log.set_flushes(kind_.flushes(settings));
}

std::unique_ptr<DatabaseNode> LoggedDatabase::make_node(Host& host, const std::string& disk_name)
{
  const auto process = add_process(host.cpu(), std::string(kind_.process), system_.options, Role::mysql);
  return std::make_unique<Node>(
      system_.simulation, host, process, disk_name, flushes_,
      GroupCommit::Options{system_.options.database_costs.fsync, kind_.flushes(system_.settings)});
}

void LoggedDatabase::slow_log(DatabaseNode& node, double slowdown)
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
  const auto name_of = [&](const char* key) { return std::string(options.database->name) + "." + key; };
  return {.id = name,
          .part = "database",
          .host = options.host_name(Role::mysql),
          .capacity = {.cores = 1},
          .wider = {{name_of("fsync"), options.database_costs.fsync.mean_s(), true},
                    {name_of("page-read"), options.database_costs.page_read.mean_s(), true}}};
}

} // namespace onsale::system
