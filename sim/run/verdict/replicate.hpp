/// One scenario several times, with other draws each time: how sure a prediction is.
#pragma once

#include "sim/engine/replication.hpp"
#include "sim/run/scenario.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace onsale::run {

inline constexpr double confidence = 0.95;

struct ReplicatedFigure {
  std::string name;           ///< `http_req_duration p(95)`
  bool is_time = false;       ///< milliseconds
  std::vector<double> values; ///< [replications]
  engine::Interval interval;  ///< Student t, at `confidence`
};

struct ReplicateOptions {
  std::uint64_t seed = 1;
  std::size_t replications = 5; ///< >= 2; numbered from 0, all of the same seed
  std::size_t jobs = 1;
  /// Called as replications end, in order of their numbers.
  std::function<void(std::size_t ended)> progress = {};
};

struct Replicated {
  std::vector<ReplicatedFigure> figures; ///< those that every replication has, in the summary's order
  std::vector<std::string> bottlenecks;  ///< [replications]
  std::vector<std::string> broken_laws;  ///< of all, each led by its replication
  std::size_t thresholds_crossed = 0;    ///< in how many replications
  int exit_code = 0;                     ///< the first that is not 0, in order of the replications
};

/// Each replication in a child process, merged by number. @throws ChildFailure naming the replication
Replicated replicate(const Scenario& scenario, const ReplicateOptions& options);

std::string replicated_text(const Replicated& result);
std::string replicated_json(const Scenario& scenario, std::uint64_t seed, const Replicated& result);

} // namespace onsale::run
