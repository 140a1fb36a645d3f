/// What limited a test: the server under test, or the generator that could not ask for more.
#pragma once

#include "calibration/k6/k6_result.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace onsale::calibration {

enum class Limiter {
  unknown,   ///< the figures do not tell
  server,    ///< most of the users' time is waiting for responses
  generator, ///< no server, however fast, would have seen much more load
  both       ///< pauses and responses both take a good part of the users' time
};
std::string_view to_string(Limiter limiter);

struct Limit {
  Limiter limiter = Limiter::unknown;
  std::string arithmetic;
};

/// Dropped iterations that no server, however fast, could have avoided; nothing if they are less than half of them.
std::optional<Limit> unavoidable_drops(const K6Result& result);

/// From dropped iterations that no server could have avoided, and from the share of the users' time that is pause.
Limit what_limited(const K6Result& result);

} // namespace onsale::calibration
