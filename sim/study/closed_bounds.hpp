/// What no run of a closed load can exceed: asymptotic bounds in the units of a run's figures.
///
///   requests/s        <=  requests of an iteration x min(1 / D_max, N / (D + Z))
///   http_req_duration >=  (max(D, N D_max - Z) - client + delay) / requests of an iteration, on the mean
///
/// The second is one of the steady state: in a run of few cycles the first requests, which meet nobody, weigh.
/// N users; D, D_max: service demands of an iteration, all and the largest over its capacity; Z: pauses and delays;
/// client: k6's own work, which its clock does not see; delay: network and flushes, which it does see.
#pragma once

#include "sim/run/scenario.hpp"
#include "sim/study/demands.hpp"

#include <optional>

namespace onsale::study {

struct ClosedBounds {
  double requests_per_s = 0; ///< at most
  double response_ms = 0;    ///< at least, the mean
  double knee_vus = 0;       ///< from here on users wait for each other, at the latest
};

/// Nothing unless all virtual users walk one journey from the start of the test to its end and nothing of what they ask
/// for is left to a condition: then demands are assumptions (demands.hpp), and bound nothing.
std::optional<ClosedBounds> closed_bounds(const run::Scenario& scenario);

/// With every resource that has a capacity: pools and threads also bound what is served.
analytic::Bounds bounds_of(const Demands& demands);

} // namespace onsale::study
