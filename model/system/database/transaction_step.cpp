// All that is known of `transaction`, and of the connection that it and a query take.
#include "model/system/database/database_steps.hpp"
#include "model/system/flow/demand_walk.hpp"
#include "model/system/flow/flow_reader.hpp"
#include "model/system/server.hpp"

namespace onsale::system {
namespace {

void set_autocommit(FlowReader& reader)
{
  if (const auto& cpu = reader.connections().set_autocommit_cpu)
    reader.emit<QueryStep>(Query{.scan = {.cpu = *cpu, .table = {}}});
}

/// An inner transaction joins the outer one (Spring: REQUIRED).
void read(FlowReader& reader, const config::Value& content)
{
  reader.emit<ConnectStep>();
  const bool outermost = reader.transactions == 0;
  if (outermost)
    set_autocommit(reader);
  ++reader.transactions;
  reader.steps(content.list());
  --reader.transactions;
  if (not outermost)
    return;
  reader.emit<CommitStep>();
  set_autocommit(reader);
  if (not reader.connections().open_in_view)
    reader.emit<DisconnectStep>();
}

} // namespace

const StepKind transaction_step{.name = "transaction", .says = "steps on one connection, then a commit", .read = read};

Progress ConnectStep::run(Work& work) const
{
  return work.system.connect(work);
}

void ConnectStep::demand(DemandWalk& walk) const
{
  walk.take("hikari pool");
}

Progress DisconnectStep::run(Work& work) const
{
  work.give_back_connection();
  return Progress::done();
}

void DisconnectStep::demand(DemandWalk& walk) const
{
  walk.give_back("hikari pool");
}

Progress CommitStep::run(Work& work) const
{
  return work.system.commit(work);
}

void CommitStep::demand(DemandWalk& walk) const
{
  const SystemOptions& options = walk.options();
  const auto& settings = options.settings.mysql;
  const int flushes = (settings.flush_log_at_commit ? 1 : 0) + (settings.sync_binlog ? 1 : 0);
  walk.process_cpu(options.threads.statement_cpu.mean_s());
  walk.cpu(Role::mysql, options.mysql.commit_cpu.mean_s());
  walk.elsewhere(options.network.backend_round_trip.mean_s() + flushes * options.mysql.fsync.mean_s());
}

} // namespace onsale::system
