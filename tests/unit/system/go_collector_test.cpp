#include "model/system/client/go_collector.hpp"
#include "sim/engine/cpu/cpu.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace onsale::system {
namespace {

using engine::seconds;

struct GoCollectorTest : testing::Test {
  ~GoCollectorTest() override { simulation.clear(); }
  double busy_s() const { return cpu->report(simulation.now()).busy_s; }

  engine::Simulation simulation;
  std::unique_ptr<engine::Cpu> cpu =
      engine::make_cpu(simulation, {.name = "cpu", .capacity = {.cores = 2}, .run_queue = engine::RunQueueOptions{}});
  engine::ThreadGroup threads{*cpu, 0, 2};
  GoCollectorOptions options{.allocates_bytes = 1e6,
                             .live_bytes = 8e6,
                             .live_per_user_bytes = 1e6,
                             .mark_cpu_s = 0.05,
                             .mark_cpu_s_per_gb = 0};
  GoCollector collector{simulation, threads, options, 2};
};

// 8 MB and two users of 1 MB are alive: the tenth request of 1 MB begins a collection.
TEST_F(GoCollectorTest, BeginsWhenAsMuchWasAllocatedAsIsAlive)
{
  for (int request = 0; request < 9; ++request)
    collector.allocate(1);
  EXPECT_EQ(collector.collections(), 0U);
  collector.allocate(0);
  EXPECT_EQ(collector.collections(), 1U);
}

// 50 ms of marking on two threads, in turns of 10 ms: three for one, two for the other. What is allocated meanwhile
// does not count.
TEST_F(GoCollectorTest, MarksOnAllThreads)
{
  for (int request = 0; request < 30; ++request)
    collector.allocate(1);
  simulation.run();
  EXPECT_EQ(collector.collections(), 1U);
  EXPECT_NEAR(engine::in_seconds(simulation.now() - engine::Time{}), 0.03, 1e-3);
  EXPECT_NEAR(busy_s(), 0.05, 1e-9);
}

TEST_F(GoCollectorTest, CollectsNothingWhereNothingIsAllocated)
{
  options.allocates_bytes = 0;
  for (int request = 0; request < 1000; ++request)
    collector.allocate(1);
  EXPECT_EQ(collector.collections(), 0U);
}

} // namespace
} // namespace onsale::system
