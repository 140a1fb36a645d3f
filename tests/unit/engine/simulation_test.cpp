#include "sim/engine/process.hpp"
#include "sim/engine/simulation.hpp"
#include "tests/unit/engine/diary.hpp"

#include <gmock/gmock.h>

namespace onsale::engine {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// A timer that notes its firing.
struct Alarm {
  Alarm(Diary& diary_book, std::string alarm_name)
      : timer([](void* self) { static_cast<Alarm*>(self)->ring(); }, this), diary(diary_book),
        name(std::move(alarm_name))
  {
  }
  void ring() { diary.note(name); }
  Timer timer;
  Diary& diary;
  std::string name;
};

Process sleeper(Simulation& simulation, Diary& diary, std::string name, Duration duration)
{
  co_await Sleep{simulation, duration};
  diary.note(name);
}

TEST(Simulation, RunsEventsInOrderOfTimeThenOfScheduling)
{
  Simulation simulation;
  Diary diary(simulation);
  simulation.spawn(sleeper(simulation, diary, "late", seconds(2)));
  simulation.spawn(sleeper(simulation, diary, "first of two", seconds(1)));
  simulation.spawn(sleeper(simulation, diary, "second of two", seconds(1)));
  simulation.run();
  EXPECT_THAT(diary.lines(), ElementsAre("1 first of two", "1 second of two", "2 late"));
  EXPECT_EQ(simulation.events(), 6U); // three starts, three ends of sleep
}

// Scheduled for t = 1: alarm a (sequence 1), b (2). a wakes w (sequence 3, also t = 1): b is older, so it goes first.
TEST(Simulation, RunsOlderEventsOfTheSameInstantBeforeAWakeUp)
{
  Simulation simulation;
  Diary diary(simulation);
  Alarm w(diary, "w");
  struct Waker : Alarm {
    Waker(Diary& diary_book, Simulation& s, Alarm& other) : Alarm(diary_book, "a"), simulation(s), woken(other)
    {
      timer.fire = [](void* self) {
        auto& waker = *static_cast<Waker*>(static_cast<Alarm*>(self));
        waker.ring();
        waker.woken.timer.sequence = waker.simulation.wake(waker.woken.timer);
      };
    }
    Simulation& simulation;
    Alarm& woken;
  } a(diary, simulation, w);
  Alarm b(diary, "b");
  simulation.arm(a.timer, at_seconds(1));
  simulation.arm(b.timer, at_seconds(1));
  simulation.run();
  EXPECT_THAT(diary.lines(), ElementsAre("1 a", "1 b", "1 w"));
}

TEST(Simulation, StopsAtTheLimitAndGoesOnFromThere)
{
  Simulation simulation;
  Diary diary(simulation);
  for (const double at_s : {1.0, 2.0, 3.0})
    simulation.spawn(sleeper(simulation, diary, "up", seconds(at_s)));
  simulation.run_until(at_seconds(2));
  EXPECT_THAT(diary.lines(), ElementsAre("1 up", "2 up"));
  EXPECT_EQ(simulation.now(), at_seconds(2));
  EXPECT_EQ(simulation.next_event(), at_seconds(3));
  simulation.run();
  EXPECT_EQ(simulation.now(), at_seconds(3));
  EXPECT_EQ(simulation.next_event(), end_of_time);
}

TEST(Simulation, LeavesRunAfterTheEventThatStoppedIt)
{
  Simulation simulation;
  Diary diary(simulation);
  struct Stop : Alarm {
    Stop(Diary& diary_book, Simulation& s) : Alarm(diary_book, "stop"), simulation(s)
    {
      timer.fire = [](void* self) { static_cast<Stop*>(static_cast<Alarm*>(self))->simulation.stop(); };
    }
    Simulation& simulation;
  } stop(diary, simulation);
  simulation.arm(stop.timer, at_seconds(1));
  simulation.spawn(sleeper(simulation, diary, "same instant", seconds(1)));
  simulation.run();
  EXPECT_TRUE(simulation.stopped());
  EXPECT_TRUE(diary.lines().empty());
  simulation.run();
  EXPECT_THAT(diary.lines(), ElementsAre("1 same instant"));
}

TEST(Simulation, FiresOnlyTheLastArmingOfATimer)
{
  Simulation simulation;
  Diary diary(simulation);
  Alarm later(diary, "later");
  simulation.arm(later.timer, at_seconds(1));
  simulation.arm(later.timer, at_seconds(3));
  Alarm earlier(diary, "earlier");
  simulation.arm(earlier.timer, at_seconds(5));
  simulation.arm(earlier.timer, at_seconds(2));
  Alarm never(diary, "never");
  simulation.arm(never.timer, at_seconds(4));
  Simulation::disarm(never.timer);
  EXPECT_FALSE(never.timer.armed());
  simulation.run();
  EXPECT_THAT(diary.lines(), ElementsAre("2 earlier", "3 later"));
}

// What was cancelled or armed anew is no event: the clock does not move for it and it is not counted.
TEST(Simulation, EndsItsClockAtTheLastEventThatHappened)
{
  Simulation simulation;
  Diary diary(simulation);
  ProcessRef ref;
  Process process = sleeper(simulation, diary, "cancelled", seconds(9));
  ref.attach(process);
  simulation.spawn(std::move(process));
  Alarm alarm(diary, "alarm");
  simulation.arm(alarm.timer, at_seconds(8));
  simulation.run_until(at_seconds(1));
  ref.cancel();
  simulation.arm(alarm.timer, at_seconds(2));
  simulation.run();
  EXPECT_EQ(simulation.now(), at_seconds(2));
  EXPECT_EQ(simulation.events(), 2U); // the start of the process, the alarm
}

TEST(Simulation, RefusesEventsInThePast)
{
  Simulation simulation;
  Diary diary(simulation);
  Alarm alarm(diary, "alarm");
  simulation.advance_to(at_seconds(2));
  try {
    simulation.arm(alarm.timer, at_seconds(1.5));
    FAIL() << "nothing was thrown";
  } catch (const BrokenPromise& error) {
    EXPECT_THAT(error.what(), HasSubstr("an event lies 0.500000 s in the past"));
  }
  EXPECT_FALSE(alarm.timer.armed());
}

TEST(Simulation, NeverMovesItsClockBack)
{
  Simulation simulation;
  simulation.advance_to(at_seconds(2));
  simulation.advance_to(at_seconds(1));
  EXPECT_EQ(simulation.now(), at_seconds(2));
}

TEST(Simulation, RunsActionsForSimGridAtOnceWhenItStandsAlone)
{
  Simulation simulation;
  int done = 0;
  simulation.in_simgrid([&done] { ++done; });
  EXPECT_EQ(done, 1);
  EXPECT_FALSE(simulation.has_simgrid_actions());
  simulation.set_coupled(true);
  simulation.in_simgrid([&done] { ++done; });
  EXPECT_EQ(done, 1);
  EXPECT_TRUE(simulation.stopped());
  const auto actions = simulation.take_simgrid_actions();
  ASSERT_EQ(actions.size(), 1U);
  actions.front()();
  EXPECT_EQ(done, 2);
  EXPECT_FALSE(simulation.has_simgrid_actions());
}

} // namespace
} // namespace onsale::engine
