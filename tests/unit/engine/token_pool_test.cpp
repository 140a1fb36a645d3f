#include "sim/engine/process.hpp"
#include "sim/engine/random.hpp"
#include "sim/engine/token_pool.hpp"
#include "tests/unit/engine/diary.hpp"

#include <gmock/gmock.h>

namespace onsale::engine {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct PoolWorld {
  explicit PoolWorld(std::uint32_t tokens) : PoolWorld({"pool", tokens, false}) {}
  explicit PoolWorld(const TokenPool::Options& options) : pool(simulation, options) {}
  ~PoolWorld()
  {
    EXPECT_THAT(broken_laws(pool.station().report(simulation.now())), IsEmpty());
    simulation.clear();
    EXPECT_EQ(pool.in_use(), 0U);
  }

  Process holds(std::string name, Duration start, Duration hold, Duration patience = forever)
  {
    co_await Sleep{simulation, start};
    const auto token = co_await pool.acquire(patience);
    diary.note(name + (token ? " in" : " gave up"));
    if (token)
      co_await Sleep{simulation, hold};
  }

  Simulation simulation;
  Diary diary{simulation};
  TokenPool pool;
};

// Two tokens, holds of 3 s. a and b start at 0, c waits from 1 and d from 2: both tokens come back at 3.
TEST(TokenPool, GrantsInArrivalOrder)
{
  PoolWorld world(2);
  world.simulation.spawn(world.holds("a", seconds(0), seconds(3)));
  world.simulation.spawn(world.holds("b", seconds(0), seconds(3)));
  world.simulation.spawn(world.holds("d", seconds(2), seconds(3)));
  world.simulation.spawn(world.holds("c", seconds(1), seconds(3)));
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(), ElementsAre("0 a in", "0 b in", "3 c in", "3 d in"));
  const StationReport report = world.pool.station().report(world.simulation.now());
  EXPECT_DOUBLE_EQ(report.busy_s, 12);         // four holds of 3 s
  EXPECT_DOUBLE_EQ(report.waited_s, 3);        // c 2 s, d 1 s
  EXPECT_DOUBLE_EQ(report.utilisation(), 1.0); // 12 / (6 * 2)
  EXPECT_EQ(report.queued_max, 2U);
  EXPECT_EQ(report.completions, 4U);
}

TEST(TokenPool, GivesUpWhenPatienceEnds)
{
  PoolWorld world(1);
  world.simulation.spawn(world.holds("a", seconds(0), seconds(10)));
  world.simulation.spawn(world.holds("b", seconds(1), seconds(1), seconds(4)));
  world.simulation.spawn(world.holds("c", seconds(2), seconds(1), seconds(30)));
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(), ElementsAre("0 a in", "5 b gave up", "10 c in"));
  EXPECT_EQ(world.pool.station().report(world.simulation.now()).gave_up, 1U);
}

// b's deadline (scheduled at 1 for 5) and a's return (scheduled at 0 for 5): the return is older and wins.
TEST(TokenPool, PrefersTheGrantWhenItWasScheduledBeforeTheDeadline)
{
  PoolWorld world(1);
  world.simulation.spawn(world.holds("a", seconds(0), seconds(5)));
  world.simulation.spawn(world.holds("b", seconds(1), seconds(1), seconds(4)));
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(), ElementsAre("0 a in", "5 b in"));
}

// Here a takes its token at 0 but schedules its return only at 2, after b's deadline was set at 1.
TEST(TokenPool, PrefersTheDeadlineWhenItWasScheduledBeforeTheGrant)
{
  struct Story {
    static Process in_two_parts(PoolWorld& world)
    {
      const auto token = co_await world.pool.acquire();
      co_await Sleep{world.simulation, seconds(2)};
      co_await Sleep{world.simulation, seconds(3)};
    }
  };
  PoolWorld world(1);
  world.simulation.spawn(Story::in_two_parts(world));
  world.simulation.spawn(world.holds("b", seconds(1), seconds(1), seconds(4)));
  world.simulation.spawn(world.holds("c", seconds(2), seconds(1)));
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(), ElementsAre("5 b gave up", "5 c in"));
}

TEST(TokenPool, WithoutPatienceGivesUpAtThatInstant)
{
  PoolWorld world(1);
  world.simulation.spawn(world.holds("a", seconds(0), seconds(5)));
  world.simulation.spawn(world.holds("b", seconds(1), seconds(1), seconds(0)));
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(), ElementsAre("0 a in", "1 b gave up"));
}

