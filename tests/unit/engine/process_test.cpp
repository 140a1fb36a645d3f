#include "sim/engine/cpu/processor_sharing.hpp"
#include "sim/engine/fifo_server.hpp"
#include "sim/engine/gate.hpp"
#include "sim/engine/keyed_lock.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/token_pool.hpp"
#include "tests/unit/engine/diary.hpp"

#include <gmock/gmock.h>

#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

namespace onsale::engine {
namespace {

using testing::ElementsAre;

Task<int> doubled_later(Simulation& simulation, int value)
{
  co_await Sleep{simulation, seconds(1)};
  co_return 2 * value;
}

Task<std::unique_ptr<int>> boxed(Simulation& simulation, int value)
{
  const int twice = co_await doubled_later(simulation, value);
  co_return std::make_unique<int>(twice);
}

Task<> failing(Simulation& simulation)
{
  co_await Sleep{simulation, seconds(1)};
  throw std::runtime_error("the disk is full");
}

Process tells(Simulation& simulation, Diary& diary)
{
  const auto box = co_await boxed(simulation, 21);
  diary.note(std::to_string(*box));
}

TEST(Task, HandsItsResultToItsCaller)
{
  Simulation simulation;
  Diary diary(simulation);
  simulation.spawn(tells(simulation, diary));
  simulation.run();
  EXPECT_THAT(diary.lines(), ElementsAre("1 42"));
}

Process recovers(Simulation& simulation, Diary& diary)
{
  try {
    co_await failing(simulation);
  } catch (const std::runtime_error& error) {
    diary.note(error.what());
  }
}

TEST(Task, HandsItsExceptionToItsCaller)
{
  Simulation simulation;
  Diary diary(simulation);
  simulation.spawn(recovers(simulation, diary));
  simulation.run();
  EXPECT_THAT(diary.lines(), ElementsAre("1 the disk is full"));
}

Process dies(Simulation& simulation, TokenPool& pool)
{
  const auto token = co_await pool.acquire();
  co_await failing(simulation);
}

TEST(Process, HandsItsExceptionToRunAndGivesBackWhatItHeld)
{
  Simulation simulation;
  TokenPool pool(simulation, {"pool", 1});
  const ClearAtEnd clear(simulation);
  simulation.spawn(dies(simulation, pool));
  EXPECT_THROW(simulation.run(), std::runtime_error);
  EXPECT_EQ(simulation.now(), at_seconds(1));
  EXPECT_EQ(pool.in_use(), 0U);
  EXPECT_NO_THROW(simulation.run());
}

TEST(Process, StartsByAnEventAndNotInsideSpawn)
{
  Simulation simulation;
  Diary diary(simulation);
  simulation.spawn(tells(simulation, diary));
  EXPECT_EQ(simulation.events(), 0U);
  EXPECT_EQ(simulation.next_event(), simulation.now());
}

/// Tells when the frame that holds it ends.
struct Witness {
  explicit Witness(int& count) : alive(count) { ++alive; }
  Witness(const Witness&) = delete;
  Witness& operator=(const Witness&) = delete;
  ~Witness() { --alive; }
  int& alive;
};

/// One resource of each kind, and processes suspended in it.
struct ProcessWorld {
  ~ProcessWorld() { simulation.clear(); }

  Process occupies() // holds everything from 0 to 10
  {
    const Witness witness(alive);
    const auto token = co_await pool.acquire();
    const auto row = co_await lock.acquire(7);
    co_await Sleep{simulation, seconds(10)};
  }
  Process sleeps()
  {
    const Witness witness(alive);
    co_await Sleep{simulation, seconds(10)};
    ++went_on;
  }
  Process wants_token(Duration patience)
  {
    const Witness witness(alive);
    const auto token = co_await pool.acquire(patience);
    ++went_on;
  }
  Process wants_row(Duration patience)
  {
    const Witness witness(alive);
    const auto row = co_await lock.acquire(7, patience);
    ++went_on;
  }
  Process wants_through(Duration patience)
  {
    const Witness witness(alive);
    co_await gate.pass(patience);
    ++went_on;
  }
  Process wants_disk()
  {
    const Witness witness(alive);
    co_await disk.serve(seconds(10));
    ++went_on;
  }
  Process wants_cpu()
  {
    const Witness witness(alive);
    Cpu::Thread thread;
    co_await cpu.run(thread, seconds(10));
    ++went_on;
  }
  Task<> deep(int levels)
  {
    const Witness witness(alive);
    if (levels > 0)
      co_await deep(levels - 1);
    else
      co_await Sleep{simulation, seconds(10)};
  }
  Process goes_deep()
  {
    co_await deep(5);
    ++went_on;
  }

