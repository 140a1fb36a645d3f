/// Run queues of several cores: who computes where, and what holds whatever they do.
#include "sim/engine/cpu/run_queues.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/random.hpp"
#include "tests/unit/engine/diary.hpp"

#include <gmock/gmock.h>

#include <deque>
#include <string>
#include <vector>

namespace onsale::engine {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;

struct ManyCores : testing::Test {
  ~ManyCores() override { simulation.clear(); }
  RunQueues& host(const CpuCapacity& capacity, const RunQueueOptions& options = {})
  {
    return hosts.emplace_back(simulation, CpuOptions{.name = "host", .capacity = capacity, .run_queue = options});
  }
  Process job(RunQueues& cpu, const char* name, Duration start, Duration demand)
  {
    co_await Sleep{simulation, start};
    Cpu::Thread thread;
    co_await cpu.run(thread, demand);
    diary.note(name);
  }

  Simulation simulation;
  std::deque<RunQueues> hosts;
  Diary diary{simulation};
};

TEST_F(ManyCores, GivesEachThreadACoreOfItsOwn)
{
  RunQueues& cpu = host({.cores = 2});
  simulation.spawn(job(cpu, "a", Duration(0), milliseconds(10)));
  simulation.spawn(job(cpu, "b", milliseconds(1), milliseconds(10)));
  simulation.run();
  EXPECT_THAT(diary.lines(), ElementsAre("0.01 a", "0.011 b"));
  EXPECT_EQ(cpu.migrations(), 0U);
}

// a and b compute; c comes at 1 ms and has to wait behind one of them. It is on the core of a: b's core takes it when b
// is done at 2 ms, as a's slice has not led to a tick yet.
TEST_F(ManyCores, AnIdleCoreTakesAThreadThatWaitsElsewhere)
{
  RunQueues& cpu = host({.cores = 2});
  simulation.spawn(job(cpu, "a", Duration(0), milliseconds(3)));
  simulation.spawn(job(cpu, "b", Duration(0), milliseconds(2)));
  simulation.spawn(job(cpu, "c", milliseconds(1), milliseconds(2)));
  simulation.run();
  EXPECT_THAT(diary.lines(), ElementsAre("0.002 b", "0.003 a", "0.004 c"));
}

// 3 s of work on two cores: balancing moves the third about, so that all three are done at nearly 1.5 s.
TEST_F(ManyCores, SharesTwoCoresAmongThreeThreadsInTheLongRun)
{
  RunQueues& cpu = host({.cores = 2});
  std::vector<double> ends_s;
  struct Story {
    static Process burns(RunQueues& cpu, Simulation& simulation, std::vector<double>& ends_s)
    {
      Cpu::Thread thread;
      co_await cpu.run(thread, seconds(1));
      ends_s.push_back(in_seconds(simulation.now()));
    }
  };
  for (int i = 0; i < 3; ++i)
    simulation.spawn(Story::burns(cpu, simulation, ends_s));
  simulation.run();
  ASSERT_EQ(ends_s.size(), 3U);
  for (const double end_s : ends_s)
    EXPECT_NEAR(end_s, 1.5, 0.08);
  EXPECT_GT(cpu.migrations(), 5U);
}

// One core of two hardware threads with gain 0.25: both at 0.625. b is done at 1 + 0.5 / 0.625 = 1.8 s; a has had 1.5 s
// of its 2 by then, and goes on alone.
TEST_F(ManyCores, ASiblingThatComputesSlowsTheOther)
{
  RunQueues& cpu = host({.cores = 1, .hardware_threads = 2, .smt_gain = 0.25});
  simulation.spawn(job(cpu, "a", Duration(0), seconds(2)));
  simulation.spawn(job(cpu, "b", seconds(1), seconds(0.5)));
  simulation.run();
  EXPECT_THAT(diary.lines(), ElementsAre("1.8 b", "2.3 a"));
  EXPECT_NEAR(cpu.report(simulation.now()).busy_s, 2.5, 1e-9);
}

// A second core from 5 ms on: b, which has waited for longest, goes there. Then one less: both share again.
TEST_F(ManyCores, TakesUpACoreThatComesAndLeavesOneThatGoes)
{
  RunQueues& cpu = host({.cores = 1});
  simulation.spawn(job(cpu, "a", Duration(0), milliseconds(20)));
  simulation.spawn(job(cpu, "b", Duration(0), milliseconds(20)));
  simulation.run_until(at_seconds(0.005));
  simulation.advance_to(at_seconds(0.005));
  cpu.set_capacity({.cores = 2});
  simulation.run_until(at_seconds(0.010));
  simulation.advance_to(at_seconds(0.010));
  EXPECT_NEAR(cpu.report(simulation.now()).busy_s, 0.015, 1e-9);
  cpu.set_capacity({.cores = 1});
  simulation.run();
  EXPECT_NEAR(in_seconds(simulation.now()), 0.035, 1e-9); // 40 ms of work less 15, one core
  EXPECT_THAT(broken_laws(cpu.report(simulation.now())), testing::IsEmpty());
}

Process wanders(Simulation& simulation, Cpu& cpu, RandomStream random, Cpu::ProcessId process)
{
  Cpu::Thread thread(process);
  for (;;) {
    co_await Sleep{simulation, seconds(random.exponential(0.004))};
    co_await cpu.run(thread, seconds(random.exponential(0.002)));
  }
}

// Threads come, are ended, stopped and slowed at random on 1 to 12 cores that change (seeds 1 to 20): the laws hold at
// every step, and no core is idle while two wait that may go there.
TEST_F(ManyCores, ObeyTheLawsUnderRandomUse)
{
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const RandomFamily family(seed, 0, "many cores law test");
    RandomStream random(family, 0);
    Simulation world;
    const bool smt = seed % 2 == 0;
    const auto capacity = [&] {
      const double cores = std::floor(random.uniform(1, 7));
      return CpuCapacity{.cores = cores, .hardware_threads = smt ? 2 * cores : 0};
    };
    RunQueues cpu(world, {.name = "host", .capacity = capacity(), .run_queue = RunQueueOptions{}});
    const Cpu::ProcessId jvm = cpu.add_process("jvm");
    std::deque<ProcessRef> refs;
    int stops = 0;
    for (std::uint64_t step = 1; step <= 400; ++step) {
      const double what = random.uniform(0, 1);
      if (what < 0.3) {
        Process process = wanders(world, cpu, RandomStream(family, step), step % 2 == 0 ? jvm : 0);
        refs.emplace_back().attach(process);
        world.spawn(std::move(process));
      } else if (what < 0.5 && not refs.empty()) {
        refs[static_cast<std::size_t>(random.uniform(0, static_cast<double>(refs.size())))].cancel();
      } else if (what < 0.6) {
        cpu.stop(jvm);
        ++stops;
      } else if (what < 0.7 && stops > 0) {
        cpu.resume(jvm);
        --stops;
      } else if (what < 0.8) {
        cpu.set_speed(random.uniform(0.5, 2));
      } else if (what < 0.9) {
        cpu.set_quota(jvm, random.uniform(0, 2), milliseconds(10));
      } else {
        cpu.set_capacity(capacity());
      }
      world.run_until(at_seconds(0.003 * static_cast<double>(step)));
      ASSERT_THAT(broken_laws(cpu.report(world.now())), testing::IsEmpty()) << step;
    }
    world.clear();
    EXPECT_EQ(cpu.resident(), 0U);
    EXPECT_EQ(cpu.size(), 0U);
  }
}

