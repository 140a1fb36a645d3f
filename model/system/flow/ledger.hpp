/// Whose the time of requests is: each stretch of it is work of somebody or a wait for somebody, and what a request
/// held meanwhile is noted, so that a wait for what is only held can be charged to what its holders did with it.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace onsale::system {

/// Who may be charged; what requests hold comes first.
enum class Charge : std::uint8_t {
  connections,       ///< places of Tomcat's connector
  workers,           ///< Tomcat's threads
  hikari_pool,       ///< pooled connections
  row_locks,         ///< of the database
  application_locks, ///< in Redis or in the process
  redis_connections, ///< of the client of Redis
  redis_thread,      ///< its work, and the line before it
  server_cpu,        ///< of the host of each role, in the order of Role
  mysql_cpu,
  redis_cpu,
  k6_cpu,
  jvm,     ///< pauses of the collector
  disk,    ///< pages of the database
  log,     ///< flushes of its log
  network, ///< on the way
  others,  ///< whoever else keeps a request: delays, services, brokers
  count_of
};
inline constexpr auto charge_count = static_cast<std::size_t>(Charge::count_of);
inline constexpr auto held_count = static_cast<std::size_t>(Charge::redis_thread);

/// Seconds of requests.
struct Charged {
  double wait_s = 0;
  double work_s = 0;
};
using Charges = std::array<Charged, charge_count>;

class Ledger {
public:
  /// What a request holds: a bit for each of the first charges.
  using Held = std::uint8_t;
  static constexpr Held bit(Charge charge) { return static_cast<Held>(1U << static_cast<unsigned>(charge)); }

  explicit Ledger(std::size_t endpoints) : requests_(endpoints) {}

  void book(std::size_t endpoint, Held held, Charge charge, const Charged& time)
  {
    const auto number = static_cast<std::size_t>(charge);
    add(requests_[endpoint][number], time);
    for (unsigned rest = held; rest != 0; rest &= rest - 1)
      add(holders_[static_cast<std::size_t>(std::countr_zero(rest))][number], time);
  }
  const std::vector<Charges>& requests() const { return requests_; } ///< [endpoint]
  /// What requests did while they held one of these.
  const std::array<Charges, held_count>& holders() const { return holders_; }

private:
  static void add(Charged& sum, const Charged& time)
  {
    sum.wait_s += time.wait_s;
    sum.work_s += time.work_s;
  }

  std::vector<Charges> requests_;
  std::array<Charges, held_count> holders_{};
};

} // namespace onsale::system
