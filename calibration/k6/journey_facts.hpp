/// What a published journey says about one iteration: bounds that hold whatever the server answers.
#pragma once

#include "calibration/k6/interval.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>

namespace onsale::calibration {

struct JourneyFacts {
  Interval requests;           ///< of a complete iteration
  Interval sleeps_s;           ///< all pauses of a complete iteration together
  Interval checks;             ///< of a complete iteration
  Interval setup_requests;     ///< before the load; they count in the HTTP metrics
  bool setup_known = false;    ///< false: there may be a setup
  bool published = false;      ///< false: gathered from figures, so what they contradict is only doubtful
  std::optional<double> seats; ///< how many different seats the reservation requests can name
};

/// @param journey  the `journey` of a published run: `steps`, or `scenarios` with steps of several groups
JourneyFacts read_journey_facts(const nlohmann::ordered_json& journey);

} // namespace onsale::calibration
