/// What a capacity planner would work out on the back of an envelope, from the engine's resources alone.
#include "sim/engine/cpu/processor_sharing.hpp"
#include "sim/engine/keyed_lock.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/token_pool.hpp"
#include "tests/oracle/since.hpp"
#include "tests/unit/engine/diary.hpp"

#include <gmock/gmock.h>

namespace onsale::engine {
namespace {

using testing::IsEmpty;

struct Tier {
  Tier(Duration hold_time, Duration patience_time) : hold(hold_time), patience(patience_time) {}
  ~Tier() { simulation.clear(); }

  Process user()
  {
    while (true) {
      const Time start = simulation.now();
      const auto worker = co_await workers.acquire();
      const auto connection = co_await pool.acquire(patience);
      if (connection)
        co_await Sleep{simulation, hold};
      ++requests;
      response_s += in_seconds(simulation.now() - start);
    }
  }

  Simulation simulation;
  TokenPool workers{simulation, {"workers", 200}};
  TokenPool pool{simulation, {"pool", 10}};
  Duration hold;
  Duration patience;
  int requests = 0;
  double response_s = 0;
};

// 300 users without think time, 200 workers, a pool of 10, each connection held 50 ms: 10 / 0.05 = 200 requests/s;
// 190 wait for a connection, 190 / 200 = 0.95 s; 100 for a worker, 100 / 200 = 0.5 s; response 300 / 200 = 1.5 s.
TEST(WorkedChecks, PoolBoundClosedLoad)
{
  Tier tier(seconds(0.05), seconds(30));
  for (int i = 0; i < 300; ++i)
    tier.simulation.spawn(tier.user());
  tier.simulation.run_until(at_seconds(30.01));
  const StationReport workers_before = tier.workers.station().report(tier.simulation.now());
  const StationReport pool_before = tier.pool.station().report(tier.simulation.now());
  tier.requests = 0;
  tier.response_s = 0;
  tier.simulation.run_until(at_seconds(90.01));
  const StationReport pool = oracle::since(pool_before, tier.pool.station().report(tier.simulation.now()));
  const StationReport workers = oracle::since(workers_before, tier.workers.station().report(tier.simulation.now()));
  EXPECT_NEAR(tier.requests / pool.elapsed_s, 200, 0.2);
  EXPECT_NEAR(pool.queued_mean(), 190, 0.1);
  EXPECT_NEAR(pool.queued_mean() / pool.throughput_per_s(), 0.95, 0.001);
  EXPECT_NEAR(workers.queued_mean() / workers.throughput_per_s(), 0.5, 0.001);
  EXPECT_NEAR(tier.response_s / tier.requests, 1.5, 0.001);
  EXPECT_NEAR(pool.utilisation(), 1, 1e-9);
  EXPECT_THAT(broken_laws(pool), IsEmpty());
  EXPECT_THAT(broken_laws(workers), IsEmpty());
}

// The same with 2 s: the first 200 ask at 0; ten are served every 2 s, 150 have been granted before 30 s; at 30 s the
// patience of the other 50 ends (their deadlines are older than the returns of that instant). The rest came later.
TEST(WorkedChecks, PoolTimeOutsBeginAtThePatience)
{
  Tier tier(seconds(2), seconds(30));
  for (int i = 0; i < 300; ++i)
    tier.simulation.spawn(tier.user());
  tier.simulation.run_until(at_seconds(29.99));
  EXPECT_EQ(tier.pool.station().report(tier.simulation.now()).gave_up, 0U);
  EXPECT_EQ(tier.requests, 140); // ended at 2, 4 .. 28
  tier.simulation.run_until(at_seconds(30));
  EXPECT_EQ(tier.pool.station().report(tier.simulation.now()).gave_up, 50U);
}

Process holds_row(Simulation& simulation, TokenPool& pool, KeyedLock& rows, int& commits)
{
  while (true) {
    const auto connection = co_await pool.acquire();
    const auto row = co_await rows.acquire(1);
    co_await Sleep{simulation, seconds(0.0035)};
    ++commits;
  }
}

// Three round trips of 0.5 ms and two fsyncs of 1 ms hold the row for 3.5 ms: 1 / 0.0035 = 285.7 a second, whatever the
// pool.
TEST(WorkedChecks, HotRow)
{
  for (const std::uint32_t connections : {1U, 4U, 50U}) {
    Simulation simulation;
    TokenPool pool(simulation, {"pool", connections});
    KeyedLock rows(simulation, "rows");
    const ClearAtEnd clear(simulation);
    int commits = 0;
    for (int i = 0; i < 100; ++i)
      simulation.spawn(holds_row(simulation, pool, rows, commits));
    simulation.run_until(at_seconds(10));
    EXPECT_EQ(commits, 2857) << connections << " connections";
  }
}

Process computes(Cpu& cpu, Duration demand, int& requests)
{
  Cpu::Thread thread;
  while (true) {
    co_await cpu.run(thread, demand);
    ++requests;
  }
}

Process computes_once(Simulation& simulation, Cpu& cpu, Duration demand, double& response_s)
{
  const Time start = simulation.now();
  Cpu::Thread thread;
  co_await cpu.run(thread, demand);
  response_s += in_seconds(simulation.now() - start);
}

Process arrives(Simulation& simulation, Cpu& cpu, Duration demand, Duration period, int count, double& response_s)
{
  for (int i = 0; i < count; ++i) {
    simulation.spawn(computes_once(simulation, cpu, demand, response_s));
    co_await Sleep{simulation, period};
  }
}

// One core of two threads with gain 0.25: 1.25 / 1 ms = 1250 requests/s, not 2000.
TEST(WorkedChecks, SmtCapacity)
{
  Simulation simulation;
  ProcessorSharing cpu(simulation, {"cpu", {.cores = 1, .hardware_threads = 2, .smt_gain = 0.25}});
  const ClearAtEnd clear(simulation);
  int requests = 0;
  for (int i = 0; i < 50; ++i)
    simulation.spawn(computes(cpu, seconds(0.001), requests));
  simulation.run_until(at_seconds(10));
  EXPECT_NEAR(requests / 10.0, 1250, 5);
  EXPECT_NEAR(cpu.report(simulation.now()).utilisation(), 1, 1e-9);
}

// 1000 requests/s of 1 ms are 1 s of work a second, and 1 / 1.25 = 0.8 of the capacity.
TEST(WorkedChecks, SmtUtilisation)
{
  Simulation simulation;
  ProcessorSharing cpu(simulation, {"cpu", {.cores = 1, .hardware_threads = 2, .smt_gain = 0.25}});
  const ClearAtEnd clear(simulation);
  double response_s = 0;
  simulation.spawn(arrives(simulation, cpu, seconds(0.001), seconds(0.001), 10'000, response_s));
  simulation.run();
  EXPECT_NEAR(cpu.report(simulation.now()).utilisation(), 0.8, 1e-4);
}

// A stop of 1 s at 2000 requests/s delays 2000 requests by 0.5 s on average; all others take 0.1 ms.
TEST(WorkedChecks, GcPause)
{
  Simulation simulation;
  ProcessorSharing cpu(simulation, {"cpu", {.cores = 10'000}});
  const auto jvm = cpu.add_process("jvm");
  const ClearAtEnd clear(simulation);
  struct Story {
    static Process one(Simulation& simulation, Cpu& cpu, Cpu::ProcessId process, int& delayed, double& delay_s)
    {
      const Time start = simulation.now();
      Cpu::Thread thread(process);
      co_await cpu.run(thread, seconds(0.0001));
      const double late_s = in_seconds(simulation.now() - start) - 0.0001;
      if (late_s > 1e-9) {
        ++delayed;
        delay_s += late_s;
      }
    }
    static Process all(Simulation& simulation, Cpu& cpu, Cpu::ProcessId process, int& delayed, double& delay_s)
    {
      for (int i = 0; i < 6000; ++i) {
        simulation.spawn(one(simulation, cpu, process, delayed, delay_s));
        co_await Sleep{simulation, seconds(0.0005)};
      }
    }
  };
  int delayed = 0;
  double delay_s = 0;
  simulation.spawn(Story::all(simulation, cpu, jvm, delayed, delay_s));
  simulation.run_until(at_seconds(0.9999));
  simulation.advance_to(at_seconds(0.9999));
  cpu.stop(jvm);
  simulation.run_until(at_seconds(1.9999));
  simulation.advance_to(at_seconds(1.9999));
  cpu.resume(jvm);
  simulation.run();
  EXPECT_NEAR(delayed, 2000, 1);
  EXPECT_NEAR(delay_s / delayed, 0.5, 0.001);
}

} // namespace
} // namespace onsale::engine
