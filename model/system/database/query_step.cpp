// All that is known of `query`.
#include "model/system/database/database_steps.hpp"
#include "model/system/flow/demand_walk.hpp"
#include "model/system/flow/flow_reader.hpp"
#include "model/system/system.hpp"
#include "model/system/work.hpp"

namespace onsale::system {
namespace {

/// A CPU time alone, or `{cpu: 0.3ms, scan: holds, per-row: 0.2us, pages: 2}`
void read_query(FlowReader& reader, const config::Value& content)
{
  reader.emit<ConnectStep>();
  content.is_a("statement", "a statement: its CPU time alone, or a map");
  std::optional<config::Object> object;
  Query query{
      .scan = read_scan(reader, content,
                        {"CPU time of MySQL", "table that is walked from end to end", "CPU time for each of its rows"},
                        object),
      .only_reads = reader.transactions == 0};
  if (object) {
    query.pages = object->number("pages", {.says = "pages read; a share of them from the disk (mysql.buffer-pool-miss)",
                                           .minimum = 0.0,
                                           .default_value = 0.0});
    object->finish();
  }
  reader.emit<QueryStep>(query);
  if (reader.transactions == 0 && not reader.connections().open_in_view)
    reader.emit<DisconnectStep>();
}

} // namespace

const StepKind query_step{
    .name = "query", .says = "a statement: pooled connection, round trip, CPU time of MySQL", .read = read_query};

Progress QueryStep::run(Work& work) const
{
  return work.system.database->statement(work, query);
}

void QueryStep::demand(DemandWalk& walk) const
{
  walk.options().database->statement_demand(walk, query);
}

} // namespace onsale::system
