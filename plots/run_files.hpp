/// One run as its result folder tells it (`onsale run ... --out-dir FOLDER`).
#pragma once

#include "plots/table.hpp"
#include "plots/timeline.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace onsale::plots {

struct RunFiles {
  std::filesystem::path folder;
  Table series;          ///< timeseries.csv: a row for each second
  Table latencies;       ///< latencies.csv: requests of each name and second by class of latency
  Table endpoints;       ///< endpoints.csv: figures of each request name
  Table endpoint_series; ///< endpoint_timeseries.csv: the same second by second
  Table outcomes;        ///< outcomes.csv: how requests of each name ended
  Table failures;        ///< failures.csv: failure points in order
  Table anatomy;         ///< anatomy.csv: parts of the response time of each endpoint
  nlohmann::ordered_json manifest;
  nlohmann::ordered_json summary; ///< as k6 exports it
  std::optional<Table> blame;     ///< blame.csv: whose the time of each endpoint's requests was
  std::optional<Table> advice;    ///< advice.csv, where advice was tried: a row for each change and figure

  /// The scenario's name as the user gave it.
  std::string scenario() const;
  /// What tells this run from others of the same scenario: what was set, else the folder's name.
  std::string label() const;
  /// Which run a picture shows: `examples/on-sale, a=b, seed 1, onsale 0.1.0`.
  std::string source() const;
  /// Faults and what operators did.
  std::vector<Stretch> timeline() const;
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