Process user(Simulation& simulation, Cpu& cpu, RandomStream random, double demand_s, std::uint64_t& requests,
             double& response_s)
{
  Cpu::Thread thread;
  for (;;) {
    co_await Sleep{simulation, seconds(random.exponential(0.01))};
    const Time from = simulation.now();
    co_await cpu.run(thread, seconds(random.exponential(demand_s)));
    response_s += in_seconds(simulation.now() - from);
    ++requests;
  }
}

struct Measured {
  double throughput_per_s = 0;
  double response_s = 0;
};

Measured closed_load(const CpuOptions& options, int users, double demand_s)
{
  constexpr double duration_s = 8;
  Simulation simulation;
  const auto cpu = make_cpu(simulation, options);
  const RandomFamily family(1, 0, "closed load on many cores");
  std::uint64_t requests = 0;
  double response_s = 0;
  for (int i = 0; i < users; ++i)
    simulation.spawn(
        user(simulation, *cpu, RandomStream(family, static_cast<std::uint64_t>(i)), demand_s, requests, response_s));
  simulation.run_until(at_seconds(duration_s));
  EXPECT_THAT(broken_laws(cpu->report(simulation.now())), testing::IsEmpty());
  simulation.clear();
  return {static_cast<double>(requests) / duration_s, response_s / static_cast<double>(requests)};
}

