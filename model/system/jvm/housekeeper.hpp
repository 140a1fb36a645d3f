/// HikariCP's housekeeper, of which a user sees one thing: its complaint when the process stood still.
#pragma once

#include "sim/engine/time.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace onsale::system {

/// Runs 30 s after its last run (fixedDelay), the first time at 0.1 s. When more than 45 s lie between two runs, it
/// logs `Thread starvation or clock leap detected`. Costs no events: it is told of each stall when that is over, and
/// works out which of its runs fell into it. HikariPool.HouseKeeper, HikariCP 5.
///
///   runs    |------30 s------|------30 s---.......x     x: late by the stall
///   stall                            [------------]
class Housekeeper {
public:
  /// The process stood still over [from, to]. @return the log line, when the run that this delayed complains
  std::optional<std::string> stalled(engine::Time from, engine::Time to);

private:
  engine::Time last_run_ = engine::at_seconds(0.1);
};

} // namespace onsale::system
