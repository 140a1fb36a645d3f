/// k6's side of a request: what it costs the load generator itself.
#pragma once

#include "model/config/object.hpp"
#include "model/system/client/go_collector.hpp"
#include "model/system/flow/distribution_reader.hpp"
#include "model/system/host/host.hpp"
#include "sim/engine/cpu/thread_group.hpp"
#include "sim/engine/distribution.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace onsale::system {

/// CPU that k6 itself needs on its host. Only what comes after the server's last byte is inside http_req_duration.
struct ClientOptions {
  engine::Distribution request_cpu;  ///< before sending: script, encoding
  engine::Distribution response_cpu; ///< to read and decode the response, before k6 stops its clock
  engine::Distribution
      output_cpu;                 ///< afterwards, while the user goes on: samples to the outputs and what takes them in
  engine::Distribution sending;   ///< http_req_sending
  engine::Distribution receiving; ///< http_req_receiving
  double wake_up_cpu_s = 0;       ///< of a thread of k6 that slept when there was something to do
  double vu_initialisation_s = 0; ///< to make one virtual user ready in the middle of a test
  GoCollectorOptions collector;
};

ClientOptions read_client(config::Object object, const Variation& variation);

class Client {
public:
  /// @param options  must outlive it
  Client(engine::Simulation& simulation, Host& host, const ClientOptions& options)
      : options(options), threads_(host.cpu(), host.cpu().add_process("k6"), threads_on(host.options())),
        collector_(simulation, threads_, options.collector, processors_of(host.options()))
  {
  }

  /// co_await: until one of k6's threads got the CPU time: of a user whose timer fired.
  engine::ThreadGroup::Run begin(double demand_s) { return threads_.run(engine::seconds(demand_s), wake_up()); }
  /// co_await: the same, of a user whose response has come: k6 hears of it when nobody else has anything to do.
  engine::ThreadGroup::Run hear(double demand_s) { return threads_.run_late(engine::seconds(demand_s), wake_up()); }
  /// co_await: the same, of a user who goes on.
  engine::ThreadGroup::Run run(double demand_s) { return threads_.run(engine::seconds(demand_s)); }
  /// What a request of this user leaves to be collected.
  void allocate(std::uint32_t user) { collector_.allocate(user); }

  const ClientOptions& options;

private:
  engine::Duration wake_up() const { return engine::seconds(options.wake_up_cpu_s); }
  /// Go's GOMAXPROCS is the number of CPUs that it sees. Under processor sharing more threads get no more than their
  /// requests' share.
  static std::size_t threads_on(const HostOptions& host)
  {
    return host.run_queue ? processors_of(host) : engine::ThreadGroup::unlimited;
  }
  static std::size_t processors_of(const HostOptions& host)
  {
    return static_cast<std::size_t>(std::max({1.0, host.cpu.cores, host.cpu.hardware_threads}));
  }

  engine::ThreadGroup threads_;
  GoCollector collector_;
};

} // namespace onsale::system
