/// The benchmark model: N users; each loops: think 1 s (constant) -> worker thread -> CPU burst (exponential, mean D/2,
/// 12-way processor sharing) -> connection -> database delay (exponential, mean 2D) holding both -> CPU burst (mean
/// D/2).
#pragma once

#include <cstdint>

namespace onsale::bench {

struct ClosedWebTier {
  std::uint32_t users = 1000;
  std::uint32_t threads = 300;
  std::uint32_t connections = 20;
  double demand_s = 0.003;
  double simulated_s = 60;
  std::uint64_t seed = 1;
};

struct ClosedWebTierResult {
  std::uint64_t requests = 0;
  double mean_response_s = 0;
};

/// As coroutines in the engine.
ClosedWebTierResult run_engine(const ClosedWebTier& model);
/// As a bare event loop: one heap, a switch, no framework; same random numbers.
ClosedWebTierResult run_bare(const ClosedWebTier& model);
/// As one SimGrid S4U actor per user (once per operating-system process: SimGrid has one engine in each).
ClosedWebTierResult run_s4u(const ClosedWebTier& model);

} // namespace onsale::bench
