#include "tests/oracle/debtors.hpp"

#include "sim/engine/cpu/cpu.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/random.hpp"
#include "sim/engine/simulation.hpp"

#include <algorithm>
#include <cstddef>
#include <deque>
#include <numeric>

namespace onsale::oracle {
namespace {

using engine::seconds;

/// What a thread computes first; its end tells when the wait for the core was over.
constexpr double first_instant_s = 1e-9;

engine::Process debtor(engine::Simulation& simulation, engine::Cpu& cpu, engine::Cpu::Thread& thread,
                       engine::RandomStream draws, const Debtors& debtors, WaitsForTheCore& waits)
{
  for (;;) {
    co_await cpu.run(thread, seconds(debtors.long_burst_s * draws.uniform(0.5, 1.5)));
    co_await engine::Sleep{simulation, seconds(debtors.sleep_after_long_s * draws.uniform(0.5, 1.5))};
    double woken_s = engine::in_seconds(simulation.now());
    co_await cpu.run(thread, seconds(first_instant_s));
    waits.after_long_s.push_back(engine::in_seconds(simulation.now()) - woken_s);
    co_await cpu.run(thread, seconds(debtors.short_burst_s * draws.uniform(0.5, 1.5)));
    co_await engine::Sleep{simulation, seconds(debtors.sleep_after_short_s * draws.uniform(0.5, 1.5))};
    woken_s = engine::in_seconds(simulation.now());
    co_await cpu.run(thread, seconds(first_instant_s));
    waits.after_short_s.push_back(engine::in_seconds(simulation.now()) - woken_s);
  }
}

} // namespace

WaitsForTheCore simulated(const Debtors& debtors, double duration_s)
{
  WaitsForTheCore waits;
  const engine::RandomFamily draws(1, 0, "debtors");
  engine::Simulation simulation;
  const auto cpu =
      engine::make_cpu(simulation, {.name = "core", .capacity = {}, .run_queue = engine::RunQueueOptions{}});
  std::deque<engine::Cpu::Thread> threads(debtors.threads);
  for (std::uint32_t number = 0; number < debtors.threads; ++number)
    simulation.spawn(debtor(simulation, *cpu, threads[number], engine::RandomStream(draws, number), debtors, waits));
  simulation.run_until(engine::at_seconds(duration_s));
  simulation.clear();
  return waits;
}

Waits summary_of(std::vector<double> waits_s)
{
  std::ranges::sort(waits_s);
  const auto quantile_ms = [&](double part) {
    return 1e3 * waits_s[static_cast<std::size_t>(part * static_cast<double>(waits_s.size() - 1))];
  };
  const double mean_s = std::accumulate(waits_s.begin(), waits_s.end(), 0.0) / static_cast<double>(waits_s.size());
  return {1e3 * mean_s, quantile_ms(0.5), quantile_ms(0.9), quantile_ms(0.99)};
}

} // namespace onsale::oracle
