#include "model/operations/observation.hpp"

#include <algorithm>

namespace onsale::operations {
namespace {

using system::Cause;
using system::Role;

constexpr std::array<std::string_view, metric_count> names = {"p95",
                                                              "mean",
                                                              "error-share",
                                                              "requests-per-s",
                                                              "hikari-pending",
                                                              "pool-timeouts-per-minute",
                                                              "cpu-server",
                                                              "cpu-database",
                                                              "query-time",
                                                              "statements-per-s",
                                                              "database-cores",
                                                              "heap-share",
                                                              "gc-share",
                                                              "oom-per-minute",
                                                              "redis-errors-per-s",
                                                              "cache-hit-share",
                                                              "queue-length",
                                                              "reversals-per-minute",
                                                              "lost-per-minute"};

double failures_of(const system::Server& server, Cause cause)
{
  double sum = 0;
  for (const auto& [kind, count] : server.failures().kinds())
    sum += kind.cause == cause ? static_cast<double>(count.count) : 0;
  return sum;
}

double ratio(double part, double whole, double otherwise = 0)
{
  return whole > 0 ? part / whole : otherwise;
}

} // namespace

std::string_view to_string(Metric metric)
{
  return names[static_cast<std::size_t>(metric)];
}

std::optional<Metric> metric_from_name(std::string_view name)
{
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end())
    return std::nullopt;
  return static_cast<Metric>(found - names.begin());
}

std::string metric_list()
{
  std::string list;
  for (const std::string_view name : names)
    list += (list.empty() ? "" : ", ") + std::string(name);
  return list;
}

Observer::Totals Observer::totals(engine::Time now) const
{
  Totals t;
  t.time_s = engine::in_seconds(now);
  t.statements = static_cast<double>(server_.statements());
  t.statements_s = server_.statements_s();
  t.pool_timeouts = failures_of(server_, Cause::pool_timeout);
  t.out_of_memory = failures_of(server_, Cause::out_of_memory);
  for (const auto& instance : server_.instances())
    t.stopped_s += instance->jvm().stopped_s();
  t.redis_errors = static_cast<double>(server_.redis_errors());
  t.hits = static_cast<double>(server_.cache().hits());
  t.misses = static_cast<double>(server_.cache().misses());
  t.reversals = static_cast<double>(server_.queue_reversals());
  t.lost = static_cast<double>(server_.queue_lost());
  t.server_busy_s = server_.cpu(Role::server).report(now).busy_s;
  t.database_busy_s = server_.cpu(Role::mysql).report(now).busy_s;
  return t;
}

Observation Observer::observe(engine::Time now, const LoadFigures& load)
{
  const Totals t = totals(now);
  const double dt_s = std::max(t.time_s - last_.time_s, 1e-9);
  Observation seen{};
  const auto set = [&](Metric metric, double value) { seen[static_cast<std::size_t>(metric)] = value; };
  set(Metric::p95_s, load.p95_s);
  set(Metric::mean_s, load.mean_s);
  set(Metric::error_share, ratio(load.failures_per_s, load.requests_per_s));
  set(Metric::requests_per_s, load.requests_per_s);
  double pending = 0;
  double fullest = 0;
  for (const auto& instance : server_.instances()) {
    pending += static_cast<double>(instance->pool().waiting());
    const system::Heap& heap = instance->jvm().heap();
    fullest = std::max(fullest, ratio(heap.live_bytes(), heap.size_bytes()));
  }
  set(Metric::hikari_pending, pending);
  set(Metric::heap_share, fullest);
  set(Metric::pool_timeouts_per_min, 60 * (t.pool_timeouts - last_.pool_timeouts) / dt_s);
  set(Metric::cpu_server,
      ratio(t.server_busy_s - last_.server_busy_s, dt_s * server_.cpu(Role::server).capacity().largest()));
  const double cores = (t.database_busy_s - last_.database_busy_s) / dt_s;
  set(Metric::cpu_database, ratio(cores, server_.cpu(Role::mysql).capacity().largest()));
  set(Metric::database_cores, cores);
  const double statements = t.statements - last_.statements;
  set(Metric::query_time_s, ratio(t.statements_s - last_.statements_s, statements));
  set(Metric::statements_per_s, statements / dt_s);
  set(Metric::gc_share, (t.stopped_s - last_.stopped_s) / dt_s / static_cast<double>(server_.instances().size()));
  set(Metric::oom_per_min, 60 * (t.out_of_memory - last_.out_of_memory) / dt_s);
  set(Metric::redis_errors_per_s, (t.redis_errors - last_.redis_errors) / dt_s);
  const double hits = t.hits - last_.hits;
  set(Metric::cache_hit_share, ratio(hits, hits + t.misses - last_.misses, server_.redis_up() ? 1 : 0));
  set(Metric::queue_length, server_.booking().queue().waiting());
  set(Metric::reversals_per_min, 60 * (t.reversals - last_.reversals) / dt_s);
  set(Metric::lost_per_min, 60 * (t.lost - last_.lost) / dt_s);
  last_ = t;
  return seen;
}

} // namespace onsale::operations