  void spawn(Process process, ProcessRef& ref)
  {
    ref.attach(process);
    simulation.spawn(std::move(process));
  }
  void expect_all_given_back()
  {
    EXPECT_EQ(alive, 0);
    EXPECT_EQ(pool.in_use(), 0U);
    EXPECT_EQ(pool.waiting(), 0U);
    EXPECT_EQ(lock.held_keys(), 0U);
    EXPECT_EQ(lock.waiting(), 0U);
    EXPECT_FALSE(gate.somebody_waits());
    EXPECT_EQ(disk.waiting(), 0U);
    EXPECT_EQ(disk.station().in_service(), 0U);
    EXPECT_EQ(cpu.resident(), 0U);
    for (const StationReport& report :
         {pool.station().report(simulation.now()), lock.station().report(simulation.now()),
          disk.station().report(simulation.now()), cpu.report(simulation.now())})
      EXPECT_THAT(broken_laws(report), testing::IsEmpty());
  }

  Simulation simulation;
  TokenPool pool{simulation, {"pool", 1}};
  KeyedLock lock{simulation, "rows"};
  Gate gate{simulation};
  FifoServer disk{simulation, {"disk", 1}};
  ProcessorSharing cpu{simulation, {"cpu", {.cores = 1}}};
  int alive = 0;
  int went_on = 0;
};

TEST(Cancellation, BeforeTheStartLeavesNothing)
{
  ProcessWorld world;
  ProcessRef ref;
  world.spawn(world.sleeps(), ref);
  EXPECT_TRUE(ref.alive());
  ref.cancel();
  EXPECT_FALSE(ref.alive());
  world.simulation.run();
  EXPECT_EQ(world.simulation.events(), 0U);
  EXPECT_EQ(world.went_on, 0);
}

TEST(Cancellation, AtEverySuspensionGivesBackWhatWasHeld)
{
  for (const Duration patience : {forever, seconds(5)}) {
    ProcessWorld world;
    ProcessRef refs[9];
    world.simulation.spawn(world.occupies());
    world.spawn(world.sleeps(), refs[0]);
    world.spawn(world.wants_token(patience), refs[1]);
    world.spawn(world.wants_row(patience), refs[2]);
    world.spawn(world.wants_through(patience), refs[3]);
    world.spawn(world.wants_disk(), refs[4]); // in service
    world.spawn(world.wants_disk(), refs[5]); // waiting
    world.spawn(world.wants_cpu(), refs[6]);
    world.spawn(world.wants_cpu(), refs[7]);
    world.spawn(world.goes_deep(), refs[8]);
    world.simulation.run_until(at_seconds(2));
    EXPECT_EQ(world.alive, 1 + 8 + 6);
    for (ProcessRef& ref : refs) {
      ASSERT_TRUE(ref.alive());
      ref.cancel();
    }
    EXPECT_EQ(world.alive, 1);
    world.simulation.run();
    EXPECT_EQ(world.went_on, 0);
    world.expect_all_given_back();
  }
}

/// Cancels all at one instant. Armed after the event that wakes them and before the wake-ups, it runs in between.
struct CancelAll {
  CancelAll(Simulation& simulation, Time at, std::vector<ProcessRef>& processes)
      : timer([](void* self) { static_cast<CancelAll*>(self)->fire(); }, this), refs(processes)
  {
    simulation.arm(timer, at);
  }
  void fire()
  {
    for (ProcessRef& ref : refs) {
      EXPECT_TRUE(ref.alive());
      ref.cancel();
    }
  }
  Timer timer;
  std::vector<ProcessRef>& refs;
};

// At t = 10 the holder gives token and row to the second in line, and the CPU job is done. They are cancelled before
// they are resumed: the third in line gets what they had been granted, at that same instant.
TEST(Cancellation, BetweenGrantAndResumptionPassesTheGrantOn)
{
  ProcessWorld world;
  std::vector<ProcessRef> refs(3);
  world.simulation.spawn(world.occupies());
  world.spawn(world.wants_token(forever), refs[0]);
  world.spawn(world.wants_row(forever), refs[1]);
  world.spawn(world.wants_cpu(), refs[2]);
  world.simulation.spawn(world.wants_token(forever));
  world.simulation.spawn(world.wants_row(forever));
  world.simulation.run_until(at_seconds(0));
  const CancelAll cancel(world.simulation, at_seconds(10), refs);
  world.simulation.run();
  EXPECT_EQ(world.went_on, 2);
  EXPECT_EQ(world.simulation.now(), at_seconds(10));
  EXPECT_EQ(world.pool.station().report(at_seconds(10)).completions, 3U); // a token granted and returned counts
  world.expect_all_given_back();
}

// At t = 5 every patience ends; the waiters are cancelled before they learn it.
TEST(Cancellation, BetweenDeadlineAndResumptionLeavesNothing)
{
  ProcessWorld world;
  std::vector<ProcessRef> refs(3);
  world.simulation.spawn(world.occupies());
  world.spawn(world.wants_token(seconds(5)), refs[0]);
  world.spawn(world.wants_row(seconds(5)), refs[1]);
  world.spawn(world.wants_through(seconds(5)), refs[2]);
  world.simulation.run_until(at_seconds(0));
  const CancelAll cancel(world.simulation, at_seconds(5), refs);
  world.simulation.run();
  EXPECT_EQ(world.went_on, 0);
  EXPECT_EQ(world.simulation.now(), at_seconds(10));
  world.expect_all_given_back();
}

TEST(Cancellation, ByClearEndsEveryProcess)
{
  ProcessWorld world;
  world.simulation.spawn(world.occupies());
  world.simulation.spawn(world.wants_token(seconds(60)));
  world.simulation.spawn(world.wants_row(forever));
  world.simulation.spawn(world.wants_through(seconds(60)));
  world.simulation.spawn(world.wants_disk());
  world.simulation.spawn(world.wants_disk());
  world.simulation.spawn(world.wants_cpu());
  world.simulation.spawn(world.goes_deep());
  world.simulation.run_until(at_seconds(3));
  world.simulation.spawn(world.sleeps()); // never started
  world.simulation.clear();
  EXPECT_EQ(world.went_on, 0);
  world.expect_all_given_back();
  world.simulation.run();
  EXPECT_EQ(world.went_on, 0);
}

TEST(ProcessRef, SeesTheEndOfItsProcess)
{
  ProcessWorld world;
  ProcessRef ref;
  EXPECT_FALSE(ref.alive());
  world.spawn(world.sleeps(), ref);
  world.simulation.run();
  EXPECT_EQ(world.went_on, 1);
  EXPECT_FALSE(ref.alive());
  ref.cancel(); // nothing left to end
}

TEST(ProcessRef, MayEndBeforeItsProcess)
{
  ProcessWorld world;
  {
    ProcessRef ref;
    world.spawn(world.sleeps(), ref);
  }
  world.simulation.run();
  EXPECT_EQ(world.went_on, 1);
}

TEST(ProcessRef, RefusesToCancelWhatWasNotSpawned)
{
  ProcessWorld world;
  ProcessRef ref;
  const Process process = world.sleeps();
  ref.attach(process);
  EXPECT_THROW(ref.cancel(), BrokenPromise);
}

TEST(Process, ThatIsNeverSpawnedFreesItsFrame)
{
  ProcessWorld world;
  {
    const Process process = world.sleeps();
  }
  EXPECT_EQ(world.alive, 0);
  EXPECT_EQ(world.simulation.next_event(), end_of_time);
}

TEST(Sleep, OfNothingLetsOthersOfTheInstantGoFirst)
{
  struct Story {
    static Process naps(Simulation& simulation, Diary& diary)
    {
      diary.note("before");
      co_await Sleep{simulation, seconds(0)};
      diary.note("after");
    }
    static Process other(Diary& diary)
    {
      diary.note("other");
      co_return;
    }
  };
  Simulation simulation;
  Diary diary(simulation);
  simulation.spawn(Story::naps(simulation, diary));
  simulation.spawn(Story::other(diary));
  simulation.run();
  EXPECT_THAT(diary.lines(), ElementsAre("0 before", "0 other", "0 after"));
}

} // namespace
} // namespace onsale::engine
