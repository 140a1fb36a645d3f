/// What a k6 script asks of each endpoint, found by running it: no analysis can tell that from its text.
#pragma once

#include "model/k6/options/options.hpp"
#include "sim/run/scenario.hpp"

#include <vector>

namespace onsale::study {

struct PilotVisits {
  std::vector<double> visits; ///< [endpoints] requests of one iteration
  double pause_s = 0;         ///< of one iteration: its time less that of its requests
};

/// One k6 scenario of the script alone, with few users: twice, the second time twice as long, so that what setup asks
/// for is taken out. The system answers as it does without load.
/// @throws run::ChildFailure
PilotVisits pilot_visits(const run::Scenario& scenario, const k6::ScenarioOptions& of);

} // namespace onsale::study
