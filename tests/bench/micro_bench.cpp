#include "sim/engine/cpu/processor_sharing.hpp"
#include "sim/engine/distribution.hpp"
#include "sim/engine/event_queue.hpp"
#include "sim/engine/keyed_lock.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/token_pool.hpp"

#include <benchmark/benchmark.h>

namespace onsale::bench {
namespace {

using namespace engine;

/// One event out, one in, at a constant number of pending events (hold model).
void EventQueueHold(benchmark::State& state)
{
  const RandomFamily family(1, 0, "bench");
  RandomStream random(family, 0);
  EventQueue queue;
  std::uint64_t sequence = 0;
  for (std::int64_t i = 0; i < state.range(0); ++i)
    queue.push({random.exponential(1), ++sequence, {}});
  for (auto _ : state) {
    const double now_s = queue.top().time_s;
    queue.pop();
    queue.push({now_s + random.exponential(1), ++sequence, {}});
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(EventQueueHold)->RangeMultiplier(10)->Range(100, 100'000);

/// Runs a model that never ends for a second of simulated time in each iteration; one item is one event.
void run_events(benchmark::State& state, Simulation& simulation)
{
  const std::uint64_t before = simulation.events();
  double until_s = 0;
  for (auto _ : state)
    simulation.run_until(at_seconds(until_s += 1));
  state.SetItemsProcessed(static_cast<std::int64_t>(simulation.events() - before));
  simulation.clear();
}

Process sleeps(Simulation& simulation, const RandomFamily& family, std::uint64_t number)
{
  RandomStream random(family, number);
  while (true)
    co_await Sleep{simulation, seconds(random.exponential(1))};
}

void SleepingProcesses(benchmark::State& state)
{
  const RandomFamily family(1, 0, "bench");
  Simulation simulation;
  for (std::int64_t i = 0; i < state.range(0); ++i)
    simulation.spawn(sleeps(simulation, family, static_cast<std::uint64_t>(i)));
  run_events(state, simulation);
}
BENCHMARK(SleepingProcesses)->Arg(1000)->Arg(100'000);

Process computes(Cpu& cpu, const RandomFamily& family, std::uint64_t number)
{
  Cpu::Thread thread;
  RandomStream random(family, number);
  while (true)
    co_await cpu.run(thread, seconds(random.exponential(0.01)));
}

void ProcessorSharingServe(benchmark::State& state)
{
  const RandomFamily family(1, 0, "bench");
  Simulation simulation;
  ProcessorSharing cpu(simulation, {"cpu", {.cores = 12}});
  for (std::int64_t i = 0; i < state.range(0); ++i)
    simulation.spawn(computes(cpu, family, static_cast<std::uint64_t>(i)));
  run_events(state, simulation);
}
BENCHMARK(ProcessorSharingServe)->Arg(10)->Arg(1000);

Process holds(Simulation& simulation, TokenPool& pool, Duration patience)
{
  while (true) {
    const auto token = co_await pool.acquire(patience);
    co_await Sleep{simulation, seconds(0.001)};
  }
}

/// Acquire in a queue, with and without a deadline, hold, give back.
void TokenPoolCycle(benchmark::State& state)
{
  Simulation simulation;
  TokenPool pool(simulation, {"pool", 10});
  for (int i = 0; i < 100; ++i)
    simulation.spawn(holds(simulation, pool, state.range(0) == 0 ? forever : seconds(30)));
  run_events(state, simulation);
}
BENCHMARK(TokenPoolCycle)->ArgName("deadline")->Arg(0)->Arg(1);

void KeyedLockTry(benchmark::State& state)
{
  Simulation simulation;
  KeyedLock rows(simulation, "rows");
  KeyedLock::Key key = 0;
  for (auto _ : state)
    benchmark::DoNotOptimize(rows.try_acquire(++key & 1023));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(KeyedLockTry);

void Draw(benchmark::State& state, const Distribution& distribution)
{
  const RandomFamily family(1, 0, "bench");
  RandomStream random(family, 0);
  for (auto _ : state)
    benchmark::DoNotOptimize(distribution.sample(random));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK_CAPTURE(Draw, exponential, Distribution::exponential(1));
BENCHMARK_CAPTURE(Draw, gamma, Distribution::gamma(1, 0.5));
BENCHMARK_CAPTURE(Draw, lognormal, Distribution::lognormal(1, 0.5));

} // namespace
} // namespace onsale::bench
