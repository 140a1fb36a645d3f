/// What threads of the application cost beside the steps of flows, and who gets what is free: `threads:` of a scenario.
#pragma once

#include "model/config/object.hpp"
#include "model/system/flow/distribution_reader.hpp"
#include "sim/engine/distribution.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/token_pool.hpp"

#include <cstdint>
#include <functional>

namespace onsale::system {

/// Who gets a connection that comes back.
enum class HandOff : std::uint8_t {
  in_turn,       ///< who waits, first come, first served
  contended,     ///< whoever takes it first; who waits is told in turn: engine::TokenPool::Contender
  last_come,     ///< whoever takes it first; who came last is told first
  blocking_queue ///< whoever takes it first; those told are woken one by one: engine::TokenPool::Contender
};

/// CPU time of the server's process if nothing else is said.
struct ThreadOptions {
  engine::Distribution statement_cpu; ///< of the driver, for one statement: half before, half after
  engine::Distribution command_cpu;   ///< of the client, for one Redis command, before and after
  double command_ask_share = 0;       ///< of it, before the client asks for a connection
  double command_send_share = 0.5;    ///< of it, from there until the command is sent; the rest is for the answer
  double wake_up_cpu_s = 0;           ///< to look for the connection that a waiting thread was told of
  engine::Distribution response_cpu;  ///< of a worker to write the response, when what it held has gone back
  engine::Distribution clean_up_cpu;  ///< of a worker after its response
  double poller_pass_cpu_s = 0;       ///< Tomcat's poller: one return from the selector,
  double poller_event_cpu_s = 0;      ///< one request handed to the executor,
  double poller_register_cpu_s = 0;   ///< and the registration of its socket after the response
  /// HikariCP: a thread that has to wait for a connection has another look whether the pool may grow (addBagItem).
  double pool_filler_cpu_s = 0;
  double redis_pass_cpu_s = 0;   ///< of Redis: one round of its event loop
  double redis_answer_share = 1; ///< of a command's time: its answer, after all commands of the round were read
  bool scheduler_waits = false;  ///< the queue scheduler's commands wait for a connection and for Redis's thread
  HandOff worker_hand_off = HandOff::in_turn; ///< of requests: TaskQueue
  HandOff hikari_hand_off = HandOff::in_turn;
  HandOff redis_hand_off = HandOff::in_turn;

  /// Whether Tomcat's poller costs anything; if not, sockets find their worker without it.
  bool has_poller() const { return poller_pass_cpu_s > 0 || poller_event_cpu_s > 0 || poller_register_cpu_s > 0; }
};

ThreadOptions read_threads(config::Object object, const Variation& variation);

/// A pool whose free tokens are handed on like that.
engine::TokenPool::Options pool_options(std::string name, std::uint32_t capacity, HandOff hand_off);

} // namespace onsale::system
