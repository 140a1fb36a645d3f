#include "sim/engine/cpu/cpu.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/random.hpp"
#include "sim/engine/token_pool.hpp"
#include "tests/bench/closed_web_tier.hpp"

namespace onsale::bench {
namespace {

using namespace engine;

struct Tier {
  explicit Tier(const ClosedWebTier& model)
      : threads(simulation, {"threads", model.threads}), connections(simulation, {"connections", model.connections}),
        cpu(make_cpu(simulation, {.name = "cpu", .capacity = {.cores = 12}, .run_queue = {}})),
        draws(model.seed, 0, "users"), demand_s(model.demand_s)
  {
  }
  ~Tier() { simulation.clear(); }

  Simulation simulation;
  TokenPool threads;
  TokenPool connections;
  std::unique_ptr<Cpu> cpu;
  RandomFamily draws;
  double demand_s;
  ClosedWebTierResult result;
  double response_sum_s = 0;
};

Process user(Tier& tier, std::uint64_t number)
{
  RandomStream draws(tier.draws, number);
  Cpu::Thread worker;
  while (true) {
    const Time start = tier.simulation.now();
    {
      const auto thread = co_await tier.threads.acquire();
      co_await tier.cpu->run(worker, seconds(draws.exponential(tier.demand_s / 2)));
      auto connection = co_await tier.connections.acquire();
      co_await Sleep{tier.simulation, seconds(draws.exponential(2 * tier.demand_s))};
      connection.release();
      co_await tier.cpu->run(worker, seconds(draws.exponential(tier.demand_s / 2)));
    }
    ++tier.result.requests;
    tier.response_sum_s += in_seconds(tier.simulation.now() - start);
    co_await Sleep{tier.simulation, seconds(1)};
  }
}

} // namespace

ClosedWebTierResult run_engine(const ClosedWebTier& model)
{
  Tier tier(model);
  for (std::uint32_t i = 0; i < model.users; ++i)
    tier.simulation.spawn(user(tier, i));
  tier.simulation.run_until(at_seconds(model.simulated_s));
  tier.result.mean_response_s = tier.response_sum_s / static_cast<double>(tier.result.requests);
  return tier.result;
}

} // namespace onsale::bench
