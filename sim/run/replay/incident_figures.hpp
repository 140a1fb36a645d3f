/// What an incident did to a run, in figures: noticed when, over when, at what cost.
#pragma once

#include "sim/run/simulate.hpp"

#include <limits>
#include <string>
#include <vector>

namespace onsale::run {

inline constexpr double never = std::numeric_limits<double>::infinity();

struct IncidentFigures {
  double normal_p95_ms = 0;   ///< median of the seconds before
  double detected_s = never;  ///< from the beginning to the first sign
  std::string detected_by;    ///< the sign
  double recovered_s = never; ///< from the beginning to the end of the last bad second; never: the run ended in one
  double lost_requests = 0;   ///< failed since the beginning
  double p95_during_ms = 0;   ///< of the requests from the beginning to the recovery
  double p95_after_ms = 0;    ///< of those after it, or of the last 30 s
  double acted_s = 0;         ///< instant of the last action's effect; 0 without one
  std::vector<double> means;  ///< [Metric] over the last 60 s of the run, when the cure has had its effect
};

/// A second is bad when more than 1 % of its requests fail or its p95 is above twice the normal one.
IncidentFigures incident_figures(const RunResult& result, double begins_s);

std::string to_json(const IncidentFigures& figures);
IncidentFigures incident_figures_from_json(const std::string& text);

} // namespace onsale::run
