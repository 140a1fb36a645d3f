/// One process of the application: a JVM with its Tomcat, its connection pool and its Redis client, on one host.
#pragma once

#include "model/http/target.hpp"
#include "model/system/application/place.hpp"
#include "model/system/hikari/hikari.hpp"
#include "model/system/host/host.hpp"
#include "model/system/jvm/jvm.hpp"
#include "model/system/redis/redis.hpp"
#include "model/system/system_options.hpp"
#include "model/system/tomcat/tomcat.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/random.hpp"

#include <boost/intrusive/list.hpp>

#include <cstddef>
#include <memory>
#include <unordered_map>

namespace onsale::system {

struct ContainerOptions;
struct Seed;
struct Intent;
struct Work;

/// A request that a process of the application has taken in, or that is about to connect to it: what it takes to end
/// both when the process dies. Lives in the frame of the request's own process.
struct InFlight : boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
  engine::ProcessRef process;
  http::Reply* reply = nullptr;
  const Intent* intent = nullptr;
  Work* work = nullptr; ///< none yet while it dials
  engine::Time since{};
};

/// Work of a process of the application that is no request, and ends with it. Lives in the frame of its own process.
struct Errand : boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
  engine::ProcessRef process;
};

class Instance {
public:
  using Requests = boost::intrusive::list<InFlight, boost::intrusive::constant_time_size<false>>;

  /// @param number  from 1; names of resources carry it from the second instance on
  Instance(engine::Simulation& simulation, const SystemOptions& options, Host& host, std::size_t number,
           const Seed& seed);
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;

  Jvm& jvm() { return jvm_; }
  const Jvm& jvm() const { return jvm_; }
  Tomcat& tomcat() { return tomcat_; }
  const Tomcat& tomcat() const { return tomcat_; }
  Hikari& hikari() { return hikari_; }
  const Hikari& hikari() const { return hikari_; }
  RedisClient& redis() { return redis_; }
  const RedisClient& redis() const { return redis_; }
  engine::Cpu& cpu() { return place_.cpu; }
  const engine::Cpu& cpu() const { return place_.cpu; }
  engine::Cpu::ProcessId process() const { return place_.process; }
  std::size_t number() const { return place_.instance; } ///< from 1
  /// None: nothing limits it.
  const ContainerOptions* container() const { return container_; }
  /// So far.
  Stops stops() const { return {jvm_.stopped_s(), container_ != nullptr ? place_.cpu.throttled_s(place_.process) : 0}; }
  /// CPU time that the process has had for work that has ended.
  double served_s() const { return place_.cpu.use()[place_.process].served_s; }

  /// co_await: until the thread of this process got the CPU time.
  engine::Cpu::Run run(engine::Cpu::Thread& thread, double demand_s)
  {
    return place_.cpu.run(thread, engine::seconds(demand_s));
  }
  /// co_await: a connection of one of this process's pools that is contended for. A thread that was told of a free one
  /// takes it when it has got the CPU, if it is still there.
  /// @return none when `patience` passed first
  engine::Task<engine::TokenPool::Guard> take(engine::TokenPool& pool, HandOff hand_off, engine::Duration patience,
                                              engine::Cpu::Thread& thread);

  /// What the step keeps in this process; nullptr at first.
  std::unique_ptr<StepMemory>& memory_of(const Step& step) { return memories_[&step]; }

  /// Whether new connections are dealt to it.
  bool in_rotation() const { return in_rotation_; }
  void set_in_rotation(bool in_rotation) { in_rotation_ = in_rotation; }
  Requests& requests() { return requests_; }
  using Errands = boost::intrusive::list<Errand, boost::intrusive::constant_time_size<false>>;
  Errands& errands() { return errands_; }
  /// How many processes have had this place before.
  std::uint32_t generation() const { return generation_; }
  /// The process is gone, and another one has its place. No request may be in it.
  void restart(double heap_bytes);
  /// @param connections  that the database lets its pool have
  void apply(const ServerSettings& settings, std::uint32_t connections);

private:
  Place place_;
  const ContainerOptions* container_;
  const ThreadOptions& threads_;
  engine::RandomFamily pauses_;
  bool in_rotation_ = true;
  std::uint32_t generation_ = 0;
  Requests requests_;
  Errands errands_;
  std::unordered_map<const Step*, std::unique_ptr<StepMemory>> memories_;
  Jvm jvm_;
  Tomcat tomcat_;
  Hikari hikari_;
  RedisClient redis_;
};

} // namespace onsale::system
