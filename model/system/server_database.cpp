// What a request does with the database: statements, commits.
#include "model/system/server.hpp"

namespace onsale::system {

using engine::seconds;
using engine::Sleep;
using engine::Task;

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
  co_await serve_database(work, node, query.scan.sample(work.draws, booking_) * disturbances_.statement_factor);
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
