/// A reverse proxy at work: nginx, or a gateway like it.
#pragma once

#include "model/http/target.hpp"
#include "model/system/flow/cause.hpp"
#include "model/system/front/front_options.hpp"
#include "sim/engine/fifo_server.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/random.hpp"
#include "sim/engine/token_pool.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace onsale::system {

class Instance;
class System;

/// Takes requests over the clients' connections and passes each on over one of its own, to the process that `balancing`
/// says. A process that refuses a connection is left alone for fail_timeout, and the next one is tried
/// (proxy_next_upstream error; max_fails 1); nobody tells the proxy that a process is gone.
///
///   client --> limit_req: 503 --> worker process --> process of the application, each at most once: none: 502
///                                                    its accept queue is full for 30 s: 504
///                                                    no answer in proxy_read_timeout: 504, the work goes on for nobody
///                                                    the socket is closed, the process dies: 502
class Front final : public RunningPart {
public:
  /// @param options  must outlive it
  Front(System& system, const FrontOptions& options);
  ~Front() override;

  bool is_there() const { return options_.is_there; }
  void send(http::Exchange& exchange);
  /// The client has closed its connection.
  void close(std::uint32_t connection);
  double turned_away() const { return static_cast<double>(turned_away_); } ///< answered by the proxy itself

private:
  struct Upstream; // a request on its way to the application and back
  class Loan;
  struct Process {
    engine::Time left_alone_until{};
    std::vector<std::uint32_t> idle; // numbers of connections that are kept
  };
  struct ClientConnection {
    engine::TokenPool::Guard place;
    std::list<std::uint32_t>::iterator idle; // in idle_, of one that is
    bool is_idle = false;
  };
  /// One more, if need be in the place of the client's that has been idle longest, as nginx has it.
  engine::TokenPool::Guard new_connection();
  void idle(std::uint32_t client);
  static engine::Process forward(Front& front, http::Exchange& exchange);
  engine::Task<bool> connect(const http::Exchange& exchange, http::Phases& phases);
  engine::Task<> handle(Upstream& upstream, std::uint32_t client, engine::RandomStream& draws);
  engine::Task<> pass_on(Upstream& upstream, std::uint32_t client, engine::RandomStream& draws);
  engine::Task<bool> ask(Upstream& upstream, Instance& instance);
  std::optional<std::size_t> choose(std::uint32_t client);
  bool let_through(engine::Duration& wait);
  void refuse(Upstream& upstream, Cause cause);

  System& system_;
  const FrontOptions& options_;
  engine::RandomFamily draws_;
  engine::FifoServer workers_;
  engine::TokenPool connections_;
  std::map<std::uint32_t, ClientConnection> clients_; // [number of the client's connection]
  std::list<std::uint32_t> idle_;                     // of them, the one that has been so longest first
  std::vector<Process> processes_;                    // [number of the instance, from 0]
  std::deque<std::unique_ptr<Upstream>> upstreams_;
  std::vector<Upstream*> spare_;
  std::uint32_t new_connection_ = 0;
  std::size_t next_process_ = 0;
  double excess_ = 0; // of the leaky bucket, requests
  engine::Time last_{};
  std::uint64_t turned_away_ = 0;
};

} // namespace onsale::system
