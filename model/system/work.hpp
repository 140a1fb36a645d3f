/// One request, or one run of a job, on its way through a flow.
#pragma once

#include "model/booking/types.hpp"
#include "model/system/database/database_steps.hpp"
#include "model/system/flow/anatomy.hpp"
#include "model/system/flow/cause.hpp"
#include "model/system/flow/endpoint.hpp"
#include "model/system/flow/register.hpp"
#include "model/system/flow/request_trace.hpp"
#include "model/system/flow/seat_lists.hpp"
#include "model/system/jvm/heap.hpp"
#include "model/system/threads.hpp"
#include "model/system/tomcat/task_queue.hpp"
#include "sim/engine/keyed_lock.hpp"
#include "sim/engine/random.hpp"
#include "sim/engine/token_pool.hpp"

#include <boost/container/static_vector.hpp>

#include <optional>

namespace onsale::system {

struct DatabaseNode;
class Instance;
class Server;

struct HeldLock {
  engine::KeyedLock::Key key = 0;
  engine::KeyedLock::Guard guard;
};
using HeldLocks = boost::container::static_vector<HeldLock, max_locks>;

/// Lives in the frame of the process that carries it; what it holds goes back with it.
struct Work {
  Work(Server& its_system, const Endpoint& its_endpoint, std::size_t number, engine::RandomStream its_draws,
       engine::Time start)
      : system(its_system), endpoint(its_endpoint), endpoint_number(number), draws(its_draws), laps(start)
  {
  }

  HeldLocks& locks(LockStep::Kind kind) { return kind == LockStep::Kind::row ? row_locks : application_locks; }
  void give_back_connection()
  {
    session.release();
    connection.release();
  }

  Server& system;
  const Endpoint& endpoint;
  std::size_t endpoint_number;
  std::size_t at = 0;              ///< the next step of the flow
  Instance* instance = nullptr;    ///< that serves it
  DatabaseNode* primary = nullptr; ///< that holds its rows
  bool cache_passed_by = false;    ///< the last cached answer is worked out without asking Redis, and not put there
  engine::RandomStream draws;
  Laps laps;
  RequestTrace* trace = nullptr; ///< where it is noted, if it was picked
  Registers registers;
  double code_factor = 1; ///< CPU of cold code in units of warm code
  std::optional<booking::Version> seat_version;
  std::optional<booking::Version> account_version;
  TaskQueue::Worker worker;  ///< Tomcat's thread, on a host with a run queue
  ThreadGroup::Loan session; ///< MySQL's thread of the connection, the same
  engine::TokenPool::Guard connection;
  engine::Duration pool_wait{}; ///< for the connection, got or not
  HeldLocks row_locks;
  HeldLocks application_locks;
  Heap::Held memory;

  Cause cause = Cause::none;
  booking::Outcome outcome = booking::Outcome::ok;
  int status = 0; ///< once it is not 0 the flow is over
  const ResponseSpec* response = nullptr;
  SeatLists::Loan seats; ///< the list read by available_seats
};

} // namespace onsale::system
