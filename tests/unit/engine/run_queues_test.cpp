#include "sim/engine/cpu/run_queues.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/random.hpp"
#include "tests/unit/engine/diary.hpp"

#include <gmock/gmock.h>

#include <deque>

namespace onsale::engine {
namespace {

using std::chrono::milliseconds;

struct RunQueuesTest : testing::Test {
  ~RunQueuesTest() override { simulation.clear(); }
  Cpu::Thread& thread() { return threads.emplace_back(); }
  RunQueues& queue(const RunQueueOptions& options = {})
  {
    return queues.emplace_back(simulation, CpuOptions{.name = "core", .capacity = {}, .run_queue = options});
  }

  Simulation simulation;
  std::deque<RunQueues> queues;
  std::deque<Cpu::Thread> threads;
  Diary diary{simulation};
};

Process compute(Simulation& simulation, RunQueues& queue, Cpu::Thread& thread, Diary& diary, const char* name,
                Duration start, Duration demand)
{
  co_await Sleep{simulation, start};
  co_await queue.run(thread, demand);
  diary.note(name);
}

// Three threads of 1 ms each come together. Shorter than a slice, so each computes to its end, in order of arrival.
TEST_F(RunQueuesTest, RunsEachThreadToItsEndWhereSharingWouldEndAllAtOnce)
{
  RunQueues& queue = this->queue();
  for (const char* name : {"a", "b", "c"})
    simulation.spawn(compute(simulation, queue, thread(), diary, name, milliseconds(1), milliseconds(1)));
  simulation.run();
  EXPECT_EQ(diary.lines(), (std::vector<std::string>{"0.002 a", "0.003 b", "0.004 c"}));
}

// The core was idle until 1 ms and computes 0.5 ms later; b, who comes meanwhile, waits for a, and finds the core
// awake.
TEST_F(RunQueuesTest, ACoreThatWasIdleComputesAfterAWhile)
{
  RunQueues& queue = this->queue({.idle_exit = std::chrono::microseconds(500)});
  simulation.spawn(compute(simulation, queue, thread(), diary, "a", milliseconds(1), milliseconds(1)));
  simulation.spawn(compute(simulation, queue, thread(), diary, "b", seconds(1.2e-3), milliseconds(1)));
  simulation.spawn(compute(simulation, queue, thread(), diary, "c", milliseconds(10), milliseconds(1)));
  simulation.run();
  EXPECT_EQ(diary.lines(), (std::vector<std::string>{"0.0025 a", "0.0035 b", "0.0115 c"}));
  EXPECT_NEAR(queue.report(simulation.now()).busy_s, 3e-3, 1e-12); // nobody computed while it woke up
}

// a is ended while its core wakes up: b gets it.
TEST_F(RunQueuesTest, AThreadMayEndWhileItsCoreWakesUp)
{
  RunQueues& queue = this->queue({.idle_exit = std::chrono::microseconds(500)});
  ProcessRef a;
  Process process = compute(simulation, queue, thread(), diary, "a", milliseconds(1), milliseconds(1));
  a.attach(process);
  simulation.spawn(std::move(process));
  simulation.spawn(compute(simulation, queue, thread(), diary, "b", seconds(1.1e-3), milliseconds(1)));
  simulation.run_until(at_seconds(1.2e-3));
  simulation.advance_to(at_seconds(1.2e-3));
  a.cancel();
  simulation.run();
  EXPECT_EQ(diary.lines(), (std::vector<std::string>{"0.0022 b"}));
}

// a and b need 10 ms each from 1 ms on. Slice 1.4 ms, ticks at 4, 8, 12, 16, 20 ms. a has used its slice up at 2.4 and
// goes on to the tick at 4 (3 ms done), b to 8 (4 done), a to 12 (7 done), b to 16 (8 done), a needs 3: 19, b 2: 21.
TEST_F(RunQueuesTest, TakesTheCoreAwayAtTheFirstTickAfterASlice)
{
  RunQueues& queue = this->queue();
  for (const char* name : {"a", "b"})
    simulation.spawn(compute(simulation, queue, thread(), diary, name, milliseconds(1), milliseconds(10)));
  simulation.run();
  EXPECT_EQ(diary.lines(), (std::vector<std::string>{"0.019 a", "0.021 b"}));
  EXPECT_EQ(queue.preemptions(), 4);
}

// Half as fast, 1.3 ms of work take 2.6 ms. a's slice is over at 3.4 ms, in time for the tick at 4; b ends at 6.6.
TEST_F(RunQueuesTest, MeasuresSlicesInTimeNotInWork)
{
  RunQueues& queue = this->queue();
  queue.set_speed(0.5);
  for (const char* name : {"a", "b"})
    simulation.spawn(compute(simulation, queue, thread(), diary, name, milliseconds(2), Duration(0.0013)));
  simulation.run();
  EXPECT_EQ(diary.lines(), (std::vector<std::string>{"0.0066 b", "0.0072 a"}));
}

Process compute_block_compute(Simulation& simulation, RunQueues& queue, Cpu::Thread& thread, Diary& diary,
                              Duration first)
{
  co_await queue.run(thread, first);
  co_await Sleep{simulation, std::chrono::microseconds(10)};
  co_await queue.run(thread, milliseconds(1));
  diary.note("debtor");
}

// The debtor computes 1 ms and blocks for 0.01 ms, then has to wait until b and c have had their 1 ms as well.
TEST_F(RunQueuesTest, MakesAThreadThatBlockedForAMomentWaitForARound)
{
  RunQueues& queue = this->queue();
  simulation.spawn(compute_block_compute(simulation, queue, thread(), diary, milliseconds(1)));
  for (const char* name : {"b", "c"})
    simulation.spawn(compute(simulation, queue, thread(), diary, name, milliseconds(0), milliseconds(1)));
  simulation.run();
  EXPECT_EQ(diary.lines(), (std::vector<std::string>{"0.002 b", "0.003 c", "0.004 debtor"}));
}

Process two_demands_at_once(RunQueues& queue, Cpu::Thread& thread, Diary& diary)
{
  co_await queue.run(thread, Duration(0.0005));
  co_await queue.run(thread, Duration(0.0005));
  diary.note("a");
}

TEST_F(RunQueuesTest, KeepsTheCoreBetweenDemandsOfOneInstant)
{
  RunQueues& queue = this->queue();
  simulation.spawn(two_demands_at_once(queue, thread(), diary));
  simulation.spawn(compute(simulation, queue, thread(), diary, "b", milliseconds(0), milliseconds(1)));
  simulation.run();
  EXPECT_EQ(diary.lines(), (std::vector<std::string>{"0.001 a", "0.002 b"}));
  EXPECT_EQ(queue.switches(), 2);
}

// a alone has used its slice up at 1.4 ms and computes on; b comes at 2 ms and need not wait for the tick at 4.
TEST_F(RunQueuesTest, TakesTheCoreAtAWakeUpFromAThreadPastItsSlice)
{
  RunQueues& queue = this->queue();
  simulation.spawn(compute(simulation, queue, thread(), diary, "a", Duration(0), milliseconds(10)));
  simulation.spawn(compute(simulation, queue, thread(), diary, "b", milliseconds(2), Duration(0.0001)));
  simulation.run();
  EXPECT_EQ(diary.lines(), (std::vector<std::string>{"0.0021 b", "0.0101 a"}));
}

// It computes for 1.5 ms, more than a slice, and blocks before a tick: its deadline is then 1.5 + 1.4 = 2.9. `late`
// comes at 2.5 ms with V = (1.5 + 1.0) / 2 = 1.25 and has the deadline 2.65. At the tick of 4 ms both are eligible (V =
// (1.5 + 2.5 + 1.25) / 3 = 1.75), and `late` is first, though the other has waited for longer.
TEST_F(RunQueuesTest, RenewsTheDeadlineOfAThreadThatHasUsedItsSliceUpWhenItBlocks)
{
  RunQueues& queue = this->queue();
  simulation.spawn(compute_block_compute(simulation, queue, thread(), diary, Duration(0.0015)));
  simulation.spawn(compute(simulation, queue, thread(), diary, "long", Duration(0), milliseconds(10)));
  simulation.spawn(compute(simulation, queue, thread(), diary, "late", Duration(0.0025), Duration(0.0005)));
  simulation.run();
  EXPECT_EQ(diary.lines(), (std::vector<std::string>{"0.0045 late", "0.0055 debtor", "0.013 long"}));
}

// The core is idle before a, and changes from a to b.
TEST_F(RunQueuesTest, ChargesLeavingTheIdleStateAndEachChangeOfThreads)
{
  RunQueues& queue = this->queue({.switch_cost = Duration(0.0001), .idle_cost = Duration(0.0003)});
  for (const char* name : {"a", "b"})
    simulation.spawn(compute(simulation, queue, thread(), diary, name, milliseconds(0), milliseconds(1)));
  simulation.run();
  EXPECT_EQ(diary.lines(), (std::vector<std::string>{"0.0013 a", "0.0024 b"}));
}

// Before a the core was idle for all, and for the other process before b: c is of a's process.
TEST_F(RunQueuesTest, ChargesTheFirstThreadOfEachProcessSinceTheCoreWasIdle)
{
  RunQueues& queue = this->queue({.switch_cost = Duration(0.0001), .idle_cost = Duration(0.0003)});
  const Cpu::ProcessId one = queue.add_process("one");
  const Cpu::ProcessId other = queue.add_process("other");
  Cpu::Thread a(one);
  Cpu::Thread b(other);
  Cpu::Thread c(one);
  for (auto& [thread, name] : {std::pair{&a, "a"}, std::pair{&b, "b"}, std::pair{&c, "c"}})
    simulation.spawn(compute(simulation, queue, *thread, diary, name, milliseconds(0), milliseconds(1)));
  simulation.run();
  EXPECT_EQ(diary.lines(), (std::vector<std::string>{"0.0013 a", "0.0026 b", "0.0037 c"}));
}

Process stop_the_world(Simulation& simulation, RunQueues& queue, Cpu::Thread& collector, Diary& diary,
                       Cpu::ProcessId process)
{
  co_await Sleep{simulation, milliseconds(2)};
  queue.stop(process, &collector);
  co_await queue.run(collector, milliseconds(3));
  diary.note("collector");
  queue.resume(process, &collector);
}

// a needs 10 ms and has 2 when its process is stopped. Of another process, b comes at 2.5 ms for 0.1 ms and gets the
// core at the tick at 4; the collector goes on from 4.1 to 5.1. c of a's process came at 3 ms and waits: a has the core
// first, up to the tick at 8, then c for its 1 ms, and a needs 8 - 2.9 = 5.1 ms more.
TEST_F(RunQueuesTest, StopsAProcessButForOneThreadWhichComputesMeanwhile)
{
  RunQueues& queue = this->queue();
  const Cpu::ProcessId stopped = queue.add_process("stopped");
  Cpu::Thread a(stopped);
  Cpu::Thread c(stopped);
  Cpu::Thread collector(stopped);
  simulation.spawn(compute(simulation, queue, a, diary, "a", Duration(0), milliseconds(10)));
  simulation.spawn(compute(simulation, queue, thread(), diary, "b", Duration(0.0025), Duration(0.0001)));
  simulation.spawn(compute(simulation, queue, c, diary, "c", milliseconds(3), milliseconds(1)));
  simulation.spawn(stop_the_world(simulation, queue, collector, diary, stopped));
  simulation.run();
  EXPECT_EQ(diary.lines(), (std::vector<std::string>{"0.0041 b", "0.0051 collector", "0.009 c", "0.0141 a"}));
}

TEST_F(RunQueuesTest, GivesEqualThreadsEqualTimeInTheLongRun)
{
  RunQueues& queue = this->queue();
  for (int i = 0; i < 10; ++i)
    simulation.spawn(compute(simulation, queue, thread(), diary, "x", Duration(0), Duration(1)));
  simulation.run_until(at_seconds(9.96)); // less one tick for each of the ten
  EXPECT_TRUE(diary.lines().empty());
  simulation.run();
  EXPECT_EQ(diary.lines().back(), "10 x");
}

Process cancel_at(Simulation& simulation, ProcessRef& ref, Duration when)
{
  co_await Sleep{simulation, when};
  ref.cancel();
}

TEST_F(RunQueuesTest, LetsAnotherGoOnWhenTheRunningProcessIsEnded)
{
  RunQueues& queue = this->queue();
  ProcessRef ref;
  simulation.spawn(cancel_at(simulation, ref, Duration(0.0015)));
  Process first = compute(simulation, queue, thread(), diary, "a", milliseconds(0), milliseconds(10));
  ref.attach(first);
  simulation.spawn(std::move(first));
  simulation.spawn(compute(simulation, queue, thread(), diary, "b", milliseconds(0), milliseconds(1)));
  simulation.run();
  EXPECT_EQ(diary.lines(), (std::vector<std::string>{"0.0025 b"}));
}

// As in TakesTheCoreAwayAtTheFirstTickAfterASlice: four preemptions, and nobody has given up. Both wait or compute from
// 1 to 19 ms, b alone to 21: 38 ms together.
TEST_F(RunQueuesTest, CountsAPreemptedThreadAsPresentAndNotAsGone)
{
  RunQueues& queue = this->queue();
  for (const char* name : {"a", "b"})
    simulation.spawn(compute(simulation, queue, thread(), diary, name, milliseconds(1), milliseconds(10)));
  simulation.run();
  const StationReport report = queue.report(simulation.now());
  EXPECT_EQ(report.arrivals, 2U);
  EXPECT_EQ(report.completions, 2U);
  EXPECT_EQ(report.gave_up, 0U);
  EXPECT_EQ(report.queued_max, 2U);
  EXPECT_NEAR(report.busy_s, 0.020, 1e-12);
  EXPECT_NEAR(report.waited_s, 0.038, 1e-12);
}

// Of a core at 10 %, 100 ms of work take nearly a second: 10 ms, then a stop until the next 100 ms. Another process has
// the core meanwhile.
TEST_F(RunQueuesTest, StopsAProcessThatSpentItsQuotaUntilThePeriodEnds)
{
  RunQueues& queue = this->queue();
  const Cpu::ProcessId container = queue.add_process("container");
  queue.set_quota(container, 0.1);
  Cpu::Thread limited(container);
  simulation.spawn(compute(simulation, queue, limited, diary, "limited", Duration(0), milliseconds(25)));
  simulation.spawn(compute(simulation, queue, thread(), diary, "other", milliseconds(50), milliseconds(100)));
  simulation.run();
  EXPECT_EQ(diary.lines(), (std::vector<std::string>{"0.16 other", "0.205 limited"}));
  EXPECT_NEAR(queue.use()[container].throttled_s, 0.17, 0.01);
}

Process wanders(Simulation& simulation, Cpu& cpu, RandomStream random, Cpu::ProcessId process)
{
  Cpu::Thread thread(process);
  for (;;) {
    co_await Sleep{simulation, seconds(random.exponential(0.004))};
    co_await cpu.run(thread, seconds(random.exponential(0.002)));
  }
}

// Threads come, are ended, stopped and slowed at random (seeds 1 to 10): the laws hold at every step.
TEST_F(RunQueuesTest, ObeysItsLawsUnderRandomUse)
{
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const RandomFamily family(seed, 0, "run queue law test");
    RandomStream random(family, 0);
    Simulation world;
    RunQueues queue(world, {.name = "core", .capacity = {}, .run_queue = RunQueueOptions{}});
    const Cpu::ProcessId jvm = queue.add_process("jvm");
    std::deque<ProcessRef> refs;
    int stops = 0;
    for (std::uint64_t step = 1; step <= 400; ++step) {
      const double what = random.uniform(0, 1);
      if (what < 0.3) {
        Process process = wanders(world, queue, RandomStream(family, step), step % 2 == 0 ? jvm : 0);
        refs.emplace_back().attach(process);
        world.spawn(std::move(process));
      } else if (what < 0.5 && not refs.empty()) {
        refs[static_cast<std::size_t>(random.uniform(0, static_cast<double>(refs.size())))].cancel();
      } else if (what < 0.6) {
        queue.stop(jvm);
        ++stops;
      } else if (what < 0.7 && stops > 0) {
        queue.resume(jvm);
        --stops;
      } else if (what < 0.8) {
        queue.set_speed(random.uniform(0.5, 2));
      } else if (what < 0.9) {
        queue.set_quota(jvm, random.uniform(0, 1), milliseconds(10));
      }
      world.run_until(at_seconds(0.003 * static_cast<double>(step)));
      ASSERT_THAT(broken_laws(queue.report(world.now())), testing::IsEmpty());
    }
    world.clear();
    EXPECT_EQ(queue.resident(), 0U);
  }
}

} // namespace
} // namespace onsale::engine
