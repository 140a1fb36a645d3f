#include "sim/engine/cpu/processor_sharing.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/random.hpp"
#include "tests/unit/engine/diary.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <vector>

namespace onsale::engine {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct CpuWorld {
  explicit CpuWorld(CpuCapacity capacity) : cpu(simulation, {"cpu", capacity}), jvm(cpu.add_process("jvm")) {}
  ~CpuWorld()
  {
    EXPECT_THAT(broken_laws(cpu.report(simulation.now())), IsEmpty());
    simulation.clear();
    EXPECT_EQ(cpu.resident(), 0U);
  }

  Process job(std::string name, Duration start, Duration demand, Cpu::ProcessId process = 0)
  {
    co_await Sleep{simulation, start};
    Cpu::Thread thread(process);
    co_await cpu.run(thread, demand);
    diary.note(name);
    ended_s[name] = in_seconds(simulation.now());
  }
  void add(const std::string& name, double start_s, double demand_s, Cpu::ProcessId process = 0)
  {
    simulation.spawn(job(name, seconds(start_s), seconds(demand_s), process));
  }
  void until(double at_s)
  {
    simulation.run_until(at_seconds(at_s));
    simulation.advance_to(at_seconds(at_s));
  }

  Simulation simulation;
  Diary diary{simulation};
  ProcessorSharing cpu;
  Cpu::ProcessId jvm;
  std::map<std::string, double> ended_s;
};

TEST(CpuCapacity, AddsTheGainOfEachDoubledCore)
{
  const CpuCapacity host{.cores = 6, .hardware_threads = 12, .smt_gain = 0.25};
  EXPECT_DOUBLE_EQ(host.at(0), 0);
  EXPECT_DOUBLE_EQ(host.at(3), 3);
  EXPECT_DOUBLE_EQ(host.at(6), 6);
  EXPECT_DOUBLE_EQ(host.at(9), 6.75); // 6 + 0.25 * 3
  EXPECT_DOUBLE_EQ(host.at(12), 7.5);
  EXPECT_DOUBLE_EQ(host.at(500), 7.5);
  EXPECT_DOUBLE_EQ(host.largest(), 7.5);
}

TEST(CpuCapacity, WithoutSmtIsTheCores)
{
  const CpuCapacity host{.cores = 4};
  EXPECT_DOUBLE_EQ(host.at(4), 4);
  EXPECT_DOUBLE_EQ(host.at(5), 4);
}

// One core. a (3 s) alone 0-1: 2 left. Both at 1/2 from 1: b (1 s) ends at 3, a has 1 left and ends at 4.
TEST(ProcessorSharing, SharesOneCoreEvenly)
{
  CpuWorld world({.cores = 1});
  world.add("a", 0, 3);
  world.add("b", 1, 1);
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(), ElementsAre("3 b", "4 a"));
  const StationReport report = world.cpu.report(world.simulation.now());
  EXPECT_DOUBLE_EQ(report.busy_s, 4);
  EXPECT_DOUBLE_EQ(report.utilisation(), 1);
  EXPECT_DOUBLE_EQ(report.waited_s, 6); // a 4 s and b 2 s in residence
  EXPECT_EQ(report.queued_max, 2U);
}

// Two cores, three jobs of 2 s: 2/3 each, all end at 3, in order of coming.
TEST(ProcessorSharing, SharesTwoCoresAmongThree)
{
  CpuWorld world({.cores = 2});
  for (const char* name : {"a", "b", "c"})
    world.add(name, 0, 2);
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(), ElementsAre("3 a", "3 b", "3 c"));
}

// One core of two threads with gain 0.25. a and b (1 s each) get 1.25 / 2 = 0.625: at 0.8 each has 0.5 left, when c
// (1 s) comes: 1.25 / 3 each. a and b end at 0.8 + 0.5 * 3 / 1.25 = 2; c has 0.5 left, alone at 1: ends at 2.5.
TEST(ProcessorSharing, FollowsTheSmtCurve)
{
  CpuWorld world({.cores = 1, .hardware_threads = 2, .smt_gain = 0.25});
  world.add("a", 0, 1);
  world.add("b", 0, 1);
  world.add("c", 0.8, 1);
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(), ElementsAre("2 a", "2 b", "2.5 c"));
}

