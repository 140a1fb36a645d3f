/// Runs that were computed already: one SQLite file that survives an interrupt at any instant.
///
///   run       one row for each run: key, scenario_hash, version, seed, replication, system, test, exit_code,
///   bottleneck,
///             observation (JSON: everything)
///   figure    key, name, unit (ms or empty), value
///   resource  key, name, capacity, utilisation, queued_mean, wait_mean_s, throughput_per_s
///   point     sweep, point, varied (JSON: name -> value), scenario_hash, version, seed
///   result    a view: sweep, point, varied, replication, name, unit, value, bottleneck
#pragma once

#include "sim/study/observation.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

struct sqlite3;

namespace onsale::study {

/// The file cannot be read or written: which, and what SQLite says.
struct StoreError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What a run is known by: the same content, seed and version give the same result.
struct RunKey {
  std::uint64_t scenario_hash = 0; ///< of the scenario's content with all overrides
  std::uint64_t seed = 1;
  std::uint32_t replication = 0;
  std::string version; ///< of the program

  std::string text() const;
};

/// A point of a sweep: what was varied to which value.
struct StoredPoint {
  std::vector<std::pair<std::string, std::string>> varied;
  std::uint64_t scenario_hash = 0;
};

class Store {
public:
  /// Opens or creates the file. @throws StoreError, also for a file that is something else
  explicit Store(const std::filesystem::path& path);

  std::optional<Observation> find(const RunKey& key) const;
  /// On disk when it returns; a run that is there already stays as it is.
  void add(const RunKey& key, const std::string& system, const std::string& test, const Observation& observation);
  /// Replaces the points of that sweep. @param sweep  its name in `point`
  void set_points(const std::string& sweep, const std::vector<StoredPoint>& points, std::uint64_t seed,
                  const std::string& version);

private:
  struct Close {
    void operator()(sqlite3* database) const;
  };

  [[noreturn]] void fail() const;

  std::filesystem::path path_;
  std::unique_ptr<sqlite3, Close> database_;
};

} // namespace onsale::study
