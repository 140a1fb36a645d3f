#include "model/system/application/instance.hpp"

#include "model/system/container/container_options.hpp"
#include "model/system/system.hpp"

#include <algorithm>
#include <string>

namespace onsale::system {
namespace {

std::string numbered(const char* name, std::size_t number)
{
  return number == 1 ? name : std::string(name) + " " + std::to_string(number);
}

bool says_anything_of_collections(const SystemOptions& options)
{
  return options.jvm.young_pause.mean_s() > 0 || options.jvm.live_baseline_bytes > 0 ||
         std::any_of(options.endpoints.begin(), options.endpoints.end(),
                     [](const Endpoint& endpoint) { return endpoint.holds_bytes > 0; });
}

Jvm::Memory memory_of_jvm(const SystemOptions& options, const Host& host)
{
  const ContainerOptions* container = container_of(options, Role::server);
  const double cores = host.cpu().capacity().cores;
  Jvm::Memory memory{.heap_bytes = heap_bytes(options), .collects = says_anything_of_collections(options)};
  if (container == nullptr)
    return memory;
  memory.collects = memory.collects || container->memory_bytes > 0;
  memory.serial = collects_serially(options, cores);
  if (container->cpus > 0)
    memory.collectors = collectors_of_jvm(processors_of_jvm(options, cores));
  return memory;
}

} // namespace

Instance::Instance(engine::Simulation& simulation, const SystemOptions& options, Host& host, std::size_t number,
                   const Seed& seed)
    : place_{simulation, host.cpu(), add_process(host.cpu(), numbered("server", number), options, Role::server),
             number},
      container_(container_of(options, Role::server)), threads_(options.threads),
      pauses_(seed.seed, seed.replication, numbered("garbage collection", number)),
      jvm_(place_, pauses_, options.jvm, memory_of_jvm(options, host), options.endpoints.size()),
      tomcat_(place_, options.settings.tomcat, options.threads, jvm_.running()),
      hikari_(place_, options.settings.hikari, options.threads), redis_(place_, options.settings.redis, options.threads)
{
}

engine::Task<engine::TokenPool::Guard> Instance::take(engine::TokenPool& pool, HandOff hand_off,
                                                      engine::Duration patience, engine::Cpu::Thread& thread)
{
  if (hand_off == HandOff::in_turn)
    co_return co_await pool.acquire(patience);
  engine::Simulation& simulation = place_.simulation;
  const engine::Time deadline = patience < engine::forever ? simulation.now() + patience : engine::end_of_time;
  engine::TokenPool::Guard connection;
  engine::TokenPool::Contender contender(pool);
  while (not contender.try_take(connection) && simulation.now() < deadline) {
    co_await contender.turn(deadline);
    co_await run(thread, threads_.wake_up_cpu_s);
  }
  co_return connection;
}

void Instance::restart(double heap_bytes)
{
  jvm_.restart(heap_bytes);
  tomcat_.restart();
  memories_.clear();
  ++generation_;
}

void Instance::apply(const ServerSettings& settings, std::uint32_t connections)
{
  tomcat_.apply(settings.tomcat);
  hikari_.apply(settings.hikari, connections);
  redis_.apply(settings.redis);
}

} // namespace onsale::system