// c comes at the instant at which a's token goes to b: nobody overtakes.
TEST(TokenPool, LetsNobodyOvertakeTheQueue)
{
  PoolWorld world(1);
  world.simulation.spawn(world.holds("a", seconds(0), seconds(2)));
  world.simulation.spawn(world.holds("b", seconds(1), seconds(2)));
  world.simulation.spawn(world.holds("c", seconds(2), seconds(2)));
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(), ElementsAre("0 a in", "2 b in", "4 c in"));
}

TEST(TokenPool, GrantsAtOnceWhenItGrows)
{
  PoolWorld world(1);
  for (const char* name : {"a", "b", "c"})
    world.simulation.spawn(world.holds(name, seconds(0), seconds(10)));
  world.simulation.run_until(at_seconds(0));
  world.simulation.advance_to(at_seconds(4));
  world.pool.resize(3);
  EXPECT_EQ(world.pool.in_use(), 3U);
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(), ElementsAre("0 a in", "4 b in", "4 c in"));
}

// Three held until 10; shrunk to one at 4: the first two that come back are withdrawn, d gets the third.
// Capacity counts as three until 10, as that many are out: 30 s of use by then, and utilisation stays at most 1.
TEST(TokenPool, TakesTokensAwayAsTheyComeBackWhenItShrinks)
{
  PoolWorld world(3);
  for (const char* name : {"a", "b", "c"})
    world.simulation.spawn(world.holds(name, seconds(0), seconds(10)));
  world.simulation.spawn(world.holds("d", seconds(1), seconds(10)));
  world.simulation.spawn(world.holds("e", seconds(1), seconds(10)));
  world.simulation.run_until(at_seconds(1));
  world.simulation.advance_to(at_seconds(4));
  world.pool.resize(1);
  EXPECT_EQ(world.pool.in_use(), 3U);
  world.simulation.run_until(at_seconds(10));
  EXPECT_THAT(world.diary.lines(), ElementsAre("0 a in", "0 b in", "0 c in", "10 d in"));
  const StationReport report = world.pool.station().report(world.simulation.now());
  EXPECT_DOUBLE_EQ(report.capacity_mean, 3);
  EXPECT_DOUBLE_EQ(report.utilisation(), 1);
  EXPECT_THAT(broken_laws(report), IsEmpty());
  world.simulation.run();
  EXPECT_THAT(world.diary.lines().back(), "20 e in");
}

TEST(TokenPool, ShrunkToNothingGrantsNothing)
{
  PoolWorld world(1);
  world.pool.resize(0);
  EXPECT_FALSE(world.pool.try_acquire());
  world.simulation.spawn(world.holds("a", seconds(0), seconds(1), seconds(3)));
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(), ElementsAre("3 a gave up"));
}

TEST(TokenPool, TryTakesOnlyWhatIsFreeNow)
{
  PoolWorld world(1);
  auto first = world.pool.try_acquire();
  EXPECT_TRUE(first);
  EXPECT_FALSE(world.pool.try_acquire());
  first.release();
  EXPECT_EQ(world.pool.in_use(), 0U);
  first.release(); // nothing left to give back
  auto second = world.pool.try_acquire();
  first = std::move(second);
  EXPECT_TRUE(first);
  EXPECT_EQ(world.pool.in_use(), 1U);
}

// a holds from 0 to 3; b waits from 1, c from 2: c came last and goes first.
TEST(TokenPool, GrantsTheLastComeFirstWhereWaitersAreAStack)
{
  PoolWorld world({"pool", 1, true});
  world.simulation.spawn(world.holds("a", seconds(0), seconds(3)));
  world.simulation.spawn(world.holds("b", seconds(1), seconds(1)));
  world.simulation.spawn(world.holds("c", seconds(2), seconds(1)));
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(), ElementsAre("0 a in", "3 c in", "4 b in"));
}

/// Comes at `start`, takes 1 s to get going whenever it is told to look, holds for `hold`.
Process contends(PoolWorld& world, std::string name, Duration start, Duration hold, Time deadline = end_of_time)
{
  co_await Sleep{world.simulation, start};
  TokenPool::Guard token;
  TokenPool::Contender contender(world.pool);
  while (not contender.try_take(token) && world.simulation.now() < deadline) {
    co_await contender.turn(deadline);
    world.diary.note(name + " looks");
    co_await Sleep{world.simulation, seconds(1)};
  }
  world.diary.note(name + (token ? " in" : " gave up"));
  if (token)
    co_await Sleep{world.simulation, hold};
}

