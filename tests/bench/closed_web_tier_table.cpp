#include "tests/bench/closed_web_tier_table.hpp"

#include "tests/bench/closed_web_tier.hpp"
#include "tests/bench/measured_child.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <stdexcept>
#include <vector>

namespace onsale::bench {
namespace {

constexpr int rounds = 5;

struct Way {
  const char* name;
  ClosedWebTierResult (*run)(const ClosedWebTier&);
};
constexpr std::array<Way, 3> ways{{{"engine", run_engine}, {"bare loop", run_bare}, {"S4U actors", run_s4u}}};

double median(std::vector<double> values)
{
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/// Requests per second of processor time of each way.
std::array<double, ways.size()> speeds(const ClosedWebTier& model)
{
  std::array<std::vector<double>, ways.size()> seen;
  for (int round = 0; round < rounds; ++round)
    for (std::size_t way = 0; way < ways.size(); ++way) {
      const Measured measured = measured_in_child([&] { return ways[way].run(model); });
      seen[way].push_back(static_cast<double>(measured.result.requests) / measured.cpu_s);
      if (round == 0)
        std::printf("  %-10s %8llu requests, mean response %.4f ms\n", ways[way].name,
                    static_cast<unsigned long long>(measured.result.requests), 1e3 * measured.result.mean_response_s);
    }
  return {median(seen[0]), median(seen[1]), median(seen[2])};
}

bool print_speed(const ClosedWebTier& model)
{
  std::printf("%u users, %u threads, %u connections, %.0f ms\n", model.users, model.threads, model.connections,
              1e3 * model.demand_s);
  const auto [engine, bare, s4u] = speeds(model);
  std::printf("  requests/s: engine %.0f k, bare loop %.0f k, S4U actors %.1f k; engine / bare loop %.2f, engine / S4U "
              "%.0f\n",
              engine / 1e3, bare / 1e3, s4u / 1e3, engine / bare, engine / s4u);
  return engine >= 0.5 * bare && (model.users < 5000 || engine >= 20 * s4u);
}

/// Users who have all had one request, of a microsecond, and now think: what each takes beyond a run of one user.
bool print_memory(std::uint32_t users)
{
  const auto resident = [](std::uint32_t count) {
    const Measured measured = measured_in_child([count] {
      return run_engine({.users = count, .threads = count, .connections = count, .demand_s = 1e-6, .simulated_s = 0.9});
    });
    if (measured.result.requests != count)
      throw std::runtime_error("not every user is idle when memory is measured");
    return measured.resident_bytes;
  };
  const double each_bytes = (resident(users) - resident(1)) / users;
  std::printf("%u users: %.0f bytes each\n", users, each_bytes);
  return each_bytes < 2048;
}

} // namespace

bool print_closed_web_tier_table()
{
  bool kept = true;
  for (const ClosedWebTier& model : {ClosedWebTier{.users = 1000, .connections = 20, .demand_s = 0.003},
                                     ClosedWebTier{.users = 5000, .connections = 20, .demand_s = 0.003},
                                     ClosedWebTier{.users = 5000, .connections = 50, .demand_s = 0.007}})
    kept = print_speed(model) && kept;
  for (const std::uint32_t users : {5'000U, 100'000U})
    kept = print_memory(users) && kept;
  std::printf("%s\n", kept ? "all promises kept" : "A PROMISE IS BROKEN");
  return kept;
}

} // namespace onsale::bench
