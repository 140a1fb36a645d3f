/// Incidents with their cures: each simulated without one and with each, beside what a report expects.
#pragma once

#include "sim/run/replay/expected_effect.hpp"
#include "sim/run/replay/incident_figures.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace onsale::run {

enum class Verdict : std::uint8_t { agrees, disagrees, not_comparable };
std::string_view to_string(Verdict verdict);

/// One row: an incident without a cure (`variant` empty) or with one.
struct IncidentRun {
  std::string incident;
  std::string variant;
  std::string expected;  ///< in words; empty without a cure
  std::string simulated; ///< the same effect, as simulated
  Verdict verdict = Verdict::not_comparable;
  IncidentFigures figures;
};

struct IncidentScenario {
  std::string name;            ///< of the file
  Scenario scenario;           ///< without a cure
  std::vector<Scenario> cured; ///< [Incident::variants]
};

/// All scenarios below `root` that are incidents, or those named. @throws config::InvalidInput for a name that none has
std::vector<IncidentScenario> find_incidents(const std::filesystem::path& root, const std::vector<std::string>& names);

struct IncidentsOptions {
  std::uint64_t seed = 1;
  std::size_t jobs = 1; ///< side by side, each in a child process
  std::function<void(std::size_t ended, std::size_t all)> progress = {};
};

/// @throws ChildFailure naming the run
std::vector<IncidentRun> run_incidents(const std::vector<IncidentScenario>& incidents, const IncidentsOptions& options);

std::string incidents_table(const std::vector<IncidentRun>& runs);
std::string incidents_json(const std::vector<IncidentRun>& runs);

} // namespace onsale::run
