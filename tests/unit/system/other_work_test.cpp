#include "model/system/host/other_work.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace onsale::system {
namespace {

using engine::seconds;

struct OtherWorkTest : testing::Test {
  engine::Simulation simulation;
  engine::ProcessorSharing core{simulation, {"cpu", {}}};
  engine::RunQueue queue{simulation, core, {}};
  OtherWorkOptions options{0.05, engine::Distribution::constant(0.004)};
  engine::RandomFamily draws{1, 0, "other work"};
};

// 12,500 bursts in 1,000 s: a standard deviation of 0.05 / sqrt(12500) = 0.00045; three of them.
TEST_F(OtherWorkTest, HasItsShareOfAnIdleCoreByEitherDiscipline)
{
  for (engine::RunQueue* const discipline : {&queue, static_cast<engine::RunQueue*>(nullptr)}) {
    SCOPED_TRACE(discipline != nullptr ? "run queue" : "processor sharing");
    engine::Simulation of_its_own;
    engine::ProcessorSharing cpu(of_its_own, {"cpu", {}});
    engine::RunQueue turns(of_its_own, cpu, {});
    const OtherWork work(of_its_own, cpu, discipline != nullptr ? &turns : nullptr, options, draws, 0);
    of_its_own.run_until(engine::at_seconds(1000));
    EXPECT_NEAR(cpu.groups().back().served_s / 1000, 0.05, 3 * 0.00045);
    of_its_own.clear();
  }
}

engine::Process wakes_every_10_ms(engine::Simulation& simulation, engine::RunQueue& queue, std::vector<double>& waits_s)
{
  engine::RunQueue::Thread thread;
  for (;;) {
    co_await engine::Sleep{simulation, seconds(0.01)};
    const double woken_s = engine::in_seconds(simulation.now());
    co_await queue.run(thread, seconds(0.0002));
    waits_s.push_back(engine::in_seconds(simulation.now()) - woken_s - 0.0002);
  }
}

// 5 % of those who wake find the other work on the core (Poisson arrivals see time averages); who is owed CPU time
// takes the core at once, and the others wait for a part of a burst.
TEST_F(OtherWorkTest, LengthensAFewOfTheWaitsForAnIdleCoreByUpToABurst)
{
  std::vector<double> waits_s;
  const OtherWork work(simulation, core, &queue, options, draws, 0);
  simulation.spawn(wakes_every_10_ms(simulation, queue, waits_s));
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
