#include "sim/engine/cpu/thread_group.hpp"
#include "sim/engine/process.hpp"
#include "tests/unit/engine/diary.hpp"

#include <gmock/gmock.h>

#include <memory>

namespace onsale::engine {
namespace {

using testing::ElementsAre;

struct ThreadGroupTest : testing::Test {
  Process job(ThreadGroup& group, const char* name)
  {
    co_await group.run(seconds(1));
    diary.note(name);
  }

  Simulation simulation;
  std::unique_ptr<Cpu> cpu = make_cpu(simulation, {.name = "cpu", .capacity = {.cores = 4}, .run_queue = {}});
  Diary diary{simulation};
};

TEST_F(ThreadGroupTest, StartsAThreadForEachRun)
{
  ThreadGroup group(*cpu, 0);
  for (const char* name : {"a", "b", "c"})
    simulation.spawn(job(group, name));
  simulation.run();
  EXPECT_THAT(diary.lines(), ElementsAre("1 a", "1 b", "1 c"));
}

// Four cores, but two threads: c and d have theirs when a and b are done.
TEST_F(ThreadGroupTest, MakesRunsWaitForAThreadBeyondItsLimit)
{
  ThreadGroup group(*cpu, 0, 2);
  for (const char* name : {"a", "b", "c", "d"})
    simulation.spawn(job(group, name));
  simulation.run();
  EXPECT_THAT(diary.lines(), ElementsAre("1 a", "1 b", "2 c", "2 d"));
}

// Of one thread: b asked before c, but hears of the network only when nobody else has anything to do. A thread that
// slept costs 0.5 s more, one that goes on does not.
TEST_F(ThreadGroupTest, LateRunsWaitForAllOthers)
{
  ThreadGroup group(*cpu, 0, 1);
  const auto late = [](ThreadGroup& its_group, Diary& diary) -> Process {
    co_await its_group.run_late(seconds(1), seconds(0.5));
    diary.note("b");
  };
  const auto woken = [](ThreadGroup& its_group, Diary& diary) -> Process {
    co_await its_group.run(seconds(1), seconds(0.5));
    diary.note("a");
  };
  simulation.spawn(woken(group, diary));
  simulation.spawn(late(group, diary));
  simulation.spawn(job(group, "c"));
  simulation.run();
  EXPECT_THAT(diary.lines(), ElementsAre("1.5 a", "2.5 c", "3.5 b"));
}

// a is ended at 0.5 s, and c takes its thread at once; b, who waited before c, is gone as well.
TEST_F(ThreadGroupTest, GivesTheThreadOfAnEndedRunToTheNext)
{
  ThreadGroup group(*cpu, 0, 1);
  ProcessRef a;
  ProcessRef b;
  for (auto [ref, name] : {std::pair{&a, "a"}, std::pair{&b, "b"}}) {
    Process process = job(group, name);
    ref->attach(process);
    simulation.spawn(std::move(process));
  }
  simulation.spawn(job(group, "c"));
  simulation.run_until(at_seconds(0.5));
  simulation.advance_to(at_seconds(0.5));
  b.cancel();
  a.cancel();
  simulation.run();
  EXPECT_THAT(diary.lines(), ElementsAre("1.5 c"));
}

} // namespace
} // namespace onsale::engine
