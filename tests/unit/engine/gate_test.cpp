#include "sim/engine/gate.hpp"
#include "sim/engine/process.hpp"
#include "tests/unit/engine/diary.hpp"

#include <gmock/gmock.h>

namespace onsale::engine {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct GateWorld {
  explicit GateWorld(bool open = false) : gate(simulation, open) {}
  ~GateWorld() { simulation.clear(); }

  Process goes(std::string name, Duration start, Duration patience = forever)
  {
    co_await Sleep{simulation, start};
    const bool passed = co_await gate.pass(patience);
    diary.note(name + (passed ? " passed" : " gave up"));
  }
  void until(double at_s)
  {
    simulation.run_until(at_seconds(at_s));
    simulation.advance_to(at_seconds(at_s));
  }

  Simulation simulation;
  Diary diary{simulation};
  Gate gate;
};

TEST(Gate, LetsEverybodyThroughWhileOpen)
{
  GateWorld world(true);
  world.simulation.spawn(world.goes("a", seconds(1)));
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(), ElementsAre("1 a passed"));
}

TEST(Gate, WakesAllInOrderOfComingWhenItOpens)
{
  GateWorld world;
  world.simulation.spawn(world.goes("b", seconds(2)));
  world.simulation.spawn(world.goes("a", seconds(1)));
  world.simulation.spawn(world.goes("late", seconds(6)));
  world.until(4);
  EXPECT_TRUE(world.gate.somebody_waits());
  world.gate.open();
  EXPECT_THAT(world.diary.lines(), IsEmpty()); // by an event, not inside open()
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(), ElementsAre("4 a passed", "4 b passed", "6 late passed"));
}

TEST(Gate, KeepsThosePassingWhenItShutsAgainAtOnce)
{
  GateWorld world;
  world.simulation.spawn(world.goes("a", seconds(1)));
  world.simulation.spawn(world.goes("b", seconds(5)));
  world.until(4);
  world.gate.open();
  world.gate.shut();
  EXPECT_FALSE(world.gate.is_open());
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(), ElementsAre("4 a passed"));
  EXPECT_TRUE(world.gate.somebody_waits());
}

TEST(Gate, IsGivenUpWhenPatienceEnds)
{
  GateWorld world;
  world.simulation.spawn(world.goes("a", seconds(1), seconds(2)));
  world.simulation.spawn(world.goes("b", seconds(1), seconds(7)));
  world.until(4);
  world.gate.open();
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(), ElementsAre("3 a gave up", "4 b passed"));
}

} // namespace
} // namespace onsale::engine
