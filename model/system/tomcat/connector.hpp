/// Tomcat's connector with the kernel in front of it: who gets a connection, who waits in the accept queue, whose SYN
/// is dropped.
#pragma once

#include "model/system/tomcat/tomcat_settings.hpp"
#include "sim/engine/deadline_queue.hpp"
#include "sim/engine/gate.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/token_pool.hpp"

#include <cstdint>
#include <deque>
#include <string>

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

///   SYN --> accept queue full? dropped, tried again at 1, 3, 7, 15 s
///       --> accept queue --> acceptor thread: waits for a place under max-connections, stands still in a pause
///                        --> connection with a place
class Connector {
public:
  /// A connection taken out for one request. It is closed when the lease ends, unless it is kept.
  struct Lease {
    engine::TokenPool::Guard place;  ///< empty: established by the kernel, not yet accepted by Tomcat
    engine::TokenPool::Guard queued; ///< until then: its entry in the accept queue
    std::int64_t requests = 0;
  };

  /// @param running  shut while the process stands still
  Connector(engine::Simulation& simulation, const TomcatSettings& settings, engine::Gate& running,
            std::string name = "tomcat connections");

  /// New limits: who holds a place beyond a smaller one keeps it.
  void apply(const TomcatSettings& settings);

  bool has_idle(std::uint32_t client) const { return client < connections_.size() && connections_[client].open(); }
  /// The client's connection if it still has one.
  bool take_idle(std::uint32_t client, Lease& lease);
  /// Dials: SYN, retries while the accept queue is full. Takes `round_trip` when the first SYN is answered.
  /// @return false: no answer within k6's dial time-out of 30 s
  engine::Task<bool> dial(Lease& lease, engine::Duration round_trip);
  /// Waits until Tomcat accepts the established connection.
  engine::Task<> accept(Lease& lease);
  /// After a response: keeps the connection for the client's next request, or closes it.
  void keep(std::uint32_t client, Lease lease);

  /// Closes every connection that no request uses.
  void close_idle();

  engine::TokenPool& places() { return places_; }
  const engine::TokenPool& places() const { return places_; }
  /// Connections established or about to be, and not yet accepted.
  std::uint32_t queued() const { return queue_.in_use(); }
  std::uint64_t dropped_syns() const { return dropped_syns_; }

private:
  bool queue_full() const;

  engine::Simulation& simulation_;
  TomcatSettings settings_;
  engine::Gate& running_;
  engine::TokenPool places_;
  engine::TokenPool queue_;            // counts; its limit is in queue_full()
  std::deque<Connection> connections_; // [client]
  std::uint64_t dropped_syns_ = 0;
};

} // namespace onsale::system
