/// Which knob matters most here: each is turned down and up alone, with the same customers.
#pragma once

#include "sim/run/scenario.hpp"
#include "sim/study/runner.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace onsale::study {

struct TornadoOptions {
  run::ScenarioRequest scenario;
  std::string figure = "http_req_duration p(95)";
  double swing = 0.2; ///< of each knob's value
  std::size_t replications = 1;
  std::uint64_t seed = 1;
};

struct TornadoBar {
  std::string knob; ///< as `--set` names it
  std::string low_value;
  std::string high_value;
  double low = 0; ///< the figure with the knob turned down
  double high = 0;
};

struct Tornado {
  std::string figure;
  double base = 0;              ///< the figure of the scenario as it is
  std::vector<TornadoBar> bars; ///< the widest first
};

/// Knobs are cores, times (demands, round trips, pauses) and limits that settings give as counts; what the scenario
/// leaves at 0 or cannot be turned by so little is left out.
/// @throws config::InvalidInput if the scenario has no such figure
Tornado tornado(const TornadoOptions& options, Runner& runner);

} // namespace onsale::study
