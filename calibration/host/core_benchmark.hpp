/// How fast this machine runs the embedded booking core: nanoseconds of each call, and what handlers cost relative to
/// each other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace onsale::native {

struct BenchmarkOptions {
  std::size_t repetitions = 20; ///< that count, >= 2
  std::size_t warm_up = 3;      ///< before them: caches, page tables, clock frequency
  std::uint32_t users = 20'000; ///< and seats: what one repetition walks through, each once
};

struct CallTime {
  std::string call;         ///< of the booking core, as flows name it: `hold_seat`
  double mean_ns = 0;       ///< over the repetitions, of one call
  double half_width_ns = 0; ///< of the 95 % interval of the mean, Student t
  double reference_ns = 0;  ///< the same on the reference machine
};

/// The calls of the core that one handler makes, as in scenarios/examples/on-sale.yaml.
struct HandlerDemand {
  std::string handler;
  double mean_ns = 0;
  double relative = 0; ///< to the status handler
};

struct BenchmarkResult {
  std::vector<CallTime> calls;
  std::vector<HandlerDemand> handlers;
  /// Geometric mean of reference / here over the calls: 2 is twice as fast as the reference machine.
  double speed = 0;
  double speed_low = 0; ///< least and largest of the calls' own: how much it depends on what is computed
  double speed_high = 0;
};

/// The machine that speed 1 stands for.
inline constexpr const char* reference_machine = "AMD EPYC, virtual machine, GCC 12 -O3";

/// Each repetition makes a new core and sends all users through it: tokens, admission, seats, holds, reservations,
/// payments. A call is timed over all users at once, in an order that jumps about as customers do, since a clock costs
/// as much as a call.
/// @throws std::invalid_argument for fewer than 2 repetitions or 1000 users
BenchmarkResult benchmark_core(const BenchmarkOptions& options);

std::string benchmark_text(const BenchmarkResult& result);
std::string benchmark_json(const BenchmarkResult& result);

} // namespace onsale::native