// a holds from 0 to 3, b and c wait from 1 and 2. At 3 b is told and gets going until 4, but d came at 3.5: b waits
// again, now behind c, which is told when d is done at 5.5 and is in at 6.5; b follows at 8.5.
TEST(TokenPool, SendsAContenderWhomANewcomerOvertookToTheEndOfTheQueue)
{
  PoolWorld world(1);
  world.simulation.spawn(contends(world, "a", seconds(0), seconds(3)));
  world.simulation.spawn(contends(world, "b", seconds(1), seconds(1)));
  world.simulation.spawn(contends(world, "c", seconds(2), seconds(1)));
  world.simulation.spawn(contends(world, "d", seconds(3.5), seconds(2)));
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(),
              ElementsAre("0 a in", "3 b looks", "3.5 d in", "5.5 c looks", "6.5 c in", "7.5 b looks", "8.5 b in"));
}

// As above without d, but the waiters are a stack: c came last, is told first and is in at 4.
TEST(TokenPool, TellsTheContenderThatCameLastWhereWaitersAreAStack)
{
  PoolWorld world({"pool", 1, true});
  world.simulation.spawn(contends(world, "a", seconds(0), seconds(3)));
  world.simulation.spawn(contends(world, "b", seconds(1), seconds(1)));
  world.simulation.spawn(contends(world, "c", seconds(2), seconds(1)));
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(), ElementsAre("0 a in", "3 c looks", "4 c in", "5 b looks", "6 b in"));
}

// Two tokens, out from 0 to 3; b and c wait. Both are told at 3, but c is woken only when b has looked, at 4. n needs
// no waking and takes the other token at 3.5, so c looks in vain at 5 and is told again when b is done at 7.
TEST(TokenPool, WakesContendersThatAreToldOneByOneEachAfterTheLookOfTheOneBefore)
{
  PoolWorld world({"pool", 2, false, true});
  world.simulation.spawn(contends(world, "a", seconds(0), seconds(3)));
  world.simulation.spawn(contends(world, "z", seconds(0), seconds(3)));
  world.simulation.spawn(contends(world, "b", seconds(1), seconds(3)));
  world.simulation.spawn(contends(world, "c", seconds(2), seconds(1)));
  world.simulation.spawn(contends(world, "n", seconds(3.5), seconds(9)));
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(),
              ElementsAre("0 a in", "0 z in", "3 b looks", "3.5 n in", "4 b in", "4 c looks", "7 c looks", "8 c in"));
}

// b is told at 3 and goes away before it has looked: its turn is c's.
TEST(TokenPool, PassesATurnOnThatIsNotUsed)
{
  PoolWorld world({"pool", 1, false, true});
  ProcessRef goes_away;
  world.simulation.spawn(contends(world, "a", seconds(0), seconds(3)));
  Process b = contends(world, "b", seconds(1), seconds(1));
  goes_away.attach(b);
  world.simulation.spawn(std::move(b));
  world.simulation.spawn(contends(world, "c", seconds(2), seconds(1)));
  world.simulation.run_until(at_seconds(3));
  goes_away.cancel();
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(), ElementsAre("0 a in", "3 b looks", "3 c looks", "4 c in"));
}

TEST(TokenPool, EndsAContendersWaitAtItsDeadline)
{
  PoolWorld world(1);
  world.simulation.spawn(contends(world, "a", seconds(0), seconds(9)));
  world.simulation.spawn(contends(world, "b", seconds(1), seconds(1), at_seconds(4)));
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(), ElementsAre("0 a in", "4 b looks", "5 b gave up"));
}

// 400 customers with random starts, holds and patience (seeds 1 to 20), while the pool changes its size: never more
// out than the largest size, the laws hold at every step (checked by PoolWorld), nothing is leaked.
TEST(TokenPool, ObeysItsLawsUnderRandomUse)
{
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const RandomFamily family(seed, 0, "token pool test");
    RandomStream random(family, 0);
    PoolWorld world(4);
    for (int i = 0; i < 400; ++i)
      world.simulation.spawn(
          world.holds("x", seconds(random.uniform(0, 100)), seconds(random.exponential(1)),
                      random.below(2) == 0 ? forever : seconds(1 + static_cast<double>(random.below(3)))));
    for (double at_s = 1; at_s < 100; at_s += 1) {
      world.simulation.run_until(at_seconds(at_s));
      world.simulation.advance_to(at_seconds(at_s));
      world.pool.resize(1 + static_cast<std::uint32_t>(random.below(8)));
      ASSERT_THAT(broken_laws(world.pool.station().report(world.simulation.now())), IsEmpty());
      ASSERT_LE(world.pool.in_use(), 8U);
    }
    world.simulation.run();
    const StationReport report = world.pool.station().report(world.simulation.now());
    EXPECT_EQ(report.arrivals, 400U);
    EXPECT_EQ(report.completions + report.gave_up, 400U);
  }
}

} // namespace
} // namespace onsale::engine
