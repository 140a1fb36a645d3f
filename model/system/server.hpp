/// The system under test: hosts, Tomcat, JVM, Redis, HikariCP, MySQL and the booking core behind them, as one Target.
#pragma once

#include "model/booking/booking.hpp"
#include "model/load/target.hpp"
#include "model/system/anatomy.hpp"
#include "model/system/event_loop.hpp"
#include "model/system/failure_log.hpp"
#include "model/system/group_commit.hpp"
#include "model/system/instance.hpp"
#include "model/system/seat_lists.hpp"
#include "model/system/system_options.hpp"
#include "model/system/threads.hpp"
#include "sim/engine/fifo_server.hpp"
#include "sim/engine/keyed_lock.hpp"
#include "sim/engine/processor_sharing.hpp"
#include "sim/engine/token_pool.hpp"

#include <boost/container/static_vector.hpp>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace onsale::system {

struct HeldLock {
  engine::KeyedLock::Key key = 0;
  engine::KeyedLock::Guard guard;
};

/// One request in the hands of the server. Lives in the frame of the process that carries it; what it holds goes back
/// with it.
struct Work {
  Work(const Endpoint& its_endpoint, std::size_t number, engine::RandomStream its_draws, engine::Time start)
      : endpoint(its_endpoint), endpoint_number(number), draws(its_draws), laps(start)
  {
  }

  const Endpoint& endpoint;
  std::size_t endpoint_number;
  Instance* instance = nullptr; ///< that serves it
  engine::RandomStream draws;
  Laps laps;
  Registers registers;
  double code_factor = 1; ///< CPU of cold code in units of warm code
  std::optional<booking::Version> seat_version;
  std::optional<booking::Version> account_version;
  ThreadGroup::Loan worker;  ///< Tomcat's thread, on a host with a run queue
  ThreadGroup::Loan session; ///< MySQL's thread of the connection, the same
  engine::TokenPool::Guard connection;
  engine::Duration pool_wait{}; ///< for the connection, got or not
  boost::container::static_vector<HeldLock, max_locks> row_locks;
  boost::container::static_vector<HeldLock, max_locks> application_locks;
  Heap::Held memory;

  Cause cause = Cause::none;
  booking::Outcome outcome = booking::Outcome::ok;
  int status = 0;
  const ResponseSpec* response = nullptr;
  SeatLists::Loan seats; ///< the list read by available_seats
};

class Server : public load::Target {
public:
  /// @param options  must outlive the server
  Server(engine::Simulation& simulation, const SystemOptions& options, std::uint64_t seed, std::uint32_t replication);
  ~Server() override;

  void send(load::Exchange& exchange) override;

  /// One run of the queue scheduler, in four Redis commands: expired tokens go, the active ones are counted, the first
  /// of the line are popped, and added to the active set. Between the last two they are in neither: who asks then is
  /// unknown. The caller decides when it runs (fixedDelay: the period counts from the end of a run).
  /// @return how many were let in
  engine::Task<std::size_t> promote();

  /// Sweeps holds and reservations that are over.
  void expire();

  const SystemOptions& options() const { return options_; }
  const ServerSettings& settings() const { return settings_; }
  /// Changes settings of the running system, as through JMX and `SET GLOBAL`.
  void apply(const ServerSettings& settings);

  booking::Booking& booking() { return booking_; }
  const FailureLog& failures() const { return failures_; }
  const std::vector<Anatomy>& anatomy() const { return anatomy_; }
  const std::vector<std::unique_ptr<Instance>>& instances() const { return instances_; }
  const GroupCommit& redo_log() const { return redo_log_; }
  engine::ProcessorSharing& cpu(Role role) { return *hosts_[options_.host_of[static_cast<std::size_t>(role)]]; }
  const std::vector<std::unique_ptr<engine::ProcessorSharing>>& hosts() const { return hosts_; }

  /// Every resource with what it measured: CPUs first, then in the order in which a request meets them.
  std::vector<engine::StationReport> stations(engine::Time now) const;

private:
  engine::Process carry(load::Exchange& exchange);
  engine::Task<bool> dial(Instance& instance, Connector::Lease& lease, load::Phases& phases);
  engine::Task<> handle(Work& work);
  void lap_cpu(Work& work, double demand_s, double stopped_before_s);
  double query_cpu_s(Work& work, const Query& query) const;
  static void give_back_connection(Work& work);
  engine::Task<> take_lock(Work& work, const Lock& lock);
  booking::Outcome call_booking(Work& work, BookingCall call);
  void refuse(Work& work, Cause cause, booking::Outcome outcome = booking::Outcome::ok);
  std::string log_line(const Work& work) const;
  void fill(load::Exchange& exchange, const Work& work) const;
  static void fail(load::Reply& reply, load::NetworkError error, const load::Phases& phases);
  int status_of(Cause cause, booking::Outcome outcome) const;

  engine::ProcessorSharing::Group group(Role role) const { return groups_[static_cast<std::size_t>(role)]; }
  auto serve(Role role, double demand_s) { return cpu(role).serve(engine::seconds(demand_s), group(role)); }
  engine::RunQueue* run_queue(Role role) const
  {
    return run_queues_[options_.host_of[static_cast<std::size_t>(role)]].get();
  }
  /// CPU time of MySQL, of one of its threads where its host schedules threads.
  CpuTime serve_mysql(const Work& work, double demand_s)
  {
    if (engine::RunQueue::Thread* const thread = work.session.thread())
      return {*run_queue(Role::mysql), *thread, engine::seconds(demand_s)};
    return {cpu(Role::mysql), engine::seconds(demand_s), group(Role::mysql)};
  }
  engine::Task<> redis_command(Instance& instance, engine::RunQueue::Thread* thread, engine::RandomStream& draws,
                               double cpu_s);
  engine::Task<> scheduler_command(engine::RandomStream& draws);
  engine::Task<> commit(Work& work);
  engine::Duration backend_round_trip(Work& work) const
  {
    return engine::seconds(options_.network.backend_round_trip.sample(work.draws));
  }

  engine::Simulation& simulation_;
  const SystemOptions& options_;
  ServerSettings settings_; // of now
  engine::RandomFamily demands_;
  engine::RandomFamily flushes_;
  engine::RandomFamily promotions_;
  std::vector<std::unique_ptr<engine::ProcessorSharing>> hosts_;
  std::vector<std::unique_ptr<engine::RunQueue>> run_queues_; // [host] none where requests share the processors
  std::vector<std::unique_ptr<Instance>> instances_;
  std::array<engine::ProcessorSharing::Group, role_count> groups_{}; // of the roles other than server
  engine::TokenPool redis_thread_;
  std::unique_ptr<EventLoop> redis_loop_; // instead, on a host with a run queue
  ThreadGroup session_threads_;
  engine::KeyedLock rows_;
  engine::KeyedLock application_locks_;
  engine::FifoServer disk_;
  GroupCommit redo_log_;
  booking::Booking booking_;
  FailureLog failures_;
  std::vector<Anatomy> anatomy_;
  SeatLists seat_lists_;
  std::vector<booking::TokenId> popped_; // by the scheduler's present run
  std::uint64_t scheduler_runs_ = 0;
};

} // namespace onsale::system
