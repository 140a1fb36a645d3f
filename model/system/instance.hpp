/// One process of the application: a JVM with its Tomcat, its connection pool and its Redis client, on one host.
#pragma once

#include "model/http/target.hpp"
#include "model/system/instance_threads.hpp"
#include "model/system/jvm/jvm.hpp"
#include "model/system/resource.hpp"
#include "model/system/system_options.hpp"
#include "model/system/threads.hpp"
#include "model/system/tomcat/connector.hpp"
#include "model/system/tomcat/task_queue.hpp"
#include "sim/engine/cpu/processor_sharing.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/random.hpp"
#include "sim/engine/token_pool.hpp"

#include <boost/intrusive/list.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace onsale::system {

struct Work;

/// A request that a process of the application has taken in, or that is about to connect to it: what it takes to end
/// both when the process dies. Lives in the frame of the request's own process.
struct InFlight : boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
  engine::ProcessRef process;
  http::Reply* reply = nullptr;
  Work* work = nullptr;
  engine::Time since{};
};

class Instance {
public:
  using Requests = boost::intrusive::list<InFlight, boost::intrusive::constant_time_size<false>>;

  /// @param number  from 1; names of resources carry it from the second instance on
  /// @param run_queue  of its host; nullptr where requests share the processors
  Instance(engine::Simulation& simulation, const SystemOptions& options, engine::ProcessorSharing& cpu,
           engine::RunQueue* run_queue, std::size_t number, std::uint64_t seed, std::uint32_t replication);
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;

  Jvm& jvm() { return jvm_; }
  Connector& connector() { return connector_; }
  engine::TokenPool& workers() { return workers_; }
  engine::TokenPool& pool() { return pool_; } ///< of database connections
  engine::TokenPool& redis_connections() { return redis_connections_; }
  /// CPU time of this process; of one of its threads on a host with a run queue.
  CpuTime serve(engine::RunQueue::Thread* thread, double demand_s)
  {
    if (thread != nullptr)
      return {threads_->queue, *thread, engine::seconds(demand_s)};
    return {cpu_, engine::seconds(demand_s), group_};
  }
  /// nullptr where requests share the processors.
  InstanceThreads* threads() { return threads_.get(); }
  /// co_await: a connection of one of this process's pools, first come, first served or contended for.
  /// @return none when `patience` passed first
  engine::Task<engine::TokenPool::Guard> take(engine::TokenPool& pool, HandOff hand_off, engine::Duration patience,
                                              engine::RunQueue::Thread* thread);
  /// Gives the compiler what one more request makes worth compiling.
  void compile();
  engine::ProcessorSharing& cpu() { return cpu_; }

  /// Whether new connections are dealt to it.
  bool in_rotation() const { return in_rotation_; }
  void set_in_rotation(bool in_rotation) { in_rotation_ = in_rotation; }
  Requests& requests() { return requests_; }
  /// The process is gone, and another one has its place. No request may be in it.
  void restart(double heap_bytes);

  /// Sizes of pools and limits; what is out beyond a smaller size comes back when it is given back.
  /// @param database_up  false: the pool has no connections to give
  void apply(const ServerSettings& settings, bool database_up);

  /// Tomcat's task queue is bounded and full: the socket of one more request would be closed.
  bool task_queue_full() const;
  /// Counts a worker thread that was not there before. @return whether a request found one to start
  /// @param worker  that has the request, on a host with a run queue
  bool starts_thread(const TaskQueue::Worker& worker);

  /// In the order in which a request meets them.
  void report(std::vector<ResourceReport>& reports, engine::Time now) const;

private:
  engine::Simulation& simulation_;
  const SystemOptions& options_;
  engine::ProcessorSharing& cpu_;
  engine::ProcessorSharing::Group group_;
  engine::RandomFamily pauses_;
  std::unique_ptr<InstanceThreads> threads_;
  std::size_t number_;
  TomcatSettings tomcat_;
  std::uint32_t threads_started_;
  bool in_rotation_ = true;
  Requests requests_;
  Jvm jvm_;
  Connector connector_;
  engine::TokenPool workers_;
  engine::TokenPool pool_;
  engine::TokenPool redis_connections_;
};

} // namespace onsale::system
