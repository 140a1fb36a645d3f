/// Where a run went wrong, in order: what filled up, what failed, what the JVM and k6 logged.
#pragma once

#include "sim/run/simulate.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace onsale::run {

struct FailurePoint {
  double time_s = 0;         ///< of the first sign
  std::uint64_t vus = 0;     ///< load then
  double requests_per_s = 0; ///< answered then
  std::string resource;
  std::string cause;    ///< `saturated`, a cause of failures.csv, `logged`, or `load`
  std::string endpoint; ///< empty unless requests of one endpoint failed
  int status = 0;       ///< of requests that failed; 0: they got no answer
  std::uint64_t count = 1;
  double last_s = 0;    ///< of the last sign
  std::string evidence; ///< figures
  std::string log_line; ///< what the real stack prints at the first sign; may be empty
};

/// By time, at the same instant in the order saturation, failures, log.
std::vector<FailurePoint> failure_points(const RunResult& result);

/// Arithmetic that shows that iterations were dropped whatever the server did; nothing if none were or it could help.
std::optional<std::string> unavoidable_drops(const Scenario& scenario, const RunResult& result);

/// `app cpu, at most 52 % busy over 3 s`: the resource that was busiest over any three intervals on end.
std::string busiest(const Series& series);

/// Who kept the load from being higher.
struct LoadLimit {
  enum class By : std::uint8_t { generator, server };
  By by = By::generator;
  std::string evidence;
};
std::string_view to_string(LoadLimit::By by);

/// The generator, if iterations were dropped that no server could have served, if k6 used most of a saturated CPU, or
/// if no resource of the server was saturated; else the server.
LoadLimit load_limit(const Scenario& scenario, const RunResult& result);

} // namespace onsale::run
