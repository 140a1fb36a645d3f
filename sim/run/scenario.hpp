/// A scenario: one system under one load, read from a YAML file with all that it includes.
#pragma once

#include "model/config/document.hpp"
#include "model/config/overrides.hpp"
#include "model/config/settings.hpp"
#include "model/javascript/engine/sources.hpp"
#include "model/k6/journey/journey.hpp"
#include "model/k6/options/options.hpp"
#include "model/operations/plan.hpp"
#include "model/system/system_options.hpp"
#include "sim/run/load_flags.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace onsale::run {

class ScriptWorkload;

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
  /// How often the test is simulated for the comparison: more than once where its tail is chance.
  std::size_t replications = 1;
};

/// One cure of an incident.
struct Variant {
  std::string name;
  std::string report;                         ///< the action in the report whose effect is expected; may be empty
  std::optional<operations::Metric> measures; ///< what the expected effect is about; none: whether the system recovers
  std::string expects;                        ///< in words, where the report has no figure
};

/// What makes a scenario an incident: a report of signs and cures that it is compared with.
struct Incident {
  std::filesystem::path report; ///< machine-readable: incidents with signs, mitigations, effects
  std::string id;               ///< of the incident in the report
  engine::Duration begins{};    ///< of the trouble; before it is normal
  std::vector<Variant> variants;
};

struct ScenarioRequest {
  std::filesystem::path path;
  std::vector<std::string> sets; ///< `name=value`: a Spring setting, or a dotted path of the scenario
  std::vector<std::filesystem::path> application_files; ///< application.properties or .yml
  std::vector<std::string> profiles = {};               ///< of Spring, for those files; none: as they say themselves
  std::string variant = {};                             ///< of `variants:`; empty: the scenario without any
  LoadFlags flags = {};                                 ///< k6's own options of the command line
  /// A k6 script that takes the place of what the scenario says of load and journeys; empty: none.
  std::filesystem::path script = {};
  javascript::Sources::Options script_options = {}; ///< of that script, or of the one that the scenario names
};

struct Scenario {
  std::filesystem::path path;
  std::string test;
  system::SystemOptions system;
  k6::Options load;
  k6::Journeys journeys; ///< without any if there is a script
  std::shared_ptr<ScriptWorkload> script;
  operations::Plan plan; ///< faults, actions, signs, background jobs
  std::optional<Published> published;
  std::optional<Incident> incident;
  std::vector<config::Settings::Line> settings;   ///< every setting with its value and where that came from
  std::vector<config::Settings::Ignored> ignored; ///< properties that are not modelled
  std::vector<std::string> left_out;              ///< parts of application files that are for other profiles
  std::vector<std::string> files;                 ///< all that were read
  std::uint64_t hash = 0;                         ///< of the scenario's content with all overrides

  std::string name() const { return system.name + "/" + test; }
  /// That its load makes beside k6's own.
  const std::vector<k6::CustomMetric>& custom_metrics() const;
};

/// @throws config::InvalidInput with every fault
Scenario load_scenario(const ScenarioRequest& request);

/// The same from a document that has been loaded. @param faults  gains every fault; only without any may it be run
Scenario read_scenario(config::Document document, const ScenarioRequest& request, config::Faults& faults);

} // namespace onsale::run
