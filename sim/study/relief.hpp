/// Taking a bottleneck out of the way, to see what stops the system next.
///
///   a host, threads, connections, a pool   `factor` times as many; a host of one core as many times as fast
///   Redis's thread, MySQL's disk           each command, flush and page in 1 / factor of the time
///   row locks, application locks           not taken: no setting does that, so it is done to the scenario
#pragma once

#include "sim/run/scenario.hpp"

#include <string>
#include <vector>

namespace onsale::study {

struct Relief {
  std::vector<std::string> sets; ///< what to give `--set`
  std::string without;           ///< kind of locks that nobody takes, as stations call it; empty: all are taken

  bool any() const { return not sets.empty() || not without.empty(); }
  std::string words() const; ///< `--set A=1 --set B=2`, `without row locks`; empty: none
};

/// @param resource  as stations call it; one that nothing relieves gives none
/// @param request   from which scenario was read
/// @param factor    above 1
Relief relief_of(const std::string& resource, const run::ScenarioRequest& request, const run::Scenario& scenario,
                 double factor = 10);

/// Locks of the kind that relief names become steps that do nothing.
void apply(const Relief& relief, run::Scenario& scenario);

} // namespace onsale::study
