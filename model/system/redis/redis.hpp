/// Redis, and the clients that the processes of the application have of it.
#pragma once

#include "model/system/application/place.hpp"
#include "model/system/application/thread_options.hpp"
#include "model/system/flow/scan.hpp"
#include "model/system/host/host.hpp"
#include "model/system/redis/cache.hpp"
#include "model/system/redis/redis_settings.hpp"
#include "model/system/resource.hpp"
#include "sim/engine/cpu/event_loop.hpp"
#include "sim/engine/gate.hpp"
#include "sim/engine/token_pool.hpp"

#include <cstdint>

namespace onsale::system {

class Instance;
class Laps;
class System;
struct PartKind;
struct SystemOptions;
extern const PartKind redis_part;

/// The connections of one process; the client's CPU time is its threads'.
class RedisClient {
public:
  RedisClient(const Place& place, const RedisSettings& settings, const ThreadOptions& threads);
  void apply(const RedisSettings& settings);
  engine::TokenPool& connections() { return connections_; }
  const engine::TokenPool& connections() const { return connections_; }

private:
  engine::TokenPool connections_;
};

/// One thread that serves everybody; a cache whose keys it holds; and whether it is there at all.
class Redis {
public:
  Redis(System& system, Host& host);

  /// One command: client, connection, round trip, Redis's thread, and back. Lettuce keeps commands for a Redis that is
  /// down until it is back or their time is over.
  /// @param thread   of the instance
  /// @param command  nullptr: one without work of its own
  /// @param laps     of the request that asks; nullptr: none does
  /// @return false: the command timed out
  engine::Task<bool> command(Instance& instance, engine::Cpu::Thread& thread, engine::RandomStream& draws,
                             const Scan* command, Laps* laps = nullptr);
  /// The same without client, connection and Redis's thread: its round trip alone.
  engine::Task<bool> round_trip(engine::RandomStream& draws);

  void stop();
  void start() { up_.open(); }
  bool is_up() const { return up_.is_open(); }
  Cache& cache() { return cache_; }
  const Cache& cache() const { return cache_; }
  /// A script that asks the database for one lost answer after the other and puts it back.
  engine::Task<> warm_cache();
  std::uint64_t errors() const { return errors_; } ///< commands that timed out
  const engine::EventLoop& loop() const { return loop_; }
  engine::Cpu::ProcessId process() const { return process_; } ///< of its host

  double slowdown = 1;         ///< by faults: CPU of a command in units of a sound one's
  bool cache_bypassed = false; ///< cached reads go straight to the database

private:
  engine::Task<bool> wait_until_up();

  System& system_;
  engine::Cpu::ProcessId process_;
  engine::EventLoop loop_;
  engine::Gate up_;
  Cache cache_;
  std::uint64_t errors_ = 0;
};

Resource redis_connections(const RedisSettings& settings, std::size_t instance);
Resource redis_thread(const SystemOptions& options);

} // namespace onsale::system
