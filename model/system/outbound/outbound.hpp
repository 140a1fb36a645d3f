/// Services that the application calls over HTTP: a payment provider, a notification gateway.
#pragma once

#include "model/system/flow/step.hpp"
#include "model/system/part.hpp"
#include "model/system/resilience/resilience.hpp"
#include "model/system/resource.hpp"
#include "sim/engine/distribution.hpp"
#include "sim/engine/gate.hpp"
#include "sim/engine/token_pool.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace onsale::system {

class Instance;
struct StepKind;
extern const PartKind outbound_part;
extern const StepKind call_step;

/// One service as data: `services:` of a scenario.
struct ServiceOptions {
  std::string name;
  engine::Distribution time = engine::Distribution::constant(0);       ///< that it works on a call
  engine::Distribution round_trip = engine::Distribution::constant(0); ///< to it and back
  std::uint32_t capacity = 0;         ///< calls that it works on at once; 0: any number
  double failing = 0;                 ///< share of calls that it answers with an error
  std::uint32_t pool_size = 0;        ///< connections of the client of each process; 0: any number
  engine::Duration connect_timeout{}; ///< for a connection, and for the service to accept it
  engine::Duration read_timeout{};    ///< for its answer
  ResilienceOptions guards = {};      ///< around each call
};

struct ServicesOptions final : PartOptions {
  std::vector<ServiceOptions> services;
};

/// One service at work, and the clients in the processes that call it.
class Service {
public:
  enum class Answer : std::uint8_t {
    ok,
    error,
    connect_timeout,
    read_timeout,
    time_limited,  ///< the time limiter's time was over
    not_permitted, ///< the circuit breaker is open
    rate_limited,  ///< no permission of the rate limiter in time
    bulkhead_full,
    count_of
  };

  /// @param options  must outlive it
  Service(System& system, const ServiceOptions& options);
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;
  ~Service();

  /// What guards it, a connection of the process's pool, the way to the service, its work, and back. Who is tired of
  /// waiting leaves it working: what it does then, it does for nobody.
  engine::Task<Answer> call(Instance& instance, engine::RandomStream& draws);
  void stop() { up_.shut(); }
  void start() { up_.open(); }
  const ServiceOptions& options() const { return options_; }
  double failures() const { return static_cast<double>(failures_); } ///< calls without a good answer so far
  double retries() const { return static_cast<double>(retries_); }
  double not_permitted() const { return static_cast<double>(not_permitted_); }
  /// Processes whose circuit breaker is open.
  double open_circuits() const;

  double slowdown = 1;     ///< by faults: its time for a call in units of a sound one's
  double failing_more = 0; ///< by faults: share of calls that it answers with an error, beside its own

private:
  /// Between the caller and the service, of which either may leave first.
  struct Call {
    explicit Call(engine::Simulation& simulation) : answered(simulation) {}
    engine::Gate answered;
    bool awaited = true;
  };
  class Caller;
  struct Client;
  static engine::Process work(Service& service, Call& call, double time_s);
  engine::Task<Answer> guarded(Instance& instance, engine::RandomStream& draws);
  engine::Task<Answer> permitted(Client& client, engine::RandomStream& draws);
  engine::Task<Answer> limited(Client& client, engine::RandomStream& draws);
  engine::Task<Answer> connect(Client& client, engine::RandomStream& draws, engine::Time deadline);
  engine::Task<Answer> ask(engine::RandomStream& draws, engine::Time deadline);
  engine::Duration back_off(std::uint32_t attempt, engine::RandomStream& draws) const;
  bool fails(engine::RandomStream& draws) const;
  Client& client_of(const Instance& instance);

  System& system_;
  const ServiceOptions& options_;
  engine::TokenPool workers_;
  engine::Gate up_;
  std::map<std::size_t, std::unique_ptr<Client>> clients_; // [number of the instance]
  std::deque<Call> calls_;
  std::vector<Call*> spare_;
  std::uint64_t failures_ = 0;
  std::uint64_t retries_ = 0;
  std::uint64_t not_permitted_ = 0;
};

class Services final : public RunningPart {
public:
  Services(System& system, const ServicesOptions& options);
  Service& operator[](std::size_t number) { return *all_[number]; }
  const std::vector<std::unique_ptr<Service>>& all() const { return all_; }

private:
  std::vector<std::unique_ptr<Service>> all_;
};

/// What the scenario says of services.
const ServicesOptions& services_of(const SystemOptions& options);
/// The service that a step or a fault names; the first, and a fault, if there is none.
std::size_t number_of(const ServicesOptions& options, const config::Value& value);
Resource service_resource(const ServiceOptions& service);
Resource pool_resource(const ServiceOptions& service, std::size_t instance);
Resource bulkhead_resource(const ServiceOptions& service, std::size_t instance);

} // namespace onsale::system
