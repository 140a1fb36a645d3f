#include "sim/engine/fifo_server.hpp"
#include "sim/engine/process.hpp"
#include "tests/unit/engine/diary.hpp"

#include <gmock/gmock.h>

namespace onsale::engine {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct ServerWorld {
  explicit ServerWorld(std::uint32_t servers) : server(simulation, {"server", servers}) {}
  ~ServerWorld()
  {
    EXPECT_THAT(broken_laws(server.station().report(simulation.now())), IsEmpty());
    simulation.clear();
  }

  Process job(std::string name, Duration start, Duration demand)
  {
    co_await Sleep{simulation, start};
    co_await server.serve(demand);
    diary.note(name);
  }
  void until(double at_s)
  {
    simulation.run_until(at_seconds(at_s));
    simulation.advance_to(at_seconds(at_s));
  }

  Simulation simulation;
  Diary diary{simulation};
  FifoServer server;
};

// a 0-4; b comes at 1, served 4-5; c comes at 2, served 5-8.
TEST(FifoServer, ServesInOrderOfComing)
{
  ServerWorld world(1);
  world.simulation.spawn(world.job("c", seconds(2), seconds(3)));
  world.simulation.spawn(world.job("b", seconds(1), seconds(1)));
  world.simulation.spawn(world.job("a", seconds(0), seconds(4)));
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(), ElementsAre("4 a", "5 b", "8 c"));
  const StationReport report = world.server.station().report(world.simulation.now());
  EXPECT_DOUBLE_EQ(report.utilisation(), 1);
  EXPECT_DOUBLE_EQ(report.waited_s, 6); // b 3, c 3
  EXPECT_DOUBLE_EQ(report.throughput_per_s(), 3.0 / 8);
}

// Two servers: a 0-4, b 0-1, c 1-4 (b's server; done after a, whose end was scheduled first), d 4-5.
TEST(FifoServer, WithTwoServersKeepsBothBusy)
{
  ServerWorld world(2);
  world.simulation.spawn(world.job("a", seconds(0), seconds(4)));
  world.simulation.spawn(world.job("b", seconds(0), seconds(1)));
  world.simulation.spawn(world.job("c", seconds(0), seconds(3)));
  world.simulation.spawn(world.job("d", seconds(0), seconds(1)));
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(), ElementsAre("1 b", "4 a", "4 c", "5 d"));
}

// Paused twice at 1, resumed at 6 and 7: a is finished at 2, b starts at 7.
TEST(FifoServer, FinishesTheJobInServiceButStartsNoneWhilePaused)
{
  ServerWorld world(1);
  world.simulation.spawn(world.job("a", seconds(0), seconds(2)));
  world.simulation.spawn(world.job("b", seconds(0), seconds(2)));
  world.until(1);
  world.server.pause();
  world.server.pause();
  world.until(6);
  world.server.resume();
  world.until(7);
  EXPECT_EQ(world.server.waiting(), 1U);
  world.server.resume();
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(), ElementsAre("2 a", "9 b"));
  EXPECT_THROW(world.server.resume(), BrokenPromise);
}

// Halved at 1: a, in service, is done at 2 as begun; b takes 4 s.
TEST(FifoServer, AppliesANewSpeedToJobsThatStartFromNowOn)
{
  ServerWorld world(1);
  world.simulation.spawn(world.job("a", seconds(0), seconds(2)));
  world.simulation.spawn(world.job("b", seconds(0), seconds(2)));
  world.until(1);
  world.server.set_speed(0.5);
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(), ElementsAre("2 a", "6 b"));
}

TEST(FifoServer, FreesItsServerWhenAJobIsEndedInService)
{
  ServerWorld world(1);
  ProcessRef ref;
  Process first = world.job("a", seconds(0), seconds(9));
  ref.attach(first);
  world.simulation.spawn(std::move(first));
  world.simulation.spawn(world.job("b", seconds(0), seconds(2)));
  world.until(3);
  ref.cancel();
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(), ElementsAre("5 b"));
}

} // namespace
} // namespace onsale::engine
