// All that is known of `transaction`, and of the connection that it and a query take.
#include "model/system/database/database_steps.hpp"
#include "model/system/executor/async_step.hpp"
#include "model/system/flow/demand_walk.hpp"
#include "model/system/flow/flow_reader.hpp"
#include "model/system/system.hpp"
#include "model/system/work.hpp"

namespace onsale::system {
namespace {

void set_autocommit(FlowReader& reader)
{
  if (const auto& cpu = reader.connections().set_autocommit_cpu)
    reader.emit<QueryStep>(Query{.scan = {.cpu = *cpu, .table = {}}});
}

/// An inner transaction joins the outer one (Spring: REQUIRED).
void read_transaction(FlowReader& reader, const config::Value& content)
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
  emit_after_commit(reader);
  set_autocommit(reader);
  if (not reader.connections().open_in_view)
    reader.emit<DisconnectStep>();
}

} // namespace

const StepKind transaction_step{
    .name = "transaction", .says = "steps on one connection, then a commit", .read = read_transaction};

Progress ConnectStep::run(Work& work) const
{
  return work.instance->hikari().connect(work);
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
  return work.system.database->commit(work);
}

void CommitStep::demand(DemandWalk& walk) const
{
  walk.options().database->commit_demand(walk);
}

} // namespace onsale::system
