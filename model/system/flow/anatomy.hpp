/// Where the time of requests goes, part by part, for each endpoint: of the mean request and of those around a
/// percentile.
#pragma once

#include "model/system/flow/ledger.hpp"
#include "sim/engine/time.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace onsale::system {

enum class Part : std::uint8_t {
  client,    ///< k6's own CPU and the wait for it
  connect,   ///< TCP connection, SYN retries included
  network,   ///< on the way, there and back
  accept,    ///< connected, but not yet accepted by Tomcat
  worker,    ///< waiting for a worker thread
  cpu_wait,  ///< what the server's CPU work took longer than on a core of its own
  cpu,       ///< the server's CPU work, as on a core of its own
  gc,        ///< stopped by the garbage collector with CPU work to do
  throttled, ///< stopped by the container's CPU limit with CPU work to do
  redis,     ///< Redis commands with their waits
  pool,      ///< waiting for a pooled connection
  lock,      ///< waiting for row and application locks
  query,     ///< statements: round trip, MySQL's CPU
  io,        ///< pages read from MySQL's disk, with the wait for it
  commit,    ///< group commit
  front,     ///< in the proxy in front, with its waits
  broker,    ///< sending to the message broker, with its waits
  delay,     ///< waiting for somebody else
  count_of
};
inline constexpr auto part_count = static_cast<std::size_t>(Part::count_of);
std::string_view to_string(Part part);

/// One stretch of a request's time.
struct Lap {
  Part part = Part::client;
  double seconds = 0;
};

/// What keeps a process with CPU work to do from doing any.
struct Stops {
  double collected_s = 0; ///< by the garbage collector
  double throttled_s = 0; ///< by the container's CPU limit

  Stops operator-(const Stops& before) const
  {
    return {collected_s - before.collected_s, throttled_s - before.throttled_s};
  }
};

/// One request's time so far; `lap` books what has passed since the last lap.
class Laps {
public:
  explicit Laps(engine::Time start) : last_(start), charged_(start) {}
  void lap(Part part, engine::Time now)
  {
    add(part, engine::in_seconds(now - last_));
    last_ = now;
    if (ledger_ != nullptr)
      charge_rest(part, now);
  }
  /// Books a lap of CPU work: what it took alone, what of it the collector and the CPU limit stopped, and waiting,
  /// which is the rest.
  void lap_cpu(double alone_s, const Stops& stops, engine::Time now);
  const std::array<float, part_count>& parts_s() const { return parts_; }
  double total_s() const;
  /// What has passed since the last lap went as it did for another one, which began when that ended.
  void adopt(const Laps& other, engine::Time now);
  /// From now on its time is charged. Who is not told otherwise by the next three is charged by the part of the lap.
  void charge_to(Ledger& ledger, std::size_t endpoint)
  {
    ledger_ = &ledger;
    endpoint_ = static_cast<std::uint32_t>(endpoint);
  }
  /// The time since it last was told whose time it is.
  void waited(Charge charge, engine::Time now) { charge_since(charge, 0, now); }
  void worked(Charge charge, engine::Time now) { charge_since(charge, engine::in_seconds(now - charged_), now); }
  /// So much of it, at most all.
  void worked_for(double seconds, Charge charge, engine::Time now)
  {
    worked(charge, std::min(now, charged_ + engine::seconds(seconds)));
  }
  /// Of it so much was work, the rest a wait for who does it.
  void served(Charge charge, double work_s, engine::Time now) { charge_since(charge, work_s, now); }
  void hold(Charge charge) { held_ |= Ledger::bit(charge); }
  void let_go(Charge charge) { held_ &= static_cast<Ledger::Held>(~Ledger::bit(charge)); }

  /// From now on each lap is appended to `laps` too, which must outlive this.
  void record(std::vector<Lap>& laps) { recorded_ = &laps; }

private:
  void add(Part part, double seconds)
  {
    parts_[static_cast<std::size_t>(part)] += static_cast<float>(seconds);
    if (recorded_ != nullptr)
      note(part, seconds);
  }
  void note(Part part, double seconds);
  void charge_rest(Part part, engine::Time now);
  void charge_since(Charge charge, double work_s, engine::Time now)
  {
    if (ledger_ != nullptr && now > charged_)
      book_since(charge, work_s, now);
  }
  void book_since(Charge charge, double work_s, engine::Time now);

  std::array<float, part_count> parts_{};
  engine::Time last_;
  std::vector<Lap>* recorded_ = nullptr;
  engine::Time charged_; // up to here
  Ledger* ledger_ = nullptr;
  std::uint32_t endpoint_ = 0;
  Ledger::Held held_ = 0;
};

/// Sums over requests.
struct AnatomySums {
  std::uint64_t requests = 0;
  std::array<double, part_count> total_s{};

  void add(const Laps& laps)
  {
    ++requests;
    for (std::size_t i = 0; i < part_count; ++i)
      total_s[i] += static_cast<double>(laps.parts_s()[i]);
  }
  void add(const AnatomySums& other);
};

/// The requests of one endpoint by their total time: exact sums in classes that are 4.4 % wide (16 an octave, from 10
/// us on), so that a percentile has its own anatomy without any request being kept.
class Anatomy {
public:
  Anatomy() { classes_.reserve(384); } // up to 168 s: a request must not make it allocate
  void add(const Laps& laps);
  const AnatomySums& all() const { return all_; }
  /// Sums over the class of requests in which the percentile falls (nearest rank); empty without requests.
  /// @param percentile  0 to 100
  AnatomySums around(double percentile) const;

private:
  std::vector<AnatomySums> classes_; // grows to the slowest that was seen
  AnatomySums all_;
};

} // namespace onsale::system
