/// The system under test: hosts, Tomcat, JVM, Redis, HikariCP, MySQL and the booking core behind them, as one Target.
#pragma once

#include "model/booking/booking.hpp"
#include "model/http/target.hpp"
#include "model/system/booking/booking_step.hpp"
#include "model/system/disturbances.hpp"
#include "model/system/flow/anatomy.hpp"
#include "model/system/flow/failure_log.hpp"
#include "model/system/flow/request_trace.hpp"
#include "model/system/flow/seat_lists.hpp"
#include "model/system/host/other_work.hpp"
#include "model/system/instance.hpp"
#include "model/system/mysql/database_node.hpp"
#include "model/system/redis/cache.hpp"
#include "model/system/resource.hpp"
#include "model/system/system_options.hpp"
#include "model/system/threads.hpp"
#include "model/system/tomcat/task_queue.hpp"
#include "model/system/work.hpp"
#include "sim/engine/cpu/event_loop.hpp"
#include "sim/engine/cpu/processor_sharing.hpp"
#include "sim/engine/keyed_lock.hpp"
#include "sim/engine/token_pool.hpp"

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace onsale::system {

struct CachedAnswer;

class Server : public http::Target {
public:
  /// @param options  must outlive the server
  Server(engine::Simulation& simulation, const SystemOptions& options, std::uint64_t seed, std::uint32_t replication);
  ~Server() override;

  void send(http::Exchange& exchange) override;
  void close(std::uint32_t connection) override;

  /// Notes those requests from now on that `traces` picks; it must outlive the server.
  void trace(RequestTraces& traces) { traces_ = &traces; }

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
  const GroupCommit& redo_log() const { return primaries_.front()->redo_log; }
  engine::ProcessorSharing& cpu(Role role) { return *hosts_[options_.host_of[static_cast<std::size_t>(role)]]; }
  const std::vector<std::unique_ptr<engine::ProcessorSharing>>& hosts() const { return hosts_; }

  // What faults and operators do (server_operations.cpp, server_redis.cpp).

  Disturbances& disturbances() { return disturbances_; }
  /// The database goes away with all connections; those who ask for one wait for it, or for their time-out.
  void stop_database();
  void start_database();
  bool database_up() const { return database_up_; }
  /// @param loses_data  what was cached is gone; tokens are kept
  void stop_redis(bool loses_data);
  void start_redis() { redis_up_.open(); }
  bool redis_up() const { return redis_up_.is_open(); }
  Cache& cache() { return cache_; }
  engine::Task<> warm_cache();
  /// Commands that timed out so far.
  std::uint64_t redis_errors() const { return redis_errors_; }
  /// Let in before somebody who came earlier; lost between the two sets: so far.
  std::uint64_t queue_reversals() const { return queue_reversals_; }
  std::uint64_t queue_lost() const { return queue_lost_; }

  /// A host like MySQL's with a copy that answers reads from now on. @return the number of replicas
  std::size_t add_replica();
  /// A host like MySQL's that holds its share of the rows from now on. @return the number of shards
  std::size_t add_shard();
  std::size_t replicas() const { return replicas_.size(); }
  /// Statements so far, and the time from sending each to its answer.
  std::uint64_t statements() const { return statements_; }
  double statements_s() const { return statements_s_; }
  /// One run of a background job: CPU of the first primary.
  auto background_job(double cpu_s) { return primaries_.front()->serve(cpu_s * disturbances_.statement_factor); }
  const std::vector<std::unique_ptr<DatabaseNode>>& primaries() const { return primaries_; }
  /// More or fewer cores for a role's host, slower ones, or slower disks of the database, in units of what there was.
  void scale_cpu(Role role, double factor);
  void slow_cpu(Role role, double factor) { cpu(role).set_speed(cpu(role).speed() / factor); }
  void slow_disks(double factor);

  /// A host like the server's with a process of the application, not yet in rotation. @return its number from 0
  std::size_t add_instance();
  /// Ends a process as a kill does: its requests end with a reset, their transactions roll back.
  void stop_instance(std::size_t number);
  /// Answers from now on. @pre stopped or new
  void start_instance(std::size_t number);
  /// Restarts it: no new connections, up to `grace` for its requests to end, then the kill and the start-up.
  engine::Task<> restart_instance(std::size_t number, engine::Duration grace, engine::Duration start_up);

  // For the steps of flows.

  engine::Time now() const { return simulation_.now(); }
  engine::KeyedLock& locks(LockStep::Kind kind) { return kind == LockStep::Kind::row ? rows_ : application_locks_; }
  /// One command of Redis. Lettuce keeps commands for a Redis that is down until it is back or their time is over.
  /// @param command  nullptr: one without work of its own
  /// @return false: the command timed out
  engine::Task<bool> redis_command(Instance& instance, engine::RunQueue::Thread* thread, engine::RandomStream& draws,
                                   const Scan* command);
  /// A pooled connection, unless one is held already.
  Progress connect(Work& work);
  engine::Task<> statement(Work& work, const Query& query);
  engine::Task<> commit(Work& work);
  booking::Outcome call_booking(Work& work, BookingCall call);
  /// The flow ends; the failure is noted.
  void refuse(Work& work, Cause cause, booking::Outcome outcome = booking::Outcome::ok);

  /// Every resource with what it measured: CPUs first, then in the order in which a request meets them.
  std::vector<ResourceReport> resources(engine::Time now) const;

private:
  engine::Process carry(http::Exchange& exchange);
  engine::Process wind_up(TaskQueue::Worker worker, InstanceThreads& threads, double cpu_s) const;
  Instance* deal(std::uint32_t client);
  int page_of(const http::Exchange& exchange) const;
  engine::Task<> show_page(Work& work, http::Reply& reply, int status);
  engine::Task<bool> scheduler_command(engine::RandomStream& draws);
  engine::Task<std::size_t> promote_once(engine::RandomStream& draws);
  void pop_waiting(std::size_t count, engine::RandomStream& draws, std::vector<booking::TokenId>& popped);
  std::unique_ptr<DatabaseNode> new_node(const char* name, std::size_t number);
  engine::ProcessorSharing& add_host(Role like, const std::string& name);

  engine::Task<bool> dial(Instance& instance, Connector::Lease& lease, http::Phases& phases);
  engine::Task<> handle(Work& work);
  void lap_cpu(Work& work, double demand_s, double stopped_before_s);
  engine::Task<> walk(Work& work);
  std::map<std::pair<std::size_t, std::uint32_t>, const CachedAnswer*> cached_answers() const; // [endpoint, number]
  engine::Task<> wait_for_connection(Work& work);
  std::string log_line(const Work& work) const;
  void begin_trace(Work& work, const http::Exchange& exchange);
  /// The answer is with the user, who still waits for it.
  void count_answer(const Work& work);
  void fill(http::Exchange& exchange, const Work& work) const;
  static void fail(http::Reply& reply, Cause cause, http::NetworkError error, const http::Phases& phases);
  int status_of(Cause cause, booking::Outcome outcome) const;

  engine::ProcessorSharing::Group group(Role role) const { return groups_[static_cast<std::size_t>(role)]; }
  auto serve(Role role, double demand_s) { return cpu(role).serve(engine::seconds(demand_s), group(role)); }
  engine::RunQueue* run_queue(Role role) const
  {
    return run_queues_[options_.host_of[static_cast<std::size_t>(role)]].get();
  }
  /// CPU time of a server of the database, of one of its threads where its host schedules threads.
  CpuTime serve_database(const Work& work, DatabaseNode& node, double demand_s)
  {
    engine::RunQueue::Thread* const thread = work.session.thread();
    if (thread != nullptr && &node.cpu == &cpu(Role::mysql))
      return {*run_queue(Role::mysql), *thread, engine::seconds(demand_s)};
    return {node.cpu, engine::seconds(demand_s), node.group};
  }
  engine::Duration backend_round_trip(Work& work) const
  {
    return engine::seconds(options_.network.backend_round_trip.sample(work.draws) + disturbances_.backend_round_trip_s);
  }

  engine::Simulation& simulation_;
  const SystemOptions& options_;
  ServerSettings settings_; // of now
  engine::RandomFamily demands_;
  engine::RandomFamily flushes_;
  engine::RandomFamily promotions_;
  engine::RandomFamily other_work_draws_;
  std::vector<std::unique_ptr<engine::ProcessorSharing>> hosts_;
  std::vector<std::unique_ptr<engine::RunQueue>> run_queues_; // [host] none where requests share the processors
  std::vector<std::unique_ptr<OtherWork>> other_work_;
  std::vector<std::unique_ptr<Instance>> instances_;
  std::vector<std::unique_ptr<DatabaseNode>> primaries_;             // [shards]
  std::vector<std::unique_ptr<DatabaseNode>> replicas_;              // that answer reads
  std::array<engine::ProcessorSharing::Group, role_count> groups_{}; // of redis and k6
  engine::TokenPool redis_thread_;
  std::unique_ptr<EventLoop> redis_loop_; // instead, on a host with a run queue
  ThreadGroup session_threads_;
  engine::KeyedLock rows_;
  engine::KeyedLock application_locks_;
  booking::Booking booking_;
  FailureLog failures_;
  std::vector<Anatomy> anatomy_;
  RequestTraces* traces_ = nullptr;
  SeatLists seat_lists_;
  std::uint64_t scheduler_runs_ = 0;

  Disturbances disturbances_;
  bool database_up_ = true;
  std::uint64_t database_outages_ = 0;
  std::size_t next_replica_ = 0;
  std::uint64_t statements_ = 0;
  double statements_s_ = 0;
  engine::Gate redis_up_;
  Cache cache_;
  std::uint64_t redis_errors_ = 0;
  std::uint64_t queue_reversals_ = 0;
  std::uint64_t queue_lost_ = 0;
  std::uint64_t seed_;
  std::uint32_t replication_;
  std::vector<std::unique_ptr<engine::ProcessorSharing>> added_hosts_;
  std::vector<std::function<void(std::vector<ResourceReport>&, engine::Time)>> added_reports_;
  std::vector<std::size_t> dealt_to_; // [client] the instance of its last connection
  double disk_slowdown_ = 1;
  std::size_t next_instance_ = 0;
};

} // namespace onsale::system
