/// Published load tests simulated again: predicted beside published.
#pragma once

#include "model/config/faults.hpp"
#include "sim/run/replay/published.hpp"
#include "sim/run/scenario.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace onsale::run {

struct ReplayRun {
  std::string system;
  std::string test;
  std::string kind;   ///< fitted, blind or impossible
  double seconds = 0; ///< of computing, in all replications
  std::vector<Comparison> metrics;
  std::string bottleneck;
  std::string limited_by;               ///< server or load generator, with the evidence
  std::vector<std::string> failures;    ///< one line a kind
  std::vector<std::string> broken_laws; ///< empty in a sound run
  std::size_t replications = 1;

  std::string name() const { return system + "/" + test; }
  /// Whether every figure that has a target is within it.
  bool met() const;
};

struct Replays {
  std::vector<Scenario> scenarios;   ///< that carry published results, in order of their paths
  std::vector<config::Fault> faults; ///< of scenarios that cannot be read: they do not hide the others
};

/// @param selectors  `system` or `system/test`; none: all
/// @throws config::InvalidInput for a selector that nothing matches, with the nearest name
Replays find_replays(const std::filesystem::path& root, const std::vector<std::string>& selectors,
                     const std::vector<std::string>& sets);

struct ReplayOptions {
  std::uint64_t seed = 1;
  std::size_t jobs = 1;         ///< side by side, each in a child process
  std::size_t replications = 0; ///< of each scenario; 0: as many as it asks for
};

struct ReplayOutcome {
  std::optional<ReplayRun> run;
  std::string failure; ///< why there is no run
};

/// One prediction of several: medians and ranges of the figures that all have; the rest is that of the first.
/// @param replications  of one scenario, by number; not empty
ReplayRun merged(const std::vector<ReplayRun>& replications);

/// Runs all scenarios. @param done  called in their order, as soon as each and all before it have ended
void replay(const std::vector<Scenario>& scenarios, const ReplayOptions& options,
            const std::function<void(const Scenario&, const ReplayOutcome&)>& done);

} // namespace onsale::run
