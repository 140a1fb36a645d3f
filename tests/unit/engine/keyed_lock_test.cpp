#include "sim/engine/keyed_lock.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/random.hpp"
#include "tests/unit/engine/diary.hpp"

#include <gmock/gmock.h>

#include <map>

namespace onsale::engine {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct LockWorld {
  ~LockWorld()
  {
    EXPECT_THAT(broken_laws(rows.station().report(simulation.now())), IsEmpty());
    simulation.clear();
    EXPECT_EQ(rows.held_keys(), 0U);
  }

  Process holds(std::string name, KeyedLock::Key key, Duration start, Duration hold, Duration patience = forever)
  {
    co_await Sleep{simulation, start};
    const auto row = co_await rows.acquire(key, patience);
    diary.note(name + (row ? " in" : " gave up"));
    if (row)
      co_await Sleep{simulation, hold};
  }

  Simulation simulation;
  Diary diary{simulation};
  KeyedLock rows{simulation, "rows"};
};

TEST(KeyedLock, GrantsEachKeyInOrderOfAsking)
{
  LockWorld world;
  world.simulation.spawn(world.holds("a1", 1, seconds(0), seconds(4)));
  world.simulation.spawn(world.holds("a2", 2, seconds(0), seconds(3)));
  world.simulation.spawn(world.holds("b1", 1, seconds(1), seconds(4)));
  world.simulation.spawn(world.holds("b2", 2, seconds(1), seconds(4)));
  world.simulation.spawn(world.holds("c1", 1, seconds(2), seconds(4)));
  world.simulation.run_until(at_seconds(2.5));
  EXPECT_EQ(world.rows.held_keys(), 2U);
  EXPECT_EQ(world.rows.waiting(), 3U);
  EXPECT_EQ(world.rows.waiting(1), 2U);
  EXPECT_EQ(world.rows.waiting(2), 1U);
  EXPECT_EQ(world.rows.waiting(3), 0U);
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(), ElementsAre("0 a1 in", "0 a2 in", "3 b2 in", "4 b1 in", "8 c1 in"));
}

TEST(KeyedLock, GivesUpWhenPatienceEndsAndKeepsTheOthersInLine)
{
  LockWorld world;
  world.simulation.spawn(world.holds("a", 1, seconds(0), seconds(10)));
  world.simulation.spawn(world.holds("b", 1, seconds(1), seconds(1), seconds(4)));
  world.simulation.spawn(world.holds("c", 1, seconds(2), seconds(1), seconds(50)));
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(), ElementsAre("0 a in", "5 b gave up", "10 c in"));
}

// The return (scheduled at 0 for 5) is older than the deadline (scheduled at 1 for 5).
TEST(KeyedLock, PrefersWhatWasScheduledFirstWhenGrantAndDeadlineMeet)
{
  LockWorld world;
  world.simulation.spawn(world.holds("a", 1, seconds(0), seconds(5)));
  world.simulation.spawn(world.holds("b", 1, seconds(1), seconds(1), seconds(4)));
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(), ElementsAre("0 a in", "5 b in"));
}

TEST(KeyedLock, TryTakesOnlyWhatNobodyHolds)
{
  LockWorld world;
  auto row = world.rows.try_acquire(5);
  EXPECT_TRUE(row);
  EXPECT_TRUE(world.rows.held(5));
  EXPECT_FALSE(world.rows.try_acquire(5));
  EXPECT_TRUE(world.rows.try_acquire(6)); // and back at once: the guard is not kept
  EXPECT_FALSE(world.rows.held(6));
  row = KeyedLock::Guard();
  EXPECT_FALSE(world.rows.held(5));
}

TEST(KeyedLock, MeasuresTheMeanNumberOfHeldKeys)
{
  LockWorld world;
  world.simulation.spawn(world.holds("a", 1, seconds(0), seconds(6)));
  world.simulation.spawn(world.holds("b", 2, seconds(0), seconds(4)));
  world.simulation.spawn(world.holds("c", 3, seconds(0), seconds(2)));
  world.simulation.run();
  const StationReport report = world.rows.station().report(world.simulation.now());
  EXPECT_DOUBLE_EQ(report.busy_s / report.elapsed_s, 2); // (6 + 4 + 2) / 6
}

// Deletion moves followers up. 200,000 random takes and returns (seed 1) of keys that crowd together (multiples of
// 2^32 and small numbers), held in a std::map beside: both always agree on what is held.
TEST(KeyedLock, AgreesWithAMapUnderRandomUse)
{
  const RandomFamily family(1, 0, "keyed lock test");
  RandomStream random(family, 0);
  LockWorld world;
  std::map<KeyedLock::Key, KeyedLock::Guard> held;
  for (int step = 0; step < 200'000; ++step) {
    const KeyedLock::Key key = random.below(300) << (random.below(2) * 32);
    const auto found = held.find(key);
    ASSERT_EQ(world.rows.held(key), found != held.end()) << "step " << step << ", key " << key;
    if (found != held.end()) {
      ASSERT_FALSE(world.rows.try_acquire(key));
      held.erase(found);
    } else {
      held.emplace(key, world.rows.try_acquire(key));
    }
    ASSERT_EQ(world.rows.held_keys(), held.size());
  }
}

// 500 customers on 10 keys, random holds and patience (seed 1): one holder for each key, laws at every step.
TEST(KeyedLock, ObeysItsLawsUnderRandomUse)
{
  const RandomFamily family(1, 0, "keyed lock law test");
  RandomStream random(family, 0);
  LockWorld world;
  for (int i = 0; i < 500; ++i)
    world.simulation.spawn(world.holds("x", random.below(10), seconds(random.uniform(0, 50)),
                                       seconds(random.exponential(1.5)), random.below(2) == 0 ? forever : seconds(2)));
  for (double at_s = 1; at_s < 60; at_s += 1) {
    world.simulation.run_until(at_seconds(at_s));
    ASSERT_LE(world.rows.held_keys(), 10U);
    ASSERT_THAT(broken_laws(world.rows.station().report(world.simulation.now())), IsEmpty());
  }
  world.simulation.run();
  const StationReport report = world.rows.station().report(world.simulation.now());
  EXPECT_EQ(report.completions + report.gave_up, 500U);
  EXPECT_GT(report.gave_up, 0U);
}

} // namespace
} // namespace onsale::engine
