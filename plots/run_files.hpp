/// One run as its result folder tells it (`onsale run ... --out-dir FOLDER`).
#pragma once

#include "plots/table.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace onsale::plots {

struct RunFiles {
  std::filesystem::path folder;
  Table series;    ///< timeseries.csv: a row for each second
  Table latencies; ///< latencies.csv: requests of each second by class of latency
  Table failures;  ///< failures.csv: failure points in order
  Table anatomy;   ///< anatomy.csv: parts of the response time of each endpoint
  nlohmann::ordered_json manifest;
  nlohmann::ordered_json summary; ///< as k6 exports it
  std::optional<Table> advice;    ///< advice.csv, where advice was tried: a row for each change and figure

  /// The scenario's name as the user gave it.
  std::string scenario() const;
  /// What tells this run from others of the same scenario: what was set, else the folder's name.
  std::string label() const;
};

/// @throws InputError naming the file that is missing or wrong
RunFiles read_run(const std::filesystem::path& folder);

/// A resource's two columns in the time series.
struct ResourceColumns {
  std::string name;
  std::size_t utilisation = 0; ///< 0 to 1
  std::size_t queued = 0;
};
std::vector<ResourceColumns> resources_of(const Table& series);

/// @throws InputError with the line at which the text is no JSON
nlohmann::ordered_json read_json(const std::filesystem::path& file);

} // namespace onsale::plots
