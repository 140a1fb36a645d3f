/// A run as JSON: the manifest of a result folder, and all that a run found out for programs that call onsale.
#pragma once

#include "sim/run/simulate.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace onsale::run {

/// What a run was asked to do: with the scenario's files, all that is needed to repeat it.
struct RunRequest {
  std::string scenario; ///< as the user named it
  std::vector<std::string> sets;
  std::vector<std::string> application_files;
  std::uint64_t seed = 1;
  std::string version;                 ///< of onsale
  std::vector<std::string> flags = {}; ///< k6's own options, as they were written
};

/// Who made a result and from what (version, seed, scenario with hash, files, settings with value and origin), and what
/// was found: bottleneck, saturations (the resource to blame first), load limit.
std::string manifest_json(const RunRequest& request, const Scenario& scenario, const RunResult& result);

/// The manifest, and beside it summary (as --summary-export), failure points, failures, anatomy, stations, broken laws.
std::string run_json(const RunRequest& request, const Scenario& scenario, const RunResult& result);

} // namespace onsale::run
