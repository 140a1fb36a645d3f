/// What the kinds of executors have in common.
#pragma once

#include "model/config/object.hpp"
#include "model/k6/options/scenario_progress.hpp"
#include "model/k6/options/stage.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace onsale::k6 {

class ExecutorRun;
struct ExecutorContext;

inline constexpr std::int64_t second_ns = 1'000'000'000;

/// From `time_ns` (since the scenario's start) on, `vus` slots.
struct VuStep {
  std::int64_t time_ns = 0;
  std::int64_t vus = 0;

  bool operator==(const VuStep&) const = default;
};

/// Two steps may share one time: they are taken one after the other.
using VuPlan = std::vector<VuStep>;

/// Largest count of the plan: how many VUs the scenario has to initialise.
std::int64_t max_vus(const VuPlan& plan);

/// The same number all along.
VuPlan constant_plan(std::int64_t vus, std::int64_t end_ns);

/// How long iterations may go on when no other may begin.
struct Grace {
  std::int64_t stop_ns = 30 * second_ns;                 ///< gracefulStop, at the scenario's end
  std::optional<std::int64_t> longest_iteration_ns = {}; ///< none lasts longer

  std::int64_t cut(std::int64_t grace_ns) const;
};

/// What k6 says of a scenario: `50 looping VUs for 5m0s`, and the fact that only this kind has: `maxDuration: 10m0s`.
struct ExecutorText {
  std::string text;
  std::string fact; ///< may be empty
};

// Reading.

/// A duration option in whole nanoseconds: seconds with a unit or, as k6 does, a bare number of milliseconds.
/// @param says  what it is for
std::int64_t read_duration_ns(config::Object& object, std::string_view key, std::string_view says,
                              std::optional<double> default_s, double minimum_s = 0);
std::int64_t read_vus(config::Object& object, std::string_view key, std::string_view says, std::int64_t minimum,
                      std::optional<std::int64_t> default_value);
inline constexpr std::int64_t most_vus_written = 100'000'000; // k6 refuses more; so do our vectors
/// @param says, target_says  what the stages are, and their targets
/// @param highest  of a target
Stages read_stages(config::Object& object, std::string_view says, std::string_view target_says,
                   std::int64_t highest = most_vus_written);

// Telling.

std::string duration_text_ns(std::int64_t duration_ns);
/// `050/100`, as wide as `most`.
std::string part_of(std::int64_t part, std::int64_t all, std::int64_t most);
/// `0m10.0s/2m0s`, and at the end `2m0s`.
std::string regular_time(const ScenarioProgress& progress);
/// The same of executors that end by iterations: `2m0s` once the time is over.
std::string limited_time(const ScenarioProgress& progress);
/// Tenths of a second in as many places as `longest_s` needs, so that lines do not jump: `0m10.0s` of 2 minutes.
std::string fixed_duration(double elapsed_s, double longest_s);

// Scaling.

/// k6's numbers are whole; what is there does not vanish by rounding.
std::int64_t scaled(std::int64_t count, double factor);
void scale_targets(Stages& stages, double factor);

} // namespace onsale::k6
