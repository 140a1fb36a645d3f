#include "model/system/database/database.hpp"

#include "model/system/database/database_steps.hpp"
#include "model/system/system.hpp"
#include "model/system/work.hpp"

#include <algorithm>
#include <utility>

namespace onsale::system {

using engine::seconds;
using engine::Task;

Database::Database(System& system, const DatabaseKind& kind)
    : system_(system), kind_(kind), rows_(system.simulation, "row locks"), deadlocks_(system)
{
}

void Database::start_first_node()
{
  primaries_.push_back(make_node(system_.hosts.of(Role::mysql), disk_of(kind_)));
}

void Database::connected(Work& work)
{
  work.session = work.primary->sessions.borrow();
  work.laps.hold(Charge::hikari_pool);
}

Task<> Database::statement(Work& work, const Query& query)
{
  const SystemOptions& options = system_.options;
  const engine::Time sent = system_.now();
  const engine::Duration driver = seconds(options.threads.statement_cpu.sample(work.draws) / 2);
  co_await work.run(driver);
  charge_cpu(work, engine::in_seconds(driver));
  co_await engine::Sleep{system_.simulation, system_.network.backend_round_trip(work.draws)};
  work.laps.worked(Charge::network, system_.now());
  const std::uint64_t outages = outages_;
  if (not is_up_) {
    system_.failures.refuse(work, Cause::database_lost);
    co_return;
  }
  const bool by_replica = query.only_reads && not replicas_.empty();
  DatabaseNode& node = by_replica ? *replicas_[next_replica_++ % replicas_.size()] : *work.primary;
  const engine::Duration cpu = seconds(query.scan.sample(work.draws, system_.desk.booking()) * slowdown);
  if (by_replica)
    co_await node.sessions.run(cpu);
  else
    co_await work.session.run(cpu);
  work.laps.served(Charge::mysql_cpu, engine::in_seconds(cpu) / system_.hosts.of(Role::mysql).cpu().speed(),
                   system_.now());
  const double missed_pages = query.pages * options.database_costs.buffer_pool_miss_ratio;
  work.laps.lap(Part::query, system_.now());
  if (missed_pages > 0) {
    const double read_s = missed_pages * options.database_costs.page_read.sample(work.draws);
    co_await node.disk.serve(seconds(read_s));
    work.laps.served(Charge::disk, read_s * disk_slowdown_, system_.now());
    work.laps.lap(Part::io, system_.now());
  }
  co_await work.run(driver);
  charge_cpu(work, engine::in_seconds(driver));
  ++statements_;
  statements_s_ += engine::in_seconds(system_.now() - sent);
  if (outages != outages_)
    system_.failures.refuse(work, Cause::database_lost);
}

Task<> Database::job(double cpu_s)
{
  co_await primaries_.front()->sessions.run(seconds(cpu_s * slowdown));
}

std::uint32_t Database::grant(std::uint32_t wanted, std::uint32_t others) const
{
  const std::uint32_t most = is_up_ ? kind_.max_connections(system_.settings) : 0;
  return std::min(wanted, most - std::min(most, others));
}

std::string disk_of(const DatabaseKind& kind)
{
  return std::string(kind.name) + " disk";
}

void Database::stop()
{
  is_up_ = false;
  ++outages_;
  system_.application.apply(system_.settings);
}

void Database::start()
{
  is_up_ = true;
  system_.application.apply(system_.settings);
}

std::unique_ptr<DatabaseNode> Database::new_node(const char* name, std::size_t number)
{
  const std::string numbered = std::string(name) + " " + std::to_string(number);
  auto node = make_node(system_.add_host(Role::mysql, numbered), numbered + " disk");
  node->disk.set_speed(1 / disk_slowdown_);
  slow_log(*node, disk_slowdown_);
  system_.watch(database_disk(system_.options, numbered + " disk"), node->disk.station());
  return node;
}

void Database::add_replica()
{
  replicas_.push_back(new_node("replica", replicas_.size() + 1));
}

void Database::add_shard()
{
  primaries_.push_back(new_node("shard", primaries_.size() + 1));
}

void Database::slow_disks(double factor)
{
  disk_slowdown_ *= factor;
  for (const auto* nodes : {&primaries_, &replicas_})
    for (const auto& node : *nodes) {
      node->disk.set_speed(1 / disk_slowdown_);
      slow_log(*node, disk_slowdown_);
    }
}

} // namespace onsale::system
