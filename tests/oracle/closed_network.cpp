#include "tests/oracle/closed_network.hpp"

#include "sim/engine/cpu/cpu.hpp"
#include "sim/engine/fifo_server.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/token_pool.hpp"
#include "tests/oracle/since.hpp"

#include <array>

namespace onsale::oracle {
namespace {

using namespace engine;

struct ClosedWorld {
  ClosedWorld(const ClosedNetwork& network, std::uint32_t replication)
      : model(network), draws(1, replication, "users"),
        cpu(make_cpu(simulation,
                     {.name = "cpu", .capacity = {.cores = static_cast<double>(network.cores)}, .run_queue = {}})),
        disk(simulation, {"disk", 1}), pool(simulation, {"pool", network.tokens})
  {
  }
  ~ClosedWorld() { simulation.clear(); }

  Process user(std::uint64_t number)
  {
    RandomStream random(draws, number);
    Cpu::Thread thread;
    while (true) {
      co_await Sleep{simulation, seconds(model.think.sample(random))};
      Time from = simulation.now();
      co_await cpu->run(thread, seconds(model.cpu.sample(random)));
      cpu_s += in_seconds(simulation.now() - from);
      from = simulation.now();
      co_await disk.serve(seconds(model.disk.sample(random)));
      disk_s += in_seconds(simulation.now() - from);
      from = simulation.now();
      {
        const auto token = co_await pool.acquire();
        co_await Sleep{simulation, seconds(model.pool.sample(random))};
      }
      pool_s += in_seconds(simulation.now() - from);
      ++cycles;
    }
  }

  const ClosedNetwork& model;
  RandomFamily draws;
  Simulation simulation;
  std::unique_ptr<Cpu> cpu;
  FifoServer disk;
  TokenPool pool;
  double cycles = 0;
  double cpu_s = 0;
  double disk_s = 0;
  double pool_s = 0;
};

} // namespace

ClosedNetworkResult run(const ClosedNetwork& model, std::uint32_t replication)
{
  ClosedWorld world(model, replication);
  for (std::uint32_t i = 0; i < model.users; ++i)
    world.simulation.spawn(world.user(i));
  const auto run_to = [&world](double at_s) {
    world.simulation.run_until(at_seconds(at_s));
    world.simulation.advance_to(at_seconds(at_s));
  };
  run_to(model.warm_up_s);
  const auto reports = [&world] {
    const Time now = world.simulation.now();
    return std::array{world.cpu->report(now), world.disk.station().report(now), world.pool.station().report(now)};
  };
  const auto warm_up = reports();
  world.cycles = world.cpu_s = world.disk_s = world.pool_s = 0;
  run_to(model.warm_up_s + model.measured_s);

  ClosedNetworkResult result;
  result.throughput_per_s = world.cycles / model.measured_s;
  result.cpu_residence_s = world.cpu_s / world.cycles;
  result.disk_residence_s = world.disk_s / world.cycles;
  result.pool_residence_s = world.pool_s / world.cycles;
  const auto end = reports();
  const StationReport cpu = since(warm_up[0], end[0]);
  const StationReport disk = since(warm_up[1], end[1]);
  const StationReport pool = since(warm_up[2], end[2]);
  result.cpu_utilisation = cpu.utilisation();
  result.disk_utilisation = disk.utilisation();
  result.pool_utilisation = pool.utilisation();
  for (const StationReport& report : {cpu, disk, pool})
    for (const std::string& law : broken_laws(report))
      result.broken_laws.push_back(law);
  return result;
}

} // namespace onsale::oracle
