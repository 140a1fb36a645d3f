/// A first scenario of somebody's own system, made of what they know of it.
#pragma once

#include "sim/interop/compose_file.hpp"
#include "sim/interop/recording/recording.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace onsale::interop {

struct ScaffoldOptions {
  std::string name = {};                   ///< of the system, and of its folder
  std::vector<std::string> endpoints = {}; ///< `GET /events/{id}/seats`; a path alone is a GET
  std::int64_t threads = 0;                ///< server.tomcat.threads.max; 0: what Spring or the application's file says
  std::int64_t pool = 0;                   ///< spring.datasource.hikari.maximum-pool-size; 0: the same
  std::optional<std::int64_t> vus = {};    ///< none: as the script says, or 50
  std::optional<std::string> duration = {};        ///< none: as the script says, or 1m
  std::filesystem::path spring = {};               ///< application.yml or .properties; empty: none
  std::vector<std::string> profiles = {};          ///< of Spring that are active; none: as the file says
  std::vector<ComposeService> compose = {};        ///< of a Docker Compose file
  std::string compose_file = {};                   ///< its name
  nlohmann::ordered_json k6 = {};                  ///< options of a script as JSON; null: none
  std::filesystem::path script = {};               ///< the k6 script itself, which becomes the load; empty: none
  std::shared_ptr<const Recording> recording = {}; ///< of that script
  std::set<std::string> without_call = {};         ///< endpoints whose booking call was tried and does not fit
};

struct ScaffoldFile {
  std::string name;
  std::string text;
};

/// `system.yaml`, which says what the system is and marks what is ASSUMED, and `load.yaml`, the test.
/// @throws config::InvalidInput naming the option, or file and line, that cannot be used
std::vector<ScaffoldFile> scaffold(const ScaffoldOptions& options);

/// The script as load.yaml in the new folder names it.
std::string script_path(const ScaffoldOptions& options);

/// Writes the files into a new folder, once it is sure that the scenario can be run.
/// @throws config::InvalidInput if the folder exists, or with the faults of the scenario; nothing is left behind then
void write_scaffold(const std::filesystem::path& folder, const std::vector<ScaffoldFile>& files);

} // namespace onsale::interop
