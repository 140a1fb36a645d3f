#pragma once

#include <cstdint>
#include <string>

namespace onsale::k6 {

/// Where a scenario stands: what k6's progress bars show.
struct ScenarioProgress {
  enum class State : std::uint8_t { waiting, running, finished, interrupted };
  std::string name;
  State state = State::waiting;
  std::int64_t vus_active = 0;    ///< busy ones; of executors that loop over slots, all that hold a user
  std::int64_t vus_allocated = 0; ///< that it may use now; arrival rates can get more, up to maxVUs
  double starts_in_s = 0;         ///< while it is waiting
  double elapsed_s = 0;           ///< since its own start, also beyond duration_s
  double duration_s = 0;          ///< without graceful stop
  std::uint64_t complete = 0;
  std::uint64_t interrupted = 0;
  std::uint64_t dropped = 0;
  std::uint64_t iterations_planned = 0; ///< in all; 0 where time decides
  double rate_per_s = 0;                ///< arrival rates: iterations due a second, now
};

/// 0 to 1: of the iterations where their number decides and their time is not over, else of the time.
double share_done(const ScenarioProgress& progress);

} // namespace onsale::k6
