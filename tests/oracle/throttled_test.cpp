// A CPU limit by quota and period against what theory says of it.
#include "sim/engine/cpu/cpu.hpp"
#include "sim/engine/process.hpp"
#include "tests/oracle/expect_covers.hpp"
#include "tests/oracle/queues.hpp"

#include <gtest/gtest.h>

namespace onsale::oracle {
namespace {

using namespace engine;

struct Limited {
  explicit Limited(std::uint32_t replication, Duration period)
      : arrivals(1, replication, "arrivals"), demands(1, replication, "demands"),
        cpu(make_cpu(simulation, {.name = "cpu", .capacity = {.cores = 1}, .run_queue = {}}))
  {
    cpu->set_quota(0, 0.5, period);
  }
  ~Limited() { simulation.clear(); }

  Process source(double rate_per_s, double until_s)
  {
    RandomStream gaps(arrivals, 0);
    for (std::uint64_t number = 0; in_seconds(simulation.now()) < until_s; ++number) {
      co_await Sleep{simulation, seconds(gaps.exponential(1 / rate_per_s))};
      simulation.spawn(customer(RandomStream(demands, number).exponential(1)));
    }
  }
  Process customer(double demand_s)
  {
    const Time came = simulation.now();
    Cpu::Thread thread;
    co_await cpu->run(thread, seconds(demand_s));
    ++served;
    response_s += in_seconds(simulation.now() - came);
  }

  Simulation simulation;
  RandomFamily arrivals;
  RandomFamily demands;
  std::unique_ptr<Cpu> cpu;
  std::uint64_t served = 0;
  double response_s = 0;
};

} // namespace

// A limit of half a core in periods that are short beside the demand is a core of half the speed: M/M/1-PS with
// S = 1 / 0.5 = 2 and rho = 0.25 / 0.5 = 0.5, so E[R] = 2 / (1 - 0.5) = 4. It stands still for a share of
// (1 - 0.5) x the time that somebody is there, which is rho: 0.25.
TEST(ThrottledProcessor, OfShortPeriodsIsASlowerProcessor)
{
  constexpr double until_s = 12'000;
  const auto seen = replicate([&](std::uint32_t number) {
    Limited world(number, seconds(0.04));
    world.simulation.spawn(world.source(0.25, until_s));
    world.simulation.run();
    const StationReport report = world.cpu->report(0, world.simulation.now());
    EXPECT_TRUE(broken_laws(report).empty());
    return std::vector<double>{world.response_s / static_cast<double>(world.served), report.utilisation(),
                               world.cpu->throttled_s(0) / in_seconds(world.simulation.now())};
  });
  expect_covers(seen[0], 4, "mean response");
  expect_covers(seen[1], 0.5, "utilisation of the limit");
  expect_covers(seen[2], 0.25, "share of time that it stands still");
}

// Alone and with a long period, R = D + (n - 1) (P - Q) with n = ceil(D / Q) periods begun: of 0.3 s with 0.05 s in
// each 0.1 s, 0.3 + 5 x 0.05 = 0.55.
TEST(ThrottledProcessor, AloneWaitsOnceForEachPeriodThatItSpends)
{
  Limited world(0, seconds(0.1));
  world.simulation.spawn(world.customer(0.3));
  world.simulation.run();
  EXPECT_NEAR(world.response_s, 0.55, 1e-9);
}

} // namespace onsale::oracle
