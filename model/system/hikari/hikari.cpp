#include "model/system/hikari/hikari.hpp"

#include "model/system/application/instance.hpp"
#include "model/system/part.hpp"
#include "model/system/system.hpp"
#include "model/system/work.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace onsale::system {
namespace {

double waiting(const System& system)
{
  double pending = 0;
  for (const auto& instance : system.application.instances())
    pending += static_cast<double>(instance->hikari().pool().waiting());
  return pending;
}

const MetricKind hikari_pending{
    .name = "hikari-pending", .says = "threads that wait for a connection, over all processes", .total = waiting};
const MetricKind pool_timeouts{
    .name = "pool-timeouts-per-minute",
    .says = "waits that ended without a connection, at the pace of this second",
    .rate = MetricKind::Rate::per_minute,
    .total = [](const System& system) { return system.failures.count(Cause::pool_timeout); }};

const CauseKind pool_timeout_kind{
    .name = "pool_timeout",
    .resource = "hikari pool",
    .says = "HikariCP: no connection within connection-timeout",
    .log_line = [](const System&, const Work& work) {
      const engine::TokenPool& pool = work.instance->hikari().pool();
      return "SQLTransientConnectionException: HikariPool-1 - Connection is not available, request timed out after " +
             std::to_string(std::llround(1e3 * engine::in_seconds(work.pool_wait))) +
             "ms (total=" + std::to_string(pool.capacity()) + ", active=" + std::to_string(pool.in_use()) +
             ", idle=" + std::to_string(pool.capacity() - std::min(pool.capacity(), pool.in_use())) +
             ", waiting=" + std::to_string(pool.waiting()) + ")";
    }};

} // namespace

const Cause Cause::pool_timeout(pool_timeout_kind);

const PartKind hikari_part{.name = "hikari",
                           .settings = hikari_settings,
                           .metrics = {&hikari_pending, &pool_timeouts},
                           .causes = {&pool_timeout_kind},
                           .resources = [](const SystemOptions& options, std::vector<Resource>& all) {
                             all.push_back(hikari_pool(options.settings.hikari, 1));
                           }};

Hikari::Hikari(const Place& place, const HikariSettings& settings, const ThreadOptions& threads)
    : simulation_(place.simulation), settings_(settings), threads_(threads),
      pool_(place.simulation, pool_options(hikari_pool(settings, place.instance).name(), settings.maximum_pool_size,
                                           threads.hikari_hand_off)),
      filler_(place.simulation, place.cpu, place.process, {.name = "hikari filler"})
{
}

Progress Hikari::connect(Work& work)
{
  if (work.connection)
    return Progress::done();
  if (pool_.in_use() >= pool_.capacity())
    filler_.post(engine::seconds(threads_.pool_filler_cpu_s));
  if (threads_.hikari_hand_off == HandOff::in_turn)
    work.connection = pool_.try_acquire();
  else if (pool_.in_use() < pool_.capacity())
    engine::TokenPool::Contender(pool_).try_take(work.connection);
  if (not work.connection)
    return wait(work);
  work.system.database->connected(work);
  return Progress::done();
}

engine::Task<> Hikari::wait(Work& work)
{
  Jvm& jvm = work.instance->jvm();
  const engine::Time asked = simulation_.now();
  work.connection =
      co_await work.instance->take(pool_, threads_.hikari_hand_off, settings_.connection_timeout, work.thread());
  while (not work.connection && jvm.paused()) // a stopped thread learns of its deadline when it runs again
    co_await jvm.running().pass();
  work.laps.lap(Part::pool, simulation_.now());
  work.pool_wait = simulation_.now() - asked;
  if (work.connection)
    work.system.database->connected(work);
  else if (pool_.capacity() < settings_.maximum_pool_size && work.system.database->is_up())
    work.system.failures.refuse(work, Cause::too_many_connections);
  else
    work.system.failures.refuse(work, Cause::pool_timeout);
}

void Hikari::apply(const HikariSettings& settings, std::uint32_t connections)
{
  settings_ = settings;
  pool_.resize(connections);
}

Resource hikari_pool(const HikariSettings& settings, std::size_t instance)
{
  return {.id = "hikari pool",
          .instance = instance,
          .kind = Resource::Kind::held,
          .part = "hikari",
          .depth = 4,
          .capacity = {.cores = static_cast<double>(settings.maximum_pool_size)},
          .of_each_process = true,
          .wider = {{"spring.datasource.hikari.maximum-pool-size", static_cast<double>(settings.maximum_pool_size)}},
          .gauges = {"pool", "HikariPool-1", "hikaricp_connections_active", "hikaricp_connections_pending",
                     "hikaricp_connections_max", ""}};
}

} // namespace onsale::system
