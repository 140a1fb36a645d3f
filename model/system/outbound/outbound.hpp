/// Services that the application calls over HTTP: a payment provider, a notification gateway.
#pragma once

#include "model/system/flow/step.hpp"
#include "model/system/part.hpp"
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
extern const PartKind outbound_part;

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
};

struct ServicesOptions final : PartOptions {
  std::vector<ServiceOptions> services;
};

/// One service at work, and the client pools of the processes that call it.
class Service {
public:
  enum class Answer : std::uint8_t { ok, error, connect_timeout, read_timeout, count_of };

  /// @param options  must outlive it
  Service(System& system, const ServiceOptions& options);

  /// A connection of the process's pool, the way to the service, its work, and back. Who is tired of waiting leaves it
  /// working: what it does then, it does for nobody.
  engine::Task<Answer> call(Instance& instance, engine::RandomStream& draws);
  void stop() { up_.shut(); }
  void start() { up_.open(); }
  const ServiceOptions& options() const { return options_; }
  double failures() const { return static_cast<double>(failures_); } ///< calls without a good answer so far

  double slowdown = 1; ///< by faults: its time for a call in units of a sound one's

private:
  /// Between the caller and the service, of which either may leave first.
  struct Call {
    explicit Call(engine::Simulation& simulation) : answered(simulation) {}
    engine::Gate answered;
    bool awaited = true;
  };
  class Caller;
  static engine::Process work(Service& service, Call& call, double time_s);
  engine::Task<Answer> ask(engine::RandomStream& draws);
  engine::TokenPool& pool_of(const Instance& instance);

  System& system_;
  const ServiceOptions& options_;
  engine::TokenPool workers_;
  engine::Gate up_;
  std::map<std::size_t, engine::TokenPool> pools_; // [number of the instance]
  std::deque<Call> calls_;
  std::vector<Call*> spare_;
  std::uint64_t failures_ = 0;
};

class Services final : public RunningPart {
public:
  Services(System& system, const ServicesOptions& options);
  Service& operator[](std::size_t number) { return *all_[number]; }
  const std::vector<std::unique_ptr<Service>>& all() const { return all_; }

private:
  std::vector<std::unique_ptr<Service>> all_;
};

} // namespace onsale::system
