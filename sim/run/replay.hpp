/// Published load tests simulated again: predicted beside published.
#pragma once

#include "sim/run/published.hpp"
#include "sim/run/scenario.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace onsale::run {

struct ReplayRun {
  std::string system;
  std::string test;
  std::string kind;   ///< fitted, blind or impossible
  double seconds = 0; ///< wall time
  std::vector<Comparison> metrics;
  std::string bottleneck;
  std::vector<std::string> failures;    ///< one line a kind
  std::vector<std::string> broken_laws; ///< empty in a sound run
  bool met() const;
};

/// Scenarios under `root` that carry published results, in order of their paths.
/// @param selectors  `system` or `system/test`; none: all
/// @throws config::InvalidInput for a selector that nothing matches (with the nearest name), and for faults in
/// scenarios
std::vector<Scenario> find_replays(const std::filesystem::path& root, const std::vector<std::string>& selectors,
                                   const std::vector<std::string>& sets);

/// Runs the scenario in a child process. @throws ChildFailure
ReplayRun replay(const Scenario& scenario, std::uint64_t seed);

std::string replay_json(const std::vector<ReplayRun>& runs);
/// The table for people. @param colour ANSI colours
std::string replay_table(const ReplayRun& run, bool colour);

} // namespace onsale::run
