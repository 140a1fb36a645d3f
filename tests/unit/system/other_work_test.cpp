#include "model/system/host/other_work.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

namespace onsale::system {
namespace {

using engine::seconds;

struct OtherWorkTest : testing::Test {
  std::unique_ptr<engine::Cpu> cpu(const std::optional<engine::RunQueueOptions>& run_queue)
  {
    return engine::make_cpu(simulation, {.name = "cpu", .capacity = {}, .run_queue = run_queue});
  }

  engine::Simulation simulation;
  OtherWorkOptions options{0.05, engine::Distribution::constant(0.004)};
  engine::RandomFamily draws{1, 0, "other work"};
};

// 12,500 bursts in 1,000 s: a standard deviation of 0.05 / sqrt(12500) = 0.00045; three of them.
TEST_F(OtherWorkTest, HasItsShareOfAnIdleCoreByEitherDiscipline)
{
  for (const bool takes_turns : {true, false}) {
    SCOPED_TRACE(takes_turns ? "run queue" : "processor sharing");
    const auto core = cpu(takes_turns ? std::optional(engine::RunQueueOptions{}) : std::nullopt);
    const engine::Time start = simulation.now();
    const OtherWork work(simulation, *core, options, draws, 0);
    simulation.run_until(start + seconds(1000));
    EXPECT_NEAR(core->use().back().served_s / 1000, 0.05, 3 * 0.00045);
    simulation.clear();
  }
}

engine::Process wakes_every_10_ms(engine::Simulation& simulation, engine::Cpu& cpu, std::vector<double>& waits_s)
{
  engine::Cpu::Thread thread;
  for (;;) {
    co_await engine::Sleep{simulation, seconds(0.01)};
    const double woken_s = engine::in_seconds(simulation.now());
    co_await cpu.run(thread, seconds(0.0002));
    waits_s.push_back(engine::in_seconds(simulation.now()) - woken_s - 0.0002);
  }
}

// 5 % of those who wake find the other work on the core (Poisson arrivals see time averages); who is owed CPU time
// takes the core at once, and the others wait for a part of a burst.
TEST_F(OtherWorkTest, LengthensAFewOfTheWaitsForAnIdleCoreByUpToABurst)
{
  std::vector<double> waits_s;
  const auto core = cpu(engine::RunQueueOptions{});
  const OtherWork work(simulation, *core, options, draws, 0);
  simulation.spawn(wakes_every_10_ms(simulation, *core, waits_s));
  simulation.run_until(engine::at_seconds(1000));
  const auto waited = [&](double longer_s) {
    return static_cast<double>(std::ranges::count_if(waits_s, [=](double wait_s) { return wait_s > longer_s; })) /
           static_cast<double>(waits_s.size());
  };
  EXPECT_GT(waited(1e-9), 0.005);
  EXPECT_LT(waited(1e-9), 0.05 + 0.005);
  EXPECT_EQ(waited(0.004 + 1e-9), 0);
  simulation.clear();
}

} // namespace
} // namespace onsale::system
