/// A machine that costs nothing with one endpoint, whose flow is all that takes time.
#pragma once

#include "model/system/flow/demand_walk.hpp"
#include "tests/unit/system/system_fixture.hpp"

namespace onsale::system {

/// @param flow  as in a scenario, in brackets
inline std::string one_endpoint(const std::string& flow, const std::string& more = "")
{
  return free_machine("jvm: {thread-start-cpu: 0s}\n" + more +
                      "endpoints:\n  buy:\n    path: /buy\n"
                      "    input: {user: user, event: event, seat: seat, count: count}\n"
                      "    flow: " +
                      flow + "\n");
}

/// So many requests, a minute apart.
inline void one_by_one(SystemRig& rig, std::uint32_t requests, const Request& request = {})
{
  for (std::uint32_t number = 0; number < requests; ++number)
    rig.at(60.0 * number, 0, request);
  rig.run();
}

inline double mean_took_s(const SystemRig& rig)
{
  double sum_s = 0;
  for (const Ended& each : rig.ended)
    sum_s += each.took_s();
  return sum_s / static_cast<double>(rig.ended.size());
}

/// Of a request of the first endpoint.
inline RequestDemand demand_of(const SystemRig& rig)
{
  return DemandWalk(rig.options).demand_of(rig.options.endpoints.front());
}

} // namespace onsale::system
