#include "model/system/tomcat/connector.hpp"

#include <array>
#include <limits>
#include <utility>

namespace onsale::system {

using engine::seconds;

Connector::Connector(engine::Simulation& simulation, const TomcatSettings& settings, engine::Gate& running,
                     std::string name)
    : simulation_(simulation), settings_(settings), running_(running),
      places_(simulation, {std::move(name), settings.max_connections}),
      queue_(simulation, {"accept queue", std::numeric_limits<std::uint32_t>::max()})
{
}

void Connector::apply(const TomcatSettings& settings)
{
  settings_ = settings;
  places_.resize(settings.max_connections);
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

void Connector::close_idle()
{
  for (Connection& connection : connections_)
    if (connection.open_)
      connection.close();
}

/// Linux: a queue of accept-count is full when it holds one more (sk_acceptq_is_full). A running acceptor takes out at
/// once whatever has a place under max-connections.
bool Connector::queue_full() const
{
  std::uint64_t taken_at_once = 0;
  if (running_.is_open() && places_.in_use() < places_.capacity())
    taken_at_once = places_.capacity() - places_.in_use();
  return queue_.in_use() > settings_.accept_count + taken_at_once;
}

/// Linux: initial RTO 1 s, doubled each time; a SYN that meets a full accept queue is dropped without a word.
engine::Task<bool> Connector::dial(Lease& lease, engine::Duration round_trip)
{
  static constexpr std::array retries_s = {1.0, 2.0, 4.0, 8.0, 15.0}; // at 1, 3, 7, 15 s; the last waits for the limit
  for (std::size_t retry = 0; not lease.queued; ++retry) {
    engine::Duration wait = round_trip;
    if (not queue_full()) {
      lease.queued = queue_.try_acquire();
    } else if (retry < retries_s.size()) {
      ++dropped_syns_;
      wait = seconds(retries_s[retry]);
    } else {
      co_return false;
    }
    co_await engine::Sleep{simulation_, wait};
  }
  if (running_.is_open() && (lease.place = places_.try_acquire()))
    lease.queued.release();
  co_return true;
}

engine::Task<> Connector::accept(Lease& lease)
{
  while (not running_.is_open())
    co_await running_.pass();
  lease.place = co_await places_.acquire();
  lease.queued.release();
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
