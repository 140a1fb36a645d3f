/// Which scenarios there are, and which one a user means.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace onsale::run {

/// A scenario file below the folder of scenarios: `queue-5000vu/queue-token-issue.yaml`.
struct ScenarioFile {
  std::filesystem::path path;
  std::string system; ///< its folder's name
  std::string test;   ///< its own name without extension

  std::string name() const { return system + "/" + test; }
};

/// All scenario files below `root`, in order of their paths; files called system.yaml and those that
/// others include are parts, not scenarios.
/// @throws config::InvalidInput if `root` is no folder
std::vector<ScenarioFile> scenario_files(const std::filesystem::path& root);

/// The files that the selectors name, in order of their paths. @param selectors  `system` or `system/test`; none: all
/// @throws config::InvalidInput for each selector that nothing matches, with the nearest name
std::vector<ScenarioFile> select_scenarios(const std::filesystem::path& root,
                                           const std::vector<std::string>& selectors);

/// The file that a user means by a path, or by `system/test` of a scenario below `root`.
/// @throws config::InvalidInput if there is neither, with the nearest of both
std::filesystem::path find_scenario(const std::filesystem::path& root, const std::string& words);

} // namespace onsale::run
