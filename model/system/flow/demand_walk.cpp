#include "model/system/flow/demand_walk.hpp"

#include <utility>

namespace onsale::system {
namespace {

void add(std::map<std::string, double, std::less<>>& times, std::string_view id, double time_s)
{
  const auto found = times.find(id);
  if (found != times.end())
    found->second += time_s;
  else
    times.emplace(id, time_s);
}

} // namespace

RequestDemand DemandWalk::demand_of(const Endpoint& endpoint)
{
  demand_ = {};
  held_.clear();
  const ClientOptions& client = options_.client;
  cpu(Role::k6, client.request_cpu.mean_s() + client.response_cpu.mean_s());
  cpu_afterwards(Role::k6, client.output_cpu.mean_s());
  elsewhere(options_.network.round_trip.mean_s() + client.sending.mean_s() + client.receiving.mean_s());
  take("tomcat workers");
  ended_ = false;
  for (at_ = 0; at_ < endpoint.flow.size() && not ended_;)
    endpoint.flow[at_++]->demand(*this);
  held_.clear();
  take("tomcat workers");
  process_cpu(options_.threads.response_cpu.mean_s());
  return std::exchange(demand_, {});
}

void DemandWalk::cpu(Role role, double mean_s)
{
  const auto number = static_cast<std::size_t>(role);
  demand_.cpu_s[number] += mean_s;
  pass(mean_s / options_.hosts[options_.host_of[number]].speed);
}

void DemandWalk::works(std::string_view id, double mean_s)
{
  also_busy(id, mean_s);
  pass(mean_s);
}

void DemandWalk::also_busy(std::string_view id, double mean_s)
{
  add(demand_.busy_s, id, mean_s);
}

void DemandWalk::elsewhere(double mean_s)
{
  demand_.elsewhere_s += mean_s;
  pass(mean_s);
}

void DemandWalk::pass(double time_s)
{
  for (const auto& [id, is_held] : held_)
    if (is_held)
      add(demand_.held_s, id, time_s);
}

} // namespace onsale::system