TEST(ProcessorSharing, ServesNothingInNoTime)
{
  CpuWorld world({.cores = 1});
  world.add("busy", 0, 5);
  world.add("nothing", 1, 0);
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(), ElementsAre("1 nothing", "5 busy"));
  EXPECT_EQ(world.cpu.report(world.simulation.now()).arrivals, 1U);
}

//        0         1    1.5    2        2.75     3.25       4.25
// a jvm  |== 1/2 ==|. frozen . |== 1/3 ==|== 1/2 ==|=== 1 ===|   2 s: 0.5, then 0.25, 0.25, 1
// b      |== 1/2 ==|==== 1 ====|== 1/3 ==|== 1/2 ==|             2 s: 0.5, 1, 0.25, 0.25
// c jvm                 |wait |== 1/3 ==|                        0.25 s, comes at 1.5 while frozen
TEST(ProcessorSharing, StopsAFrozenGroupAndGivesItsShareToTheOthers)
{
  CpuWorld world({.cores = 1});
  world.add("a", 0, 2, world.jvm);
  world.add("b", 0, 2);
  world.add("c", 1.5, 0.25, world.jvm);
  world.until(1);
  world.cpu.stop(world.jvm);
  EXPECT_EQ(world.cpu.runnable(), 1U);
  EXPECT_EQ(world.cpu.resident(), 2U);
  world.until(2);
  world.cpu.resume(world.jvm);
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(), ElementsAre("2.75 c", "3.25 b", "4.25 a"));
}

// Frozen twice from 1, thawed at 2 and 5: 1 s done, 1 s left from 5.
TEST(ProcessorSharing, NestsFreezes)
{
  CpuWorld world({.cores = 1});
  world.add("a", 0, 2, world.jvm);
  world.until(1);
  world.cpu.stop(world.jvm);
  world.cpu.stop(world.jvm);
  world.until(2);
  world.cpu.resume(world.jvm);
  world.until(5);
  world.cpu.resume(world.jvm);
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(), ElementsAre("6 a"));
  EXPECT_THROW(world.cpu.resume(world.jvm), BrokenPromise);
}

// Half speed from 1: 1 s left takes 2 s.
TEST(ProcessorSharing, SlowsAllWorkWithItsSpeed)
{
  CpuWorld world({.cores = 2});
  world.add("a", 0, 2);
  world.until(1);
  world.cpu.set_speed(0.5);
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(), ElementsAre("3 a"));
  EXPECT_DOUBLE_EQ(world.cpu.report(world.simulation.now()).capacity_mean, (1 * 2 + 2 * 1) / 3.0);
  EXPECT_THROW(world.cpu.set_speed(0), BrokenPromise);
}

// One core until 1, two from then on: a and b (2 s each) have 1.5 left at 1 and end at 2.5.
TEST(ProcessorSharing, GetsFasterWithMoreCores)
{
  CpuWorld world({.cores = 1});
  world.add("a", 0, 2);
  world.add("b", 0, 2);
  world.until(1);
  world.cpu.set_capacity({.cores = 2});
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(), ElementsAre("2.5 a", "2.5 b"));
}

