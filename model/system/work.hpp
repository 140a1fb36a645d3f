/// A request, or one run of a job, on its way through a flow.
#pragma once

#include "model/booking/types.hpp"
#include "model/system/application/instance.hpp"
#include "model/system/database/database.hpp"
#include "model/system/database/database_steps.hpp"
#include "model/system/flow/anatomy.hpp"
#include "model/system/flow/cause.hpp"
#include "model/system/flow/endpoint.hpp"
#include "model/system/flow/register.hpp"
#include "model/system/flow/request_trace.hpp"
#include "model/system/flow/seat_lists.hpp"
#include "model/system/jvm/heap.hpp"
#include "model/system/tomcat/task_queue.hpp"
#include "sim/engine/cpu/thread_group.hpp"
#include "sim/engine/keyed_lock.hpp"
#include "sim/engine/random.hpp"
#include "sim/engine/token_pool.hpp"

#include <boost/container/small_vector.hpp>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>

namespace onsale::system {

class System;

struct HeldLock {
  engine::KeyedLock::Key key = 0;
  engine::KeyedLock::Guard guard;
};
/// More than the flow has steps that lock are only in loops.
using HeldLocks = boost::container::small_vector<HeldLock, max_locks>;

/// A flow has at most so many steps that are done after something.
inline constexpr std::size_t listeners_max = 8;
using Published = std::array<std::uint8_t, listeners_max>; ///< [listener] how many times it was published

/// What becomes true when a transaction is committed.
struct AtCommit {
  AtCommit() = default;
  AtCommit(const AtCommit&) = delete;
  AtCommit& operator=(const AtCommit&) = delete;
  virtual ~AtCommit() = default;
  virtual void committed(System& system) = 0;
};

/// What is known of a request, or of one run of a job, before anybody works on it. Small: a million may be dialling.
struct Intent {
  /// @param its_flow  must outlive it
  Intent(System& its_system, const Flow& its_flow, std::size_t number, engine::RandomStream its_draws,
         engine::Time start)
      : system(its_system), flow(its_flow), endpoint_number(number), draws(its_draws), laps(start)
  {
  }

  System& system;
  const Flow& flow;
  std::size_t endpoint_number; ///< under which failures are counted
  engine::RandomStream draws;
  Laps laps;
  RequestTrace* trace = nullptr; ///< where it is noted, if it was picked
};

/// Lives in the frame of the process that carries it; what it holds goes back with it.
struct Work : Intent {
  using Intent::Intent;
  explicit Work(const Intent& intent) : Intent(intent) {}

  HeldLocks& locks(LockStep::Kind kind) { return kind == LockStep::Kind::row ? row_locks : application_locks; }
  void give_back_connection()
  {
    session.release();
    connection.release();
    laps.let_go(Charge::hikari_pool);
  }
  /// Everything but the thread and the memory.
  void give_back()
  {
    row_locks.clear();
    application_locks.clear();
    laps.let_go(Charge::row_locks);
    laps.let_go(Charge::application_locks);
    give_back_connection();
  }
  /// Of the application, which works on it. @pre there is one
  engine::Cpu::Thread& thread() { return *runs_on; }
  /// co_await: until its thread got the CPU time.
  engine::Cpu::Run run(engine::Duration demand) { return instance->cpu().run(thread(), demand); }

  std::size_t at = 0;              ///< the next step of the flow
  Instance* instance = nullptr;    ///< that serves it
  DatabaseNode* primary = nullptr; ///< that holds its rows
  bool cache_passed_by = false;    ///< the last cached answer is worked out without asking Redis, and not put there
  Registers registers;
  double code_factor = 1; ///< CPU of cold code in units of warm code
  std::optional<booking::Version> seat_version;
  std::optional<booking::Version> account_version;
  TaskQueue::Worker worker;               ///< Tomcat's thread, of a request
  engine::Cpu::Thread* runs_on = nullptr; ///< whose thread it is that works on it
  engine::ThreadGroup::Loan session;      ///< the database's thread of the connection
  engine::TokenPool::Guard connection;
  engine::Duration pool_wait{}; ///< for the connection, got or not
  HeldLocks row_locks;
  HeldLocks application_locks;
  Published published{}; ///< what listeners wait to do
  Heap::Held memory;
  std::unique_ptr<AtCommit> at_commit; ///< gone without a word when the transaction is rolled back

  Cause cause = Cause::none;
  booking::Outcome outcome = booking::Outcome::ok;
  int status = 0; ///< once it is not 0 the flow is over
  const ResponseSpec* response = nullptr;
  SeatLists::Loan seats; ///< the list read by available_seats
};

/// The interpreter: one step after the other until one answers or fails, or the flow ends. No thread of the process
/// takes a step while it stands still.
/// @param until  the step behind the last one
/// @pre the work has an instance, a primary and a thread
engine::Task<> walk(Work& work, std::size_t until);
inline engine::Task<> walk(Work& work)
{
  return walk(work, work.flow.size());
}

/// Charges CPU work of the application's process that is part of a longer lap.
void charge_cpu(Work& work, double demand_s);

/// Books CPU work of the application's process.
/// @param before  of the instance when the work began
void lap_cpu(Work& work, double demand_s, const Stops& before);

} // namespace onsale::system
