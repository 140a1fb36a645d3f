/// Customers that a run loses, of whom a promise about response times never hears.
#pragma once

#include "sim/run/simulate.hpp"

#include <cstdint>
#include <string>

namespace onsale::run {

struct Lost {
  std::uint64_t dropped = 0; ///< iterations that never began for want of VUs
  std::uint64_t interrupted =
      0; ///< iterations that were cut off after a grace; those cut by a plan without grace are not
  std::uint64_t iterations = 0; ///< that were due: complete, cut off and dropped
  std::uint64_t unanswered = 0; ///< requests: refused, timed out, connection lost
  std::uint64_t errors = 0;     ///< requests answered by a status of 500 or more
  std::uint64_t requests = 0;

  double iterations_share() const; ///< of those due, 0 to 1
  double requests_share() const;   ///< without an answer or with a server's error, of all, 0 to 1
  bool any() const { return dropped + interrupted + unanswered + errors > 0; }
};

Lost lost_customers(const k6::Options& load, const k6::LoadResult& ended, const k6::Summary& summary);

/// `1,234 of 30,000 iterations were dropped (4.1 %), 12 were cut off; 7 of 60,000 requests got no answer`; empty: none.
std::string lost_text(const Lost& lost);

} // namespace onsale::run
