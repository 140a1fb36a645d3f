/// k6's side of a request: what it costs the load generator itself.
#pragma once

#include "model/config/object.hpp"
#include "model/system/flow/distribution_reader.hpp"
#include "model/system/host/host.hpp"
#include "sim/engine/cpu/thread_group.hpp"
#include "sim/engine/distribution.hpp"

#include <algorithm>
#include <cstddef>

namespace onsale::system {

/// CPU that k6 itself needs on its host. Only what comes after the server's last byte is inside http_req_duration.
struct ClientOptions {
  engine::Distribution request_cpu;  ///< before sending: script, encoding
  engine::Distribution response_cpu; ///< to read and decode the response, before k6 stops its clock
  engine::Distribution
      output_cpu;                 ///< afterwards, while the user goes on: samples to the outputs and what takes them in
  engine::Distribution sending;   ///< http_req_sending
  engine::Distribution receiving; ///< http_req_receiving
  double vu_initialisation_s = 0; ///< to make one virtual user ready in the middle of a test
};

ClientOptions read_client(config::Object object, const Variation& variation);

class Client {
public:
  /// @param options  must outlive it
  Client(Host& host, const ClientOptions& options)
      : options(options), threads_(host.cpu(), host.cpu().add_process("k6"), threads_on(host.options()))
  {
  }

  /// co_await: until one of k6's threads got the CPU time.
  engine::ThreadGroup::Run run(double demand_s) { return threads_.run(engine::seconds(demand_s)); }

  const ClientOptions& options;

private:
  /// Go's GOMAXPROCS is the number of CPUs that it sees. Under processor sharing more threads get no more than their
  /// requests' share.
  static std::size_t threads_on(const HostOptions& host)
  {
    return host.run_queue ? static_cast<std::size_t>(std::max(host.cpu.cores, host.cpu.hardware_threads))
                          : engine::ThreadGroup::unlimited;
  }

  engine::ThreadGroup threads_;
};

} // namespace onsale::system
