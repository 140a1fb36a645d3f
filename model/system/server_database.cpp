// What a request does with the database: statements, row locks, commits.
#include "model/system/server.hpp"

#include <algorithm>
#include <cmath>

namespace onsale::system {

using engine::seconds;
using engine::Sleep;
using engine::Task;

namespace {

/// Tokens are the largest ids: up to two million a user they need 53 bits, the locks' spaces get the others.
engine::KeyedLock::Key lock_key(std::uint32_t space, std::uint64_t row)
{
  constexpr engine::KeyedLock::Key rows = engine::KeyedLock::Key{1} << 53;
  return space * rows + row % rows;
}

} // namespace

double Server::query_cpu_s(engine::RandomStream& draws, const Query& query) const
{
  double cpu_s = query.cpu.sample(draws);
  if (query.scans)
    cpu_s += query.scan_s_per_row * static_cast<double>(booking_.rows(*query.scans));
  return cpu_s;
}

/// A row that does not exist (no such register) is locked by nobody; a row that the request holds is not locked twice.
Task<> Server::take_lock(Work& work, const Lock& lock)
{
  const std::uint64_t row = work.registers[lock.key].as_key();
  if (row == http::Value::no_id)
    co_return;
  const bool is_row = lock.kind == Lock::Kind::row;
  const engine::KeyedLock::Key key = lock_key(lock.space, row);
  auto& held = is_row ? work.row_locks : work.application_locks;
  if (std::any_of(held.begin(), held.end(), [&](const HeldLock& each) { return each.key == key; }))
    co_return;
  engine::KeyedLock& locks = is_row ? rows_ : application_locks_;
  const auto patience = lock.patience.value_or(is_row ? settings_.mysql.lock_wait_timeout : engine::forever);
  engine::KeyedLock::Guard guard = locks.try_acquire(key);
  if (not guard && patience > seconds(0))
    guard = co_await locks.acquire(key, patience);
  if (guard)
    held.push_back({key, std::move(guard)});
  else
    refuse(work, is_row && patience > seconds(0) ? Cause::lock_timeout : Cause::lock_busy);
}

/// A database that went away takes its connections along: whoever has a statement under way learns of it then.
Task<> Server::statement(Work& work, const Query& query)
{
  const engine::Time sent = simulation_.now();
  const double driver_s = options_.threads.statement_cpu.sample(work.draws) / 2;
  co_await work.instance->serve(work.worker.thread(), driver_s);
  co_await Sleep{simulation_, backend_round_trip(work)};
  const std::uint64_t outages = database_outages_;
  if (not database_up_) {
    refuse(work, Cause::database_lost);
    co_return;
  }
  DatabaseNode& node =
      query.only_reads && not replicas_.empty() ? *replicas_[next_replica_++ % replicas_.size()] : *work.primary;
  co_await serve_database(work, node, query_cpu_s(work.draws, query) * disturbances_.statement_factor);
  const double missed_pages = query.pages * options_.mysql.buffer_pool_miss_ratio;
  work.laps.lap(Part::query, simulation_.now());
  if (missed_pages > 0) {
    co_await node.disk.serve(seconds(missed_pages * options_.mysql.page_read.sample(work.draws)));
    work.laps.lap(Part::io, simulation_.now());
  }
  co_await work.instance->serve(work.worker.thread(), driver_s);
  work.laps.lap(Part::query, simulation_.now());
  ++statements_;
  statements_s_ += engine::in_seconds(simulation_.now() - sent);
  if (outages != database_outages_)
    refuse(work, Cause::database_lost);
}

Task<> Server::commit(Work& work)
{
  const double driver_s = options_.threads.statement_cpu.sample(work.draws) / 2;
  co_await work.instance->serve(work.worker.thread(), driver_s);
  co_await Sleep{simulation_, backend_round_trip(work)};
  const std::uint64_t outages = database_outages_;
  if (not database_up_) {
    refuse(work, Cause::database_lost);
    co_return;
  }
  const double commit_s = options_.mysql.commit_cpu.sample(work.draws) * disturbances_.statement_factor;
  // After the flush a thread needs the CPU once more; where requests share it, all is taken before.
  const double after_s = work.session.thread() != nullptr ? commit_s / 2 : 0;
  co_await serve_database(work, *work.primary, commit_s - after_s);
  co_await work.primary->redo_log.commit();
  co_await serve_database(work, *work.primary, after_s);
  work.row_locks.clear();
  co_await work.instance->serve(work.worker.thread(), driver_s);
  if (outages != database_outages_)
    refuse(work, Cause::database_lost);
}

} // namespace onsale::system
