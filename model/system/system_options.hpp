/// A modelled system as data: hosts, processes on them, their figures, the endpoints. Read from a scenario
/// (system_reader).
#pragma once

#include "model/booking/booking.hpp"
#include "model/system/flow/cause.hpp"
#include "model/system/flow/endpoint.hpp"
#include "model/system/settings.hpp"
#include "sim/engine/cpu/processor_sharing.hpp"
#include "sim/engine/cpu/run_queue.hpp"
#include "sim/engine/distribution.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace onsale::system {

/// Programs of the host that are none of the system's.
struct OtherWorkOptions {
  double share = 0; ///< of one core that they want
  engine::Distribution burst = engine::Distribution::exponential(1e-3);
};

struct HostOptions {
  std::string name;
  engine::CpuCapacity cpu;
  double memory_bytes = 16.0 * 1024 * 1024 * 1024;
  double speed = 1; ///< all CPU demands are divided by it
  /// One core that its threads take in turn; none: processor sharing.
  std::optional<engine::RunQueue::Options> run_queue;
  OtherWorkOptions other_work;
};

/// The processes that use CPU; each runs on one host, several may share one.
enum class Role : std::uint8_t { server, mysql, redis, k6, count_of };
inline constexpr auto role_count = static_cast<std::size_t>(Role::count_of);

struct NetworkOptions {
  engine::Distribution round_trip = engine::Distribution::constant(50e-6);         ///< client to server
  engine::Distribution backend_round_trip = engine::Distribution::constant(50e-6); ///< server to MySQL and Redis
};

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

/// What collections cost and cold code; how the heap fills is heap.hpp's.
struct JvmOptions {
  double young_share = 0.6;          ///< eden's part of the heap at most (G1: up to 60 %)
  engine::Distribution young_pause;  ///< of a young collection, without what it promotes
  double young_pause_s_per_gb = 0;   ///< to copy what a young collection promotes
  double full_gc_s_per_gb = 0.6;     ///< of a full collection, for each GB that is live after it
  double live_baseline_bytes = 0;    ///< reachable without any request: classes, caches, sessions
  double thread_start_cpu_s = 80e-6; ///< to start one worker thread
  double cold_factor = 1;            ///< CPU of the first request of an endpoint, in units of a warm one
  double warm_after_requests = 2000; ///< e-fold of the fall from cold to warm, in requests of that endpoint
  /// CPU time of compiling while the requests that the process has served grow e-fold, so compile_cpu_s / n for the
  /// n-th. HotSpot compiles a method when it has been called some thousand times (Tier4InvocationThreshold); how often
  /// a request calls its methods is spread over orders of magnitude, so each e-fold finds as much to compile as the one
  /// before. Spent by a thread of its own on a host with a run queue.
  double compile_cpu_s = 0;
  double warm_up_requests = 0;            ///< that the process had served before the test
  double compiled_after_requests = 30000; ///< nothing is left to compile
  double compile_task_s = 2e-3; ///< CPU time of one method: the compiler's thread is woken for that much at a time
};

/// Who gets a connection that comes back.
enum class HandOff : std::uint8_t {
  in_turn,       ///< who waits, first come, first served
  contended,     ///< whoever takes it first; who waits is told in turn: engine::TokenPool::Contender
  last_come,     ///< whoever takes it first; who came last is told first
  blocking_queue ///< whoever takes it first; those told are woken one by one: engine::TokenPool::Contender
};

/// What threads do besides the flows of the endpoints. CPU time of the server's process if nothing else is said.
struct ThreadOptions {
  engine::Distribution statement_cpu; ///< of the driver, for one statement: half before, half after
  engine::Distribution command_cpu;   ///< of the client, for one Redis command, before and after (server_redis.cpp)
  double wake_up_cpu_s = 0;           ///< to look for the connection that a waiting thread was told of
  engine::Distribution response_cpu;  ///< of a worker to write the response, when what it held has gone back
  engine::Distribution clean_up_cpu;  ///< of a worker after its response, on a host with a run queue
  double poller_pass_cpu_s = 0;       ///< Tomcat's poller, on a host with a run queue: one return from the selector,
  double poller_event_cpu_s = 0;      ///< one request handed to the executor,
  double poller_register_cpu_s = 0;   ///< and the registration of its socket after the response
  /// HikariCP: a thread that has to wait for a connection has another look whether the pool may grow (addBagItem).
  double pool_filler_cpu_s = 0;
  double redis_pass_cpu_s = 0;                ///< of Redis: one round of its event loop, on a host with a run queue
  HandOff worker_hand_off = HandOff::in_turn; ///< of requests, on a host with a run queue: TaskQueue
  HandOff hikari_hand_off = HandOff::in_turn;
  HandOff redis_hand_off = HandOff::in_turn;
};

struct MySqlOptions {
  engine::Distribution fsync = engine::Distribution::constant(0); ///< one flush of redo or binary log
  engine::Distribution commit_cpu;
  /// SET autocommit=0 before and =1 after each transaction, as drivers do unless told that the pool has switched it
  /// off: the CPU of each. None: no such statements.
  std::optional<engine::Distribution> set_autocommit_cpu;
  double buffer_pool_miss_ratio = 0;
  engine::Distribution page_read; ///< one page from disk
};

struct StatusRule {
  Cause cause = Cause::refused;
  booking::Outcome outcome = booking::Outcome::ok; ///< with Cause::refused
  int status = 500;
};

struct SystemOptions {
  std::string name;
  std::string title;
  std::vector<HostOptions> hosts;
  std::size_t host_of[role_count] = {};
  NetworkOptions network;
  ClientOptions client;
  JvmOptions jvm;
  ThreadOptions threads;
  MySqlOptions mysql;
  booking::BookingOptions booking;
  std::vector<std::string> lock_spaces;
  std::vector<StatusRule> statuses;
  std::vector<Endpoint> endpoints; ///< in the order of http::Names::endpoints
  ServerSettings settings;
};

/// Of the server's process: jvm.max-heap, or the JVM's default of a quarter of its host's memory (MaxRAMPercentage 25).
inline double heap_bytes(const SystemOptions& options, const ServerSettings& settings)
{
  if (settings.max_heap_bytes > 0)
    return static_cast<double>(settings.max_heap_bytes);
  return options.hosts[options.host_of[static_cast<std::size_t>(Role::server)]].memory_bytes / 4;
}

inline double heap_bytes(const SystemOptions& options)
{
  return heap_bytes(options, options.settings);
}

} // namespace onsale::system
