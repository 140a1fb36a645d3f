/// One station with Poisson arrivals, run in the engine: a FIFO server, a CPU, or a pool that turns away.
#pragma once

#include "sim/engine/distribution.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace onsale::oracle {

enum class Discipline { fifo, processor_sharing, loss };

struct OpenStation {
  Discipline discipline = Discipline::fifo;
  std::uint32_t servers = 1;
  double arrivals_per_s = 0.5;
  engine::Distribution demand = engine::Distribution::exponential(1);
  double warm_up_s = 2'000;
  double measured_s = 200'000; ///< long enough for the tails: the interval of P(W > 10 S) below a tenth of it
};

struct OpenStationResult {
  double wait_mean_s = 0;
  double response_mean_s = 0;
  double turned_away = 0; ///< share of the arrivals
  double utilisation = 0;
  std::vector<double> waited_longer; ///< share of the served that waited longer than each of the asked times
  std::vector<std::string> broken_laws;
};

/// Customers that come after the warm-up and before the end are measured, each to its own end.
/// @param ask_s times for `waited_longer`, seconds
OpenStationResult run(const OpenStation& model, std::uint32_t replication, const std::vector<double>& ask_s = {});

} // namespace onsale::oracle
