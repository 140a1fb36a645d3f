/// A first scenario of somebody's own system, made of what they know of it.
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace onsale::interop {

struct ScaffoldOptions {
  std::string name = {};                   ///< of the system, and of its folder
  std::vector<std::string> endpoints = {}; ///< `GET /events/{id}/seats`; a path alone is a GET
  std::int64_t threads = 0;                ///< server.tomcat.threads.max; 0: what Spring or the application's file says
  std::int64_t pool = 0;                   ///< spring.datasource.hikari.maximum-pool-size; 0: the same
  std::int64_t vus = 50;                   ///< without k6 options
  std::string duration = "1m";             ///< without k6 options
  std::filesystem::path spring = {};       ///< application.yml or .properties; empty: none
  nlohmann::ordered_json k6 = {};          ///< options of the script; null: none
};

struct ScaffoldFile {
  std::string name;
  std::string text;
};

/// `system.yaml`, which says what the system is and marks what is ASSUMED, and `load.yaml`, the test.
/// @throws config::InvalidInput naming the option, or file and line, that cannot be used
std::vector<ScaffoldFile> scaffold(const ScaffoldOptions& options);

/// Writes the files into a new folder, once it is sure that the scenario can be run.
/// @throws config::InvalidInput if the folder exists, or with the faults of the scenario; nothing is left behind then
void write_scaffold(const std::filesystem::path& folder, const std::vector<ScaffoldFile>& files);

} // namespace onsale::interop
