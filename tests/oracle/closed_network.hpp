/// A closed network in the engine: users think, compute on a shared CPU, are served first come first served by a disk,
/// and hold one of c tokens for a while.
#pragma once

#include "sim/engine/distribution.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace onsale::oracle {

struct ClosedNetwork {
  std::uint32_t users = 1;
  engine::Distribution think = engine::Distribution::exponential(1);
  engine::Distribution cpu = engine::Distribution::exponential(0); ///< PS: any law keeps product form
  std::uint32_t cores = 1;
  engine::Distribution disk = engine::Distribution::exponential(0); ///< FIFO: exponential for product form
  engine::Distribution pool = engine::Distribution::exponential(0); ///< FIFO of `tokens` servers, likewise
  std::uint32_t tokens = 1;
  double warm_up_s = 200;
  double measured_s = 4'000;
};

struct ClosedNetworkResult {
  double throughput_per_s = 0;
  double cpu_residence_s = 0;
  double disk_residence_s = 0;
  double pool_residence_s = 0;
  double cpu_utilisation = 0;
  double disk_utilisation = 0;
  double pool_utilisation = 0;
  std::vector<std::string> broken_laws;
};

ClosedNetworkResult run(const ClosedNetwork& model, std::uint32_t replication);

} // namespace onsale::oracle
