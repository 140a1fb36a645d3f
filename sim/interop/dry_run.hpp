/// Whether a draft of a system understands the script it was made of: one user, each function once.
#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace onsale::interop {

struct DryRun {
  struct Endpoint {
    std::string url; ///< with names in place of what differs
    std::uint64_t requests = 0;
    std::uint64_t failed = 0;
  };
  struct Check {
    std::string name;
    std::uint64_t passed = 0;
    std::uint64_t failed = 0;
  };
  std::vector<Endpoint> endpoints;
  std::vector<Check> checks;
  std::vector<std::string> errors;       ///< that the script threw
  std::set<std::string> misfits;         ///< endpoints whose booking call refused what the script sent
  std::vector<std::string> misfit_words; ///< `post_orders: seat_taken`
};

/// @param folder     with system.yaml
/// @param script     as load.yaml names it
/// @param functions  that the script's scenarios run
/// @throws config::InvalidInput, run::ChildFailure
DryRun dry_run(const std::filesystem::path& folder, const std::string& script,
               const std::vector<std::string>& functions);

} // namespace onsale::interop
