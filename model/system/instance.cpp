#include "model/system/instance.hpp"

#include "model/system/resources.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace onsale::system {
namespace {

constexpr std::uint32_t unlimited = std::numeric_limits<std::uint32_t>::max();

std::string numbered(const char* name, std::size_t number)
{
  return number == 1 ? name : std::string(name) + " " + std::to_string(number);
}

std::uint32_t threads_of(const TomcatSettings& tomcat)
{
  return tomcat.virtual_threads ? unlimited : tomcat.threads_max;
}

std::uint32_t connections_of(const RedisSettings& redis)
{
  return redis.pool_size > 0 ? redis.pool_size : unlimited;
}

TaskQueue::Options tasks_of(const SystemOptions& options, std::size_t number)
{
  return {.name = numbered("tomcat workers", number),
          .threads_max = threads_of(options.settings.tomcat),
          .threads_min = static_cast<std::uint32_t>(options.settings.tomcat.threads_min_spare),
          .wake_up_cpu = engine::seconds(options.threads.wake_up_cpu_s),
          .in_turn = options.threads.worker_hand_off == HandOff::in_turn};
}

} // namespace

Instance::Instance(engine::Simulation& simulation, const SystemOptions& options, engine::ProcessorSharing& cpu,
                   engine::RunQueue* run_queue, std::size_t number, std::uint64_t seed, std::uint32_t replication)
    : simulation_(simulation), options_(options), cpu_(cpu), group_(cpu.add_group(numbered("server", number))),
      pauses_(seed, replication, numbered("garbage collection", number)),
      threads_(run_queue != nullptr ? std::make_unique<InstanceThreads>(simulation, options, *run_queue, group_,
                                                                        tasks_of(options, number))
                                    : nullptr),
      number_(number), tomcat_(options.settings.tomcat), threads_started_(options.settings.tomcat.threads_min_spare),
      jvm_(simulation, cpu, run_queue, group_, pauses_, options),
      connector_(simulation, options.settings.tomcat, jvm_.running(), numbered("tomcat connections", number)),
      workers_(simulation, {numbered("tomcat workers", number), threads_of(options.settings.tomcat)}),
      pool_(simulation, {numbered("hikari pool", number), options.settings.hikari.maximum_pool_size,
                         options.threads.hikari_hand_off == HandOff::last_come,
                         options.threads.hikari_hand_off == HandOff::blocking_queue}),
      redis_connections_(simulation, {numbered("redis connections", number), connections_of(options.settings.redis),
                                      options.threads.redis_hand_off == HandOff::last_come,
                                      options.threads.redis_hand_off == HandOff::blocking_queue})
{
}

void Instance::restart(double heap_bytes)
{
  connector_.close_idle();
  jvm_.restart(heap_bytes);
  threads_started_ = tomcat_.threads_min_spare;
  if (threads_ != nullptr) {
    threads_->tasks.restart();
    threads_->requests = 0;
    threads_->compile_order_s = 0;
  }
}

void Instance::apply(const ServerSettings& settings, bool database_up)
{
  tomcat_ = settings.tomcat;
  connector_.apply(settings.tomcat);
  if (threads_ != nullptr)
    threads_->tasks.resize(threads_of(settings.tomcat));
  workers_.resize(threads_of(settings.tomcat));
  pool_.resize(database_up ? settings.hikari.maximum_pool_size : 0);
  redis_connections_.resize(connections_of(settings.redis));
}

bool Instance::task_queue_full() const
{
  const bool scheduled = threads_ != nullptr;
  const std::uint64_t in_use = scheduled ? threads_->tasks.in_use() : workers_.in_use();
  const std::uint64_t waiting = scheduled ? threads_->tasks.waiting() : workers_.waiting();
  return in_use >= workers_.capacity() && static_cast<std::int64_t>(waiting) >= tomcat_.max_queue_capacity;
}

bool Instance::starts_thread(const TaskQueue::Worker& worker)
{
  if (tomcat_.virtual_threads)
    return false;
  if (threads_ != nullptr)
    return worker.fresh();
  if (workers_.in_use() <= threads_started_)
    return false;
  threads_started_ = workers_.in_use();
  return true;
}

/// A thread that was told of a free connection takes it when it has got the CPU, if it is still there.
engine::Task<engine::TokenPool::Guard> Instance::take(engine::TokenPool& pool, HandOff hand_off,
                                                      engine::Duration patience, engine::RunQueue::Thread* thread)
{
  if (hand_off == HandOff::in_turn)
    co_return co_await pool.acquire(patience);
  const engine::Time deadline = patience < engine::forever ? simulation_.now() + patience : engine::end_of_time;
  engine::TokenPool::Guard connection;
  engine::TokenPool::Contender contender(pool);
  while (not contender.try_take(connection) && simulation_.now() < deadline) {
    co_await contender.turn(deadline);
    co_await serve(thread, options_.threads.wake_up_cpu_s);
  }
  co_return connection;
}

void Instance::compile()
{
  const JvmOptions& jvm = options_.jvm;
  if (threads_ == nullptr || jvm.compile_cpu_s <= 0)
    return;
  const double requests = ++threads_->requests;
  if (requests > jvm.compiled_after_requests)
    return;
  threads_->compile_order_s += jvm.compile_cpu_s / requests;
  if (threads_->compile_order_s >= jvm.compile_task_s)
    threads_->compiler.post(engine::seconds(std::exchange(threads_->compile_order_s, 0)));
}

void Instance::report(std::vector<ResourceReport>& reports, engine::Time now) const
{
  const engine::Station& workers = threads_ != nullptr ? threads_->tasks.station() : workers_.station();
  const ServerSettings& settings = options_.settings;
  reports.push_back({system::tomcat_connections(settings, number_), connector_.places().station().report(now)});
  reports.push_back({system::tomcat_workers(settings, number_), workers.report(now)});
  reports.push_back({system::hikari_pool(settings, number_), pool_.station().report(now)});
  reports.push_back({system::redis_connections(settings, number_), redis_connections_.station().report(now)});
}

} // namespace onsale::system
