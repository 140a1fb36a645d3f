/// A scenario: one system under one load, read from a YAML file with all that it includes.
#pragma once

#include "model/config/document.hpp"
#include "model/config/overrides.hpp"
#include "model/config/settings.hpp"
#include "model/load/journey.hpp"
#include "model/load/options.hpp"
#include "model/system/system_options.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace onsale::run {

/// How a published result may be used.
enum class Kind : std::uint8_t {
  fitted,    ///< parameters of the system were fitted to it
  blind,     ///< predicted from other tests of the system
  impossible ///< its figures break a law: never a target
};
std::string_view to_string(Kind kind);

struct Published {
  std::filesystem::path results; ///< machine-readable figures of the report
  Kind kind = Kind::blind;
  /// Metric -> largest relative error that counts as met; `http_req_duration` covers avg, med, p90 and p95.
  std::vector<std::pair<std::string, double>> targets;
};

struct ScenarioRequest {
  std::filesystem::path path;
  std::vector<std::string> sets; ///< `name=value`: a Spring setting, or a dotted path of the scenario
  std::vector<std::filesystem::path> application_files; ///< application.properties or .yml
};

struct Scenario {
  std::filesystem::path path;
  std::string test;
  system::SystemOptions system;
  load::Options load;
  load::Journeys journeys;
  std::optional<Published> published;
  std::vector<config::Settings::Line> settings;   ///< every setting with its value and where that came from
  std::vector<config::Settings::Ignored> ignored; ///< properties that are not modelled
  std::vector<std::string> files;                 ///< all that were read
  std::uint64_t hash = 0;                         ///< of the scenario's content with all overrides

  std::string name() const { return system.name + "/" + test; }
};

/// @throws config::InvalidInput with every fault
Scenario load_scenario(const ScenarioRequest& request);

} // namespace onsale::run
