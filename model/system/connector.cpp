#include "model/system/connector.hpp"

#include <array>

namespace onsale::system {

using engine::seconds;

Connector::Connector(engine::Simulation& simulation, const TomcatSettings& settings)
    : simulation_(simulation), settings_(settings),
      places_(simulation, {"tomcat connections", settings.max_connections})
{
}

bool Connector::take_idle(std::uint32_t client, Lease& lease)
{
  while (client >= connections_.size())
    connections_.emplace_back();
  Connection& connection = connections_[client];
  if (not connection.open_)
    return false;
  connection.DeadlineNode::unlink();
  connection.open_ = false;
  lease.place = std::move(connection.place_);
  lease.requests = connection.requests_;
  return true;
}

/// Linux: initial RTO 1 s, doubled each time; a SYN that meets a full accept queue is dropped without a word.
engine::Task<bool> Connector::dial(engine::Duration round_trip)
{
  constexpr std::array retries_s = {1.0, 2.0, 4.0, 8.0, 15.0}; // at 1, 3, 7, 15 s; the last waits for the 30 s limit
  std::size_t retry = 0;
  while (places_.in_use() >= places_.capacity() && backlog_full()) {
    ++dropped_syns_;
    co_await engine::Sleep{simulation_, seconds(retries_s[retry])};
    if (++retry == retries_s.size())
      co_return false;
  }
  ++pending_;
  co_await engine::Sleep{simulation_, round_trip};
  --pending_;
  co_return true;
}

void Connector::keep(std::uint32_t client, Lease lease)
{
  ++lease.requests;
  Connection& connection = connections_[client];
  if (settings_.max_keep_alive_requests > 0 && lease.requests >= settings_.max_keep_alive_requests)
    return; // the lease ends here and gives its place back
  connection.place_ = std::move(lease.place);
  connection.requests_ = lease.requests;
  connection.open_ = true;
  simulation_.deadlines(settings_.keep_alive_timeout).add(connection);
}

} // namespace onsale::system
