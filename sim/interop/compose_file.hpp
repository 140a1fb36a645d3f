/// What a Docker Compose file says of a system's machines.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace onsale::interop {

/// One service with what limits it.
struct ComposeService {
  enum class Kind : std::uint8_t { application, mysql, postgresql, redis, kafka, k6, other };

  std::string name;
  std::string image; ///< empty: it is built from sources
  Kind kind = Kind::other;
  double cpus = 0;    ///< 0: not limited
  std::string memory; ///< as the scenario writes it: `512MB`; empty: not limited
};

/// In the order of the file. An application is what is built, or listens on a port that a web server listens on.
/// @throws config::InvalidInput naming file and line of what cannot be read
std::vector<ComposeService> read_compose(const std::filesystem::path& file);

/// `hosts:` and `processes:` of a scenario: each service that is limited is a host of its own, the others share one.
/// Says in comments what of the file is not modelled.
std::string compose_hosts_text(const std::vector<ComposeService>& services, const std::string& file);

} // namespace onsale::interop
