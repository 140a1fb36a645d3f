/// Where the time of requests goes, part by part, for each endpoint.
#pragma once

#include "sim/engine/time.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace onsale::system {

enum class Part : std::uint8_t {
  client,  ///< k6's own CPU and the wait for it
  connect, ///< TCP connection, SYN retries included
  network, ///< on the way, there and back
  accept,  ///< connected, but not yet accepted by Tomcat
  worker,  ///< waiting for a worker thread
  cpu,     ///< the server's CPU work and the wait for it, pauses included
  redis,   ///< Redis commands with their waits
  pool,    ///< waiting for a pooled connection
  lock,    ///< waiting for row and application locks
  query,   ///< statements: round trip, MySQL's CPU and disk
  commit,  ///< group commit
  delay,   ///< waiting for somebody else
  count_of
};
inline constexpr auto part_count = static_cast<std::size_t>(Part::count_of);
std::string_view to_string(Part part);

/// One request's time so far; `lap` books what has passed since the last lap.
class Laps {
public:
  explicit Laps(engine::Time start) : last_(start) {}
  void lap(Part part, engine::Time now)
  {
    parts_[static_cast<std::size_t>(part)] += static_cast<float>(engine::in_seconds(now - last_));
    last_ = now;
  }
  const std::array<float, part_count>& parts_s() const { return parts_; }

private:
  std::array<float, part_count> parts_{};
  engine::Time last_;
};

/// Sums over the requests of one endpoint.
struct AnatomySums {
  std::uint64_t requests = 0;
  std::array<double, part_count> total_s{};

  void add(const Laps& laps)
  {
    ++requests;
    for (std::size_t i = 0; i < part_count; ++i)
      total_s[i] += static_cast<double>(laps.parts_s()[i]);
  }
};

} // namespace onsale::system
