#include "model/system/database/database.hpp"

#include "model/system/database/database_steps.hpp"
#include "model/system/mysql/mysql.hpp"
#include "model/system/system.hpp"
#include "model/system/work.hpp"

#include <utility>

namespace onsale::system {

using engine::seconds;
using engine::Task;

Database::Database(System& system) : system_(system), rows_(system.simulation, "row locks") {}

void Database::start_first_node()
{
  primaries_.push_back(make_node(system_.hosts.of(Role::mysql), "mysql disk"));
}

void Database::connected(Work& work)
{
  work.session = work.primary->sessions.borrow();
}

Task<> Database::statement(Work& work, const Query& query)
{
  const SystemOptions& options = system_.options;
  const engine::Time sent = system_.now();
  const engine::Duration driver = seconds(options.threads.statement_cpu.sample(work.draws) / 2);
  co_await work.run(driver);
  co_await engine::Sleep{system_.simulation, system_.network.backend_round_trip(work.draws)};
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
  const double missed_pages = query.pages * options.mysql.buffer_pool_miss_ratio;
  work.laps.lap(Part::query, system_.now());
  if (missed_pages > 0) {
    co_await node.disk.serve(seconds(missed_pages * options.mysql.page_read.sample(work.draws)));
    work.laps.lap(Part::io, system_.now());
  }
  co_await work.run(driver);
  ++statements_;
  statements_s_ += engine::in_seconds(system_.now() - sent);
  if (outages != outages_)
    system_.failures.refuse(work, Cause::database_lost);
}

Task<> Database::job(double cpu_s)
{
  co_await primaries_.front()->sessions.run(seconds(cpu_s * slowdown));
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