// Slices a tenth of the mean demand: processor sharing in the limit. 4, 6 and 12 cores at two thirds and past
// saturation.
TEST_F(ManyCores, AreProcessorSharingInTheLimitOfShortSlices)
{
  const RunQueueOptions short_slices{.slice = std::chrono::microseconds(200),
                                     .tick = std::chrono::microseconds(200),
                                     .cache_hot = Duration(0),
                                     .balance_per_core = std::chrono::microseconds(250)};
  for (const double cores : {4.0, 6.0, 12.0})
    for (const double load : {0.67, 2.0}) {
      SCOPED_TRACE(std::to_string(cores) + " cores, load " + std::to_string(load));
      const double demand_s = 0.002;
      const int users = static_cast<int>(load * cores * (0.01 + demand_s) / demand_s);
      const Measured shared =
          closed_load({.name = "shared", .capacity = {.cores = cores}, .run_queue = {}}, users, demand_s);
      const Measured queued =
          closed_load({.name = "queued", .capacity = {.cores = cores}, .run_queue = short_slices}, users, demand_s);
      EXPECT_NEAR(queued.throughput_per_s, shared.throughput_per_s, 0.02 * shared.throughput_per_s);
      EXPECT_NEAR(queued.response_s, shared.response_s, 0.05 * shared.response_s);
    }
}

// As Linux has them: cores do not idle while threads wait, so that past saturation the throughput is the capacity.
TEST_F(ManyCores, KeepAllCoresBusyPastSaturation)
{
  for (const double cores : {2.0, 4.0, 6.0, 12.0}) {
    SCOPED_TRACE(std::to_string(cores) + " cores");
    const int users = static_cast<int>(3 * cores * 6);
    const Measured queued =
        closed_load({.name = "host", .capacity = {.cores = cores}, .run_queue = RunQueueOptions{}}, users, 0.002);
    EXPECT_NEAR(queued.throughput_per_s, cores / 0.002, 0.03 * cores / 0.002);
  }
}

Process burns(Cpu& cpu, double& got_s)
{
  Cpu::Thread thread;
  for (;;) {
    co_await cpu.run(thread, milliseconds(1));
    got_s += 0.001;
  }
}

// Half as many threads again as cores, and one more, that only compute: balancing moves the odd ones about, so that all
// get alike.
TEST_F(ManyCores, GiveEqualThreadsEqualTimeInTheLongRun)
{
  for (const double cores : {2.0, 4.0, 6.0, 12.0}) {
    SCOPED_TRACE(std::to_string(cores) + " cores");
    Simulation world;
    RunQueues cpu(world, {.name = "host", .capacity = {.cores = cores}, .run_queue = RunQueueOptions{}});
    std::vector<double> got_s(static_cast<std::size_t>(1.5 * cores) + 1);
    for (double& each_s : got_s)
      world.spawn(burns(cpu, each_s));
    world.run_until(at_seconds(20));
    world.clear();
    const double fair_s = 20 * cores / static_cast<double>(got_s.size());
    for (const double each_s : got_s)
      EXPECT_NEAR(each_s, fair_s, 0.05 * fair_s);
  }
}

} // namespace
} // namespace onsale::engine
