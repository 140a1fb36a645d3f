#include "sim/engine/random.hpp"
#include "tests/bench/closed_web_tier.hpp"

#include <simgrid/s4u.hpp>

#include <array>
#include <string>

namespace onsale::bench {
namespace {

namespace s4u = simgrid::s4u;

struct Tier {
  const ClosedWebTier& model;
  engine::RandomFamily draws{model.seed, 0, "users"};
  s4u::Host* server = nullptr;
  s4u::SemaphorePtr threads = s4u::Semaphore::create(model.threads);
  s4u::SemaphorePtr connections = s4u::Semaphore::create(model.connections);
  ClosedWebTierResult result{};
  double response_sum_s = 0;

  void compute(double demand_s) const
  {
    // One flop a second: work in flops is demand in seconds.
    s4u::this_actor::exec_init(demand_s)->set_host(server)->wait();
  }
};

void user(Tier& tier, std::uint64_t number)
{
  engine::RandomStream draws(tier.draws, number);
  while (s4u::Engine::get_clock() <= tier.model.simulated_s) {
    const double start_s = s4u::Engine::get_clock();
    tier.threads->acquire();
    tier.compute(draws.exponential(tier.model.demand_s / 2));
    tier.connections->acquire();
    s4u::this_actor::sleep_for(draws.exponential(2 * tier.model.demand_s));
    tier.connections->release();
    tier.compute(draws.exponential(tier.model.demand_s / 2));
    tier.threads->release();
    const double end_s = s4u::Engine::get_clock();
    if (end_s <= tier.model.simulated_s) {
      ++tier.result.requests;
      tier.response_sum_s += end_s - start_s;
    }
    s4u::this_actor::sleep_for(1);
  }
}

} // namespace

ClosedWebTierResult run_s4u(const ClosedWebTier& model)
{
  std::array<std::string, 2> words{"closed_web_tier", "--log=root.thresh:critical"};
  std::array<char*, 3> arguments{words[0].data(), words[1].data(), nullptr};
  int count = static_cast<int>(words.size());
  s4u::Engine simgrid(&count, arguments.data());
  auto* zone = s4u::create_full_zone("site");
  Tier tier{model};
  tier.server = zone->create_host("server", 1.0)->set_core_count(12)->seal();
  auto* clients = zone->create_host("clients", 1.0)->seal();
  zone->seal();
  for (std::uint64_t number = 0; number < model.users; ++number)
    s4u::Actor::create("user", clients, [&tier, number] { user(tier, number); });
  simgrid.run_until(model.simulated_s);
  s4u::Actor::kill_all(); // or the semaphores would end with actors waiting in them
  simgrid.run();
  tier.result.mean_response_s = tier.response_sum_s / static_cast<double>(tier.result.requests);
  return tier.result;
}

} // namespace onsale::bench
