/// Tomcat's connector with the kernel in front of it: who gets a connection, who waits in the backlog, whose SYN is
/// dropped.
#pragma once

#include "model/system/settings.hpp"
#include "sim/engine/deadline_queue.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/token_pool.hpp"

#include <cstdint>
#include <deque>
#include <vector>

namespace onsale::system {

/// One client's kept-alive connection. Idle ones are closed by the server after keep-alive-timeout, busy ones after
/// max-keep-alive-requests; both free a place under max-connections.
class Connection : public engine::DeadlineNode {
public:
  Connection() : DeadlineNode([](DeadlineNode& expired) { static_cast<Connection&>(expired).close(); }) {}
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  bool open() const { return open_; }
  void close()
  {
    engine::DeadlineNode::unlink();
    open_ = false;
    place_.release();
  }

private:
  friend class Connector;
  engine::TokenPool::Guard place_;
  bool open_ = false;
  std::int64_t requests_ = 0;
};

class Connector {
public:
  /// A connection taken out for one request.
  struct Lease {
    engine::TokenPool::Guard place; ///< empty: established by the kernel, not yet accepted by Tomcat
    std::int64_t requests = 0;
  };

  Connector(engine::Simulation& simulation, const TomcatSettings& settings);

  /// The client's connection if it still has one.
  bool take_idle(std::uint32_t client, Lease& lease);
  /// Dials: SYN, retries while the backlog is full. Takes `round_trip` when accepted at once.
  /// @return false: no answer within k6's dial time-out of 30 s
  engine::Task<bool> dial(engine::Duration round_trip);
  /// Waits until Tomcat accepts the established connection.
  engine::TokenPool::Acquire accept() { return places_.acquire(); }
  /// After a response: keeps the connection for the client's next request, or closes it.
  void keep(std::uint32_t client, Lease lease);

  engine::TokenPool& places() { return places_; }
  std::uint64_t dropped_syns() const { return dropped_syns_; }

private:
  bool backlog_full() const { return places_.waiting() + pending_ > settings_.accept_count; }

  engine::Simulation& simulation_;
  TomcatSettings settings_;
  engine::TokenPool places_;
  std::deque<Connection> connections_; // [client]
  std::uint64_t pending_ = 0;          // handshakes under way
  std::uint64_t dropped_syns_ = 0;
};

} // namespace onsale::system
