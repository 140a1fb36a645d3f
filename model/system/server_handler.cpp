// What a worker thread does with a request: the steps of the endpoint's flow, one after the other.
#include "model/system/server.hpp"

#include <algorithm>
#include <cmath>

namespace onsale::system {

using engine::seconds;
using engine::Sleep;
using engine::Task;

/// Requests come with the worker thread held. A refusal ends the flow: what is held goes back, the status says why.
Task<> Server::handle(Work& work)
{
  const auto lap = [&](Part part) { work.laps.lap(part, simulation_.now()); };
  Instance& instance = *work.instance;
  Jvm& jvm = instance.jvm();
  while (jvm.paused()) {
    co_await jvm.running().pass();
    lap(Part::gc);
  }
  const bool has_memory = jvm.allocate(work.endpoint, work.memory, disturbances_.leak_bytes_per_request);
  work.code_factor = jvm.code_factor(work.endpoint_number);
  instance.compile();
  if (instance.starts_thread(work.worker)) {
    const double stopped_s = jvm.stopped_s();
    co_await instance.serve(work.worker.thread(), options_.jvm.thread_start_cpu_s);
    lap_cpu(work, options_.jvm.thread_start_cpu_s, stopped_s);
  }

  while (jvm.paused()) {
    co_await jvm.running().pass();
    lap(Part::gc);
  }
  if (has_memory)
    co_await walk(work);
  else
    refuse(work, Cause::out_of_memory);
  work.row_locks.clear();
  work.application_locks.clear();
  work.give_back_connection();
  const double response_s = options_.threads.response_cpu.sample(work.draws);
  const double stopped_s = jvm.stopped_s();
  co_await instance.serve(work.worker.thread(), response_s); // whoever got the connection may take the CPU first
  lap_cpu(work, response_s, stopped_s);
  work.memory.release();
}

/// One step after the other until one answers or fails. No thread of the process takes a step while it stands still.
Task<> Server::walk(Work& work)
{
  const Flow& flow = work.endpoint.flow;
  Instance& instance = *work.instance;
  Jvm& jvm = instance.jvm();
  while (work.status == 0) {
    if (jvm.paused()) {
      co_await jvm.running().pass();
      work.laps.lap(Part::gc, simulation_.now());
      continue;
    }
    const Step& step = *flow[work.at++];
    Progress progress = step.run(work);
    switch (progress.kind()) {
    case Progress::Kind::done:
      continue;
    case Progress::Kind::cpu: {
      const double stopped_s = jvm.stopped_s();
      co_await instance.serve(work.worker.thread(), progress.time_s());
      lap_cpu(work, progress.time_s(), stopped_s);
      continue;
    }
    case Progress::Kind::sleep:
      co_await Sleep{simulation_, seconds(progress.time_s())};
      break;
    case Progress::Kind::story:
      co_await progress.story();
      break;
    }
    work.laps.lap(step.part(), simulation_.now());
  }
}

Progress Server::connect(Work& work)
{
  if (work.connection)
    return Progress::done();
  Instance& instance = *work.instance;
  engine::TokenPool& pool = instance.pool();
  if (instance.threads() != nullptr && pool.in_use() >= pool.capacity())
    instance.threads()->pool_filler.post(seconds(options_.threads.pool_filler_cpu_s));
  if (options_.threads.hikari_hand_off == HandOff::in_turn)
    work.connection = pool.try_acquire();
  else if (pool.in_use() < pool.capacity())
    engine::TokenPool::Contender(pool).try_take(work.connection);
  if (not work.connection)
    return wait_for_connection(work);
  work.pool_wait = {};
  if (run_queue(Role::mysql) != nullptr)
    work.session = session_threads_.borrow();
  return Progress::done();
}

Task<> Server::wait_for_connection(Work& work)
{
  Instance& instance = *work.instance;
  Jvm& jvm = instance.jvm();
  const engine::Time asked = simulation_.now();
  work.connection = co_await instance.take(instance.pool(), options_.threads.hikari_hand_off,
                                           settings_.hikari.connection_timeout, work.worker.thread());
  while (not work.connection && jvm.paused()) // a stopped thread learns of its deadline when it runs again
    co_await jvm.running().pass();
  work.laps.lap(Part::pool, simulation_.now());
  work.pool_wait = simulation_.now() - asked;
  if (not work.connection)
    refuse(work, Cause::pool_timeout);
  else if (run_queue(Role::mysql) != nullptr)
    work.session = session_threads_.borrow();
}

/// @param stopped_before_s  Jvm::stopped_s() when the work began
void Server::lap_cpu(Work& work, double demand_s, double stopped_before_s)
{
  work.laps.lap_cpu(demand_s / work.instance->cpu().speed(), work.instance->jvm().stopped_s() - stopped_before_s,
                    simulation_.now());
}

void Server::refuse(Work& work, Cause cause, booking::Outcome outcome)
{
  work.cause = cause;
  work.outcome = outcome;
  work.status = status_of(cause, outcome);
  if (work.trace != nullptr)
    work.trace->cause = cause;
  failures_.add({work.endpoint_number, cause, outcome, work.status}, simulation_.now(), [&] { return log_line(work); });
}

int Server::status_of(Cause cause, booking::Outcome outcome) const
{
  for (const StatusRule& rule : options_.statuses)
    if (rule.cause == cause && (cause != Cause::refused || rule.outcome == outcome))
      return rule.status;
  return default_status(cause, outcome);
}

std::string Server::log_line(const Work& work) const
{
  switch (work.cause) {
  case Cause::pool_timeout: {
    const engine::TokenPool& pool = work.instance->pool();
    return "SQLTransientConnectionException: HikariPool-1 - Connection is not available, request timed out after " +
           std::to_string(std::llround(1e3 * engine::in_seconds(work.pool_wait))) +
           "ms (total=" + std::to_string(pool.capacity()) + ", active=" + std::to_string(pool.in_use()) +
           ", idle=" + std::to_string(pool.capacity() - std::min(pool.capacity(), pool.in_use())) +
           ", waiting=" + std::to_string(pool.waiting()) + ")";
  }
  case Cause::lock_timeout:
    return "PessimisticLockingFailureException: Lock wait timeout exceeded; try restarting transaction (error 1205)";
  case Cause::lock_busy:
    return "lock on " + std::string(work.endpoint.id) + " not acquired: held by another request";
  case Cause::redis_timeout:
    return "RedisCommandTimeoutException: Command timed out after " +
           std::to_string(std::llround(engine::in_seconds(settings_.redis.timeout))) + " second(s)";
  case Cause::database_lost:
    return "CommunicationsException: Communications link failure";
  case Cause::connection_refused:
    return "dial: connection refused (k6 error 1212)";
  case Cause::server_stopped:
    return "read: connection reset by peer (k6 error 1220)";
  case Cause::connect_timeout:
    return "dial: i/o timeout (k6 error 1211)";
  case Cause::out_of_memory:
    return "java.lang.OutOfMemoryError: Java heap space";
  case Cause::queue_full:
    return "RejectedExecutionException: the executor's work queue is full";
  case Cause::client_gone:
    return "ClientAbortException: java.io.IOException: Broken pipe";
  case Cause::refused:
    return std::string(booking::to_string(work.outcome)) + " (HTTP " + std::to_string(work.status) + ")";
  default:
    return std::string(to_string(work.cause));
  }
}

} // namespace onsale::system