// a and b (2 s) share one core; b is ended at 1 with 0.5 done; a has 1.5 left and ends at 2.5. The same while frozen.
TEST(ProcessorSharing, GivesTheShareOfACancelledJobToTheOthers)
{
  for (const bool frozen : {false, true}) {
    CpuWorld world({.cores = 1});
    ProcessRef ref;
    Process b = world.job("b", seconds(0), seconds(2), world.jvm);
    ref.attach(b);
    world.add("a", 0, 2);
    world.simulation.spawn(std::move(b));
    world.until(1);
    if (frozen)
      world.cpu.stop(world.jvm);
    ref.cancel();
    world.simulation.run();
    EXPECT_THAT(world.diary.lines(), ElementsAre("2.5 a"));
    const StationReport report = world.cpu.report(world.simulation.now());
    EXPECT_EQ(report.gave_up, 1U);
    EXPECT_DOUBLE_EQ(report.served_s, 2.5);
    EXPECT_DOUBLE_EQ(world.cpu.use()[world.jvm].served_s, 0.5);
  }
}

// Four cores, group limited to one core's worth in 100 ms. Two jobs (0.16 s) run at 2 cores: 0-0.05 uses up the period,
// 0.1-0.15 and 0.2-0.25 likewise; 0.15 s each is done, the last 0.01 s runs 0.3-0.31. Stopped 3 * 0.05 s.
TEST(ProcessorSharing, ThrottlesAGroupThatSpentItsQuotaUntilThePeriodEnds)
{
  CpuWorld world({.cores = 4});
  world.cpu.set_quota(world.jvm, 1);
  world.add("a", 0, 0.16, world.jvm);
  world.add("b", 0, 0.16, world.jvm);
  world.add("free", 0.03, 0.04);
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(), ElementsAre("0.07 free", "0.31 a", "0.31 b"));
  EXPECT_NEAR(world.cpu.use()[world.jvm].throttled_s, 0.15, 1e-12);
  EXPECT_EQ(world.cpu.use()[world.jvm].completions, 2U);
}

// The period starts with the first job, at 0.42: 0.42-0.47, 0.52-0.57.
TEST(ProcessorSharing, StartsAPeriodWhenTheGroupGetsBusy)
{
  CpuWorld world({.cores = 4});
  world.cpu.set_quota(world.jvm, 1);
  world.add("a", 0.42, 0.1, world.jvm);
  world.add("b", 0.42, 0.1, world.jvm);
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(), ElementsAre("0.57 a", "0.57 b"));
}

// One job cannot use more than one core: with a quota of two it is never stopped.
TEST(ProcessorSharing, LeavesAGroupBelowItsQuotaAlone)
{
  CpuWorld world({.cores = 4});
  world.cpu.set_quota(world.jvm, 2);
  world.add("a", 0, 1, world.jvm);
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(), ElementsAre("1 a"));
  EXPECT_EQ(world.cpu.use()[world.jvm].throttled_s, 0);
}

// Without the quota at 0.02 both jobs have 0.08 left and run on: the limit, due at 0.05, no longer counts.
TEST(ProcessorSharing, ForgetsAQuotaThatIsTakenAway)
{
  CpuWorld world({.cores = 4});
  world.cpu.set_quota(world.jvm, 1);
  world.add("a", 0, 0.1, world.jvm);
  world.add("b", 0, 0.1, world.jvm);
  world.until(0.02);
  world.cpu.set_quota(world.jvm, 0);
  world.simulation.run();
  EXPECT_THAT(world.diary.lines(), ElementsAre("0.1 a", "0.1 b"));
}

