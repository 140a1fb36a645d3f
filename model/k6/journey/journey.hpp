/// The journeys of a scenario: customer behaviour as data, by the name that a k6 scenario's `exec` refers to.
///
///   journeys:
///     default:
///       setup: {repeat: 10000, steps: [...]}   # optional: once before the load, one repetition after the other
///       steps:
///         - select: {name: user, random_int: [1, 100000]}
///         - request: {endpoint: queue_token, send: {userId: user}, keep: {token: data.token}}
///         - sleep: 1s
///   metrics:
///     - {name: failed_requests, kind: rate}
#pragma once

#include "model/config/faults.hpp"
#include "model/config/object.hpp"
#include "model/k6/journey/journey_names.hpp"
#include "model/k6/journey/journey_program.hpp"
#include "model/k6/script/script_tables.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::k6 {

struct Setup {
  std::uint64_t repeat = 1;
  Program steps;
};

struct Journey {
  std::string name;
  std::optional<Setup> setup;
  Program steps; ///< one iteration
};

struct Journeys {
  JourneyNames names;
  std::vector<CustomMetric> metrics; ///< [names.metrics]
  std::vector<Journey> all;          ///< in the order of the file

  /// nullptr if there is none of that name.
  const Journey* find(std::string_view name) const;
};

/// Reads the keys `journeys` and `metrics`. What is wrong, also in the graph of a journey (steps that are never
/// reached, loops that never end), becomes faults.
/// @param endpoints  names of the system's endpoints
Journeys read_journeys(config::Object& scenario, std::span<const std::string> endpoints, config::Faults& faults);

} // namespace onsale::k6
