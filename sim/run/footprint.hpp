/// How much memory a run takes, told before it takes it.
#pragma once

#include "sim/run/scenario.hpp"

#include <cstdint>

namespace onsale::run {

/// An estimate, bytes, from measured sizes: of virtual users, cores and rows of the time series. Samples are not in it.
double footprint_bytes(const Scenario& scenario);

/// What this process may still take: the machine's free memory or the limit of the process, bytes.
double available_bytes();

/// @throws config::InvalidInput if the run does not fit: what takes how much, and what there is
void refuse_what_does_not_fit(const Scenario& scenario, double available_bytes);

} // namespace onsale::run
