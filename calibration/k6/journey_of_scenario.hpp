#pragma once

#include "calibration/k6/journey_facts.hpp"
#include "model/k6/journey/journey.hpp"
#include "model/k6/options/options.hpp"

namespace onsale::calibration {

/// What the journeys of a scenario say about one iteration. Branches and early ends give bounds; a loop has no upper
/// one.
JourneyFacts facts_of(const k6::Journeys& journeys, const k6::Options& options);

} // namespace onsale::calibration
