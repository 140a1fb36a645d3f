// What a worker thread does with a request: the steps of the endpoint's flow, one after the other.
#include "model/system/server.hpp"

#include <algorithm>
#include <cmath>

namespace onsale::system {

using engine::seconds;
using engine::Sleep;
using engine::Task;

namespace {

bool holds(const BranchStep& branch, const Registers& registers)
{
  const double left = registers[branch.left];
  switch (branch.compare) {
  case BranchStep::Compare::equal:
    return left == branch.right;
  case BranchStep::Compare::not_equal:
    return left != branch.right;
  case BranchStep::Compare::less:
    return left < branch.right;
  case BranchStep::Compare::greater:
    return left > branch.right;
  }
  return false;
}

/// Tokens are the largest numbers that registers hold: they need 53 bits, the locks' spaces get the others.
engine::KeyedLock::Key lock_key(std::uint32_t space, double row_number)
{
  constexpr engine::KeyedLock::Key rows = engine::KeyedLock::Key{1} << 53;
  return space * rows + static_cast<engine::KeyedLock::Key>(std::llround(row_number)) % rows;
}

} // namespace

/// Requests come with the worker thread held. A refusal ends the flow: what is held goes back, the status says why.
Task<> Server::handle(Work& work)
{
  const auto lap = [&](Part part) { work.laps.lap(part, simulation_.now()); };
  const Endpoint& endpoint = work.endpoint;
  Instance& instance = *work.instance;
  Jvm& jvm = instance.jvm();
  while (jvm.paused()) {
    co_await jvm.running().pass();
    lap(Part::gc);
  }
  const bool has_memory = jvm.allocate(endpoint, work.memory);
  work.code_factor = jvm.code_factor(work.endpoint_number);
  instance.compile();
  if (instance.starts_thread()) {
    const double stopped_s = jvm.stopped_s();
    co_await instance.serve(work.worker.thread(), options_.jvm.thread_start_cpu_s);
    lap_cpu(work, options_.jvm.thread_start_cpu_s, stopped_s);
  }

  for (std::size_t at = 0; work.status == 0;) {
    if (jvm.paused()) {
      co_await jvm.running().pass();
      lap(Part::gc);
      continue;
    }
    if (not has_memory) {
      refuse(work, Cause::out_of_memory);
      break;
    }
    const FlowStep& step = endpoint.steps[at++];
    switch (step.op) {
    case FlowOp::cpu: {
      const double demand_s = endpoint.demands[step.index].sample(work.draws) * work.code_factor;
      const double stopped_s = jvm.stopped_s();
      co_await instance.serve(work.worker.thread(), demand_s);
      lap_cpu(work, demand_s, stopped_s);
      break;
    }
    case FlowOp::redis:
      co_await redis_command(instance, work.worker.thread(), work.draws,
                             query_cpu_s(work, endpoint.queries[step.index]));
      lap(Part::redis);
      break;
    case FlowOp::connect: {
      if (work.connection)
        break;
      const engine::Time asked = simulation_.now();
      if (instance.threads() != nullptr && instance.pool().in_use() >= instance.pool().capacity())
        instance.threads()->pool_filler.post(seconds(options_.threads.pool_filler_cpu_s));
      work.connection = co_await instance.take(instance.pool(), options_.threads.hikari_hand_off,
                                               settings_.hikari.connection_timeout, work.worker.thread());
      while (not work.connection && jvm.paused()) // a stopped thread learns of its deadline when it runs again
        co_await jvm.running().pass();
      lap(Part::pool);
      work.pool_wait = simulation_.now() - asked;
      if (not work.connection)
        refuse(work, Cause::pool_timeout);
      else if (run_queue(Role::mysql) != nullptr)
        work.session = session_threads_.borrow();
      break;
    }
    case FlowOp::disconnect:
      give_back_connection(work);
      break;
    case FlowOp::query: {
      const Query& query = endpoint.queries[step.index];
      const double driver_s = options_.threads.statement_cpu.sample(work.draws) / 2;
      co_await instance.serve(work.worker.thread(), driver_s);
      co_await Sleep{simulation_, backend_round_trip(work)};
      co_await serve_mysql(work, query_cpu_s(work, query));
      const double missed_pages = query.pages * options_.mysql.buffer_pool_miss_ratio;
      lap(Part::query);
      if (missed_pages > 0) {
        co_await disk_.serve(seconds(missed_pages * options_.mysql.page_read.sample(work.draws)));
        lap(Part::io);
      }
      co_await instance.serve(work.worker.thread(), driver_s);
      lap(Part::query);
      break;
    }
    case FlowOp::lock:
      co_await take_lock(work, endpoint.locks[step.index]);
      lap(Part::lock);
      break;
    case FlowOp::commit:
      co_await commit(work);
      lap(Part::commit);
      break;
    case FlowOp::booking: {
      const BookingStep& call = endpoint.calls[step.index];
      const booking::Outcome outcome = call_booking(work, call.call);
      if (const auto branch = call.branch(outcome); branch != BookingStep::no_branch)
        at = branch;
      else if (outcome != booking::Outcome::ok)
        refuse(work, Cause::refused, outcome);
      break;
    }
    case FlowOp::delay:
      co_await Sleep{simulation_, seconds(endpoint.demands[step.index].sample(work.draws))};
      lap(Part::delay);
      break;
    case FlowOp::branch:
      if (not holds(endpoint.branches[step.index], work.registers))
        at = step.target;
      break;
    case FlowOp::jump:
      at = step.target;
      break;
    case FlowOp::respond:
      work.response = &endpoint.responses[step.index];
      work.status = work.response->status;
      break;
    }
  }
  work.row_locks.clear();
  work.application_locks.clear();
  give_back_connection(work);
  work.memory.release();
}

void Server::give_back_connection(Work& work)
{
  work.session.release();
  work.connection.release();
}

Task<> Server::commit(Work& work)
{
  const double driver_s = options_.threads.statement_cpu.sample(work.draws) / 2;
  const double commit_s = options_.mysql.commit_cpu.sample(work.draws);
  // After the flush a thread needs the CPU once more; where requests share it, all is taken before.
  const double after_s = work.session.thread() != nullptr ? commit_s / 2 : 0;
  co_await work.instance->serve(work.worker.thread(), driver_s);
  co_await Sleep{simulation_, backend_round_trip(work)};
  co_await serve_mysql(work, commit_s - after_s);
  co_await redo_log_.commit();
  co_await serve_mysql(work, after_s);
  work.row_locks.clear();
  co_await work.instance->serve(work.worker.thread(), driver_s);
}

/// Where threads are scheduled, Redis's own is one of them, and the connection is taken before anything is sent.
Task<> Server::redis_command(Instance& instance, engine::RunQueue::Thread* thread, engine::RandomStream& draws,
                             double cpu_s)
{
  const double driver_s = options_.threads.command_cpu.sample(draws) / 2;
  engine::TokenPool::Guard connection;
  co_await instance.serve(thread, driver_s / 2);
  if (redis_loop_)
    connection =
        co_await instance.take(instance.redis_connections(), options_.threads.redis_hand_off, engine::forever, thread);
  co_await instance.serve(thread, driver_s / 2);
  co_await Sleep{simulation_, seconds(options_.network.backend_round_trip.sample(draws))};
  if (redis_loop_) {
    co_await redis_loop_->handle(seconds(cpu_s));
  } else {
    connection = co_await instance.redis_connections().acquire();
    const auto redis = co_await redis_thread_.acquire();
    co_await serve(Role::redis, cpu_s);
  }
  co_await instance.serve(thread, driver_s);
}

/// @param stopped_before_s  Jvm::stopped_s() when the work began
void Server::lap_cpu(Work& work, double demand_s, double stopped_before_s)
{
  work.laps.lap_cpu(demand_s / work.instance->cpu().speed(), work.instance->jvm().stopped_s() - stopped_before_s,
                    simulation_.now());
}

double Server::query_cpu_s(Work& work, const Query& query) const
{
  double cpu_s = query.cpu.sample(work.draws);
  if (query.scans)
    cpu_s += query.scan_s_per_row * static_cast<double>(booking_.rows(*query.scans));
  return cpu_s;
}

/// A row that does not exist (no such register) is locked by nobody; a row that the request holds is not locked twice.
Task<> Server::take_lock(Work& work, const Lock& lock)
{
  const double row_number = work.registers[lock.key];
  if (std::isnan(row_number))
    co_return;
  const bool is_row = lock.kind == Lock::Kind::row;
  const engine::KeyedLock::Key key = lock_key(lock.space, row_number);
  auto& held = is_row ? work.row_locks : work.application_locks;
  if (std::any_of(held.begin(), held.end(), [&](const HeldLock& each) { return each.key == key; }))
    co_return;
  engine::KeyedLock& locks = is_row ? rows_ : application_locks_;
  const auto patience = lock.patience.value_or(is_row ? settings_.mysql.lock_wait_timeout : engine::forever);
  engine::KeyedLock::Guard guard = locks.try_acquire(key);
  if (not guard && patience > seconds(0))
    guard = co_await locks.acquire(key, patience);
  if (guard)
    held.push_back({key, std::move(guard)});
  else
    refuse(work, is_row && patience > seconds(0) ? Cause::lock_timeout : Cause::lock_busy);
}

void Server::refuse(Work& work, Cause cause, booking::Outcome outcome)
{
  work.cause = cause;
  work.outcome = outcome;
  work.status = status_of(cause, outcome);
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
  const engine::TokenPool& pool = work.instance->pool();
  switch (work.cause) {
  case Cause::pool_timeout:
    return "SQLTransientConnectionException: HikariPool-1 - Connection is not available, request timed out after " +
           std::to_string(std::llround(1e3 * engine::in_seconds(work.pool_wait))) +
           "ms (total=" + std::to_string(pool.capacity()) + ", active=" + std::to_string(pool.in_use()) +
           ", idle=" + std::to_string(pool.capacity() - std::min(pool.capacity(), pool.in_use())) +
           ", waiting=" + std::to_string(pool.waiting()) + ")";
  case Cause::lock_timeout:
    return "PessimisticLockingFailureException: Lock wait timeout exceeded; try restarting transaction (error 1205)";
  case Cause::lock_busy:
    return "lock on " + std::string(work.endpoint.id) + " not acquired: held by another request";
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