// Late in a run a rest of the quota can be too small to move the clock: it is spent, or time would stand still.
TEST(ProcessorSharing, ThrottlesLateInALongRun)
{
  CpuWorld world({.cores = 12});
  world.cpu.set_quota(world.jvm, 2);
  world.until(987'654.321);
  for (int i = 0; i < 12; ++i)
    world.add("job " + std::to_string(i), 0.0137 * i, 1, world.jvm);
  world.simulation.run();
  EXPECT_NEAR(in_seconds(world.simulation.now()), 987'654.321 + 6, 0.1); // 12 s of work at 2 cores
  EXPECT_LT(world.simulation.events(), 1000U);
}

/// Processor sharing as its definition says it: step to the next arrival or end, take the share off every job.
std::vector<double> ends_by_definition(const CpuCapacity& capacity, const std::vector<double>& start_s,
                                       std::vector<double> left_s)
{
  std::vector<double> ends(start_s.size());
  std::vector<std::size_t> present;
  double now_s = 0;
  std::size_t next = 0;
  while (next < start_s.size() || not present.empty()) {
    const double share =
        present.empty() ? 0 : capacity.at(static_cast<double>(present.size())) / static_cast<double>(present.size());
    double step_s = next < start_s.size() ? start_s[next] - now_s : 1e300;
    auto first = present.end();
    for (auto job = present.begin(); job != present.end(); ++job)
      if (left_s[*job] / share < step_s) {
        step_s = left_s[*job] / share;
        first = job;
      }
    for (const std::size_t job : present)
      left_s[job] -= share * step_s;
    now_s += step_s;
    if (first == present.end()) {
      present.push_back(next++);
    } else {
      ends[*first] = now_s;
      present.erase(first);
    }
  }
  return ends;
}

// 300 jobs with random starts and demands (seeds 1 to 10) on 3 cores of 2 threads, sometimes idle, sometimes crowded.
TEST(ProcessorSharing, AgreesWithItsDefinition)
{
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const RandomFamily family(seed, 0, "processor sharing test");
    RandomStream random(family, 0);
    std::vector<double> start_s(300);
    std::vector<double> demand_s(300);
    for (double& at_s : start_s)
      at_s = random.uniform(0, 100);
    std::sort(start_s.begin(), start_s.end());
    for (double& demand : demand_s)
      demand = random.exponential(1.2);
    CpuWorld world({.cores = 3, .hardware_threads = 6});
    for (std::size_t i = 0; i < start_s.size(); ++i)
      world.add(std::to_string(i), start_s[i], demand_s[i]);
    world.simulation.run();
    const auto ends = ends_by_definition(world.cpu.capacity(), start_s, demand_s);
    for (std::size_t i = 0; i < ends.size(); ++i)
      ASSERT_NEAR(world.ended_s.at(std::to_string(i)), ends[i], 1e-9) << i;
  }
}

// Freezes, quotas, speeds and cores change at random (seeds 1 to 10): the laws hold at every step, all jobs end, and
// what the groups were given is what the jobs demanded.
TEST(ProcessorSharing, ObeysItsLawsUnderRandomUse)
{
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const RandomFamily family(seed, 0, "processor sharing law test");
    RandomStream random(family, 0);
    CpuWorld world({.cores = 2});
    double demanded_s = 0;
    for (int i = 0; i < 300; ++i) {
      const double demand_s = random.exponential(0.5);
      demanded_s += demand_s;
      world.add("x", random.uniform(0, 60), demand_s, random.below(2) == 0 ? 0 : world.jvm);
    }
    bool frozen = false;
    for (double at_s = 0.5; at_s < 80; at_s += 0.5) {
      world.until(at_s);
      ASSERT_THAT(broken_laws(world.cpu.report(world.simulation.now())), IsEmpty()) << "at " << at_s;
      switch (random.below(5)) {
      case 0:
        frozen ? world.cpu.resume(world.jvm) : world.cpu.stop(world.jvm);
        frozen = not frozen;
        break;
      case 1:
        world.cpu.set_quota(world.jvm, static_cast<double>(random.below(3)));
        break;
      case 2:
        world.cpu.set_speed(random.uniform(0.5, 2));
        break;
      case 3:
        world.cpu.set_capacity({.cores = static_cast<double>(1 + random.below(4)), .hardware_threads = 4});
        break;
      default:
        break;
      }
    }
    if (frozen)
      world.cpu.resume(world.jvm);
    world.simulation.run();
    EXPECT_EQ(world.cpu.resident(), 0U);
    const auto groups = world.cpu.use();
    EXPECT_EQ(groups[0].completions + groups[1].completions, 300U);
    EXPECT_NEAR(groups[0].served_s + groups[1].served_s, demanded_s, 1e-6);
  }
}

} // namespace
} // namespace onsale::engine
