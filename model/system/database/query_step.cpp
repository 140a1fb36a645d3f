// All that is known of `query`.
#include "model/system/database/database_steps.hpp"
#include "model/system/flow/demand_walk.hpp"
#include "model/system/flow/flow_reader.hpp"
#include "model/system/server.hpp"

namespace onsale::system {
namespace {

constexpr ScanWords mysql_words{.cpu = "CPU time of MySQL",
                                .table = "table that is walked from end to end",
                                .per_row = "CPU time for each of its rows"};

/// A CPU time alone, or `{cpu: 0.3ms, scan: holds, per-row: 0.2us, pages: 2}`
void read(FlowReader& reader, const config::Value& content)
{
  reader.emit<ConnectStep>();
  content.is_a("statement", "a statement: its CPU time alone, or a map");
  std::optional<config::Object> object;
  Query query{.scan = read_scan(reader, content, mysql_words, object), .only_reads = reader.transactions == 0};
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
    .name = "query", .says = "a statement: pooled connection, round trip, CPU time of MySQL", .read = read};

Progress QueryStep::run(Work& work) const
{
  return work.system.statement(work, query);
}

void QueryStep::demand(DemandWalk& walk) const
{
  const SystemOptions& options = walk.options();
  const Scan& scan = query.scan;
  walk.process_cpu(options.threads.statement_cpu.mean_s());
  walk.elsewhere(options.network.backend_round_trip.mean_s());
  walk.cpu(Role::mysql, scan.cpu.mean_s() + (scan.table ? scan.s_per_row * walk.rows(*scan.table) : 0));
  walk.works("mysql disk", query.pages * options.mysql.buffer_pool_miss_ratio * options.mysql.page_read.mean_s());
}

} // namespace onsale::system
