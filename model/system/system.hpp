/// The system under test: its parts, put together, as one target of requests.
#pragma once

#include "model/http/target.hpp"
#include "model/system/application/application.hpp"
#include "model/system/booking/booking_desk.hpp"
#include "model/system/client/client.hpp"
#include "model/system/database/database.hpp"
#include "model/system/failures.hpp"
#include "model/system/flow/anatomy.hpp"
#include "model/system/flow/ledger.hpp"
#include "model/system/flow/request_trace.hpp"
#include "model/system/host/host.hpp"
#include "model/system/network/network.hpp"
#include "model/system/redis/redis.hpp"
#include "model/system/resource.hpp"
#include "model/system/system_options.hpp"
#include "model/system/waiting_queue/waiting_queue.hpp"
#include "sim/engine/random.hpp"
#include "sim/engine/station.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::system {

struct Seed {
  std::uint64_t seed = 1;
  std::uint32_t replication = 0;
};

class Front;

class System final : public http::Target {
public:
  /// @param its_options  must outlive the system
  System(engine::Simulation& its_simulation, const SystemOptions& its_options, const Seed& its_seed);
  ~System() override;
  System(const System&) = delete;
  System& operator=(const System&) = delete;

  void send(http::Exchange& exchange) override;
  void close(std::uint32_t connection) override;
  /// Changes settings of the running system, as through JMX and `SET GLOBAL`.
  void apply(const ServerSettings& new_settings);
  engine::Time now() const { return simulation.now(); }

  /// The answer is with the user, who still waits for it.
  void count_answer(const Work& work);
  const std::vector<Anatomy>& anatomy() const { return anatomy_; }

  /// A process of the application works, or has ended.
  void started(Instance& instance);
  void stopped(Instance& instance, bool in_order);
  /// One more host like that of the role, which reports from now on.
  Host& add_host(Role like, const std::string& name);
  /// From now on these report. Their order stays.
  void watch(Resource resource, const engine::Station& station);
  void watch(Instance& instance);
  void watch(std::function<ResourceReport(engine::Time now)> reporter);
  /// Every resource with what it measured: CPUs first, then in the order in which a request meets them, then what was
  /// added.
  std::vector<ResourceReport> resources() const;

  engine::Simulation& simulation;
  const SystemOptions& options;
  const Seed seed;
  ServerSettings settings; ///< of now
  const engine::RandomFamily demands;
  const engine::RandomFamily errand_draws; ///< of work that requests hand over, and of jobs
  RequestTraces* traces = nullptr;         ///< notes those requests that it picks
  Failures failures;
  BookingDesk desk;
  Ledger ledger; ///< whose the time of requests was

  // The parts. Each tells of itself in its folder; parts() lists them.
  Hosts hosts;
  Network network;
  Application application;
  std::unique_ptr<Database> database;
  Redis redis;
  Client client;
  WaitingQueue waiting_queue;
  /// Those that nobody else knows.
  template <class P> P& part(const PartKind& kind) const { return static_cast<P&>(*parts_.at(kind.name)); }

private:
  std::map<std::string_view, std::unique_ptr<RunningPart>> parts_;
  Front* front_ = nullptr;       // nullptr: there is none
  std::vector<Anatomy> anatomy_; // [endpoint]
  std::vector<std::function<ResourceReport(engine::Time)>> reporters_;
};

} // namespace onsale::system
