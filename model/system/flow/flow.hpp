/// Endpoints as data: what one request does on the server, compiled to an array of steps that the server walks.
///
///   op           index          target    does
///   cpu          demand                   CPU time of the server's process, with the thread held
///   redis        query                    one Redis command: connection, round trip, Redis's own CPU, elements walked
///   cache        cache step   hit         one Redis command: found, goes on at target; not found, or Redis down and
///                                         passed by, goes on to work out the answer
///   cache_put    cache step               puts the answer, unless the cache was passed by
///   connect                     (fail)    take a pooled connection, unless one is held already; fail: pool_timeout
///   disconnect                            give it back
///   query        query                    one statement: round trip, MySQL's CPU, rows scanned, pages missed
///   lock         lock           (fail)    a row lock, held to commit, or an application lock, held to the end of the
///   request;
///                                         fail: lock_timeout or lock_busy
///   commit                                round trip and group commit; row locks go back
///   booking      call           (fail)    the booking core; not ok: to the branch of that outcome, or fail: refused
///   delay        demand                   waiting for somebody else, no CPU
///   branch       branch         else      goes on if the register compares true, else to target
///   jump                        any
///   respond      response                 end of the flow
///   fail         status of the cause met: rolls back, answers
#pragma once

#include "model/booking/table.hpp"
#include "model/booking/types.hpp"
#include "model/http/names.hpp"
#include "model/system/flow/cause.hpp"
#include "model/system/flow/register.hpp"
#include "sim/engine/distribution.hpp"
#include "sim/engine/time.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace onsale::system {

enum class FlowOp : std::uint8_t {
  cpu,
  redis,
  cache,
  cache_put,
  connect,
  disconnect,
  query,
  lock,
  commit,
  booking,
  delay,
  branch,
  jump,
  respond
};

struct FlowStep {
  FlowOp op = FlowOp::respond;
  std::uint32_t index = 0;
  std::uint32_t target = 0;
};

/// One statement of the database, or one command of Redis.
struct Query {
  engine::Distribution cpu;            ///< CPU time of MySQL or Redis without the scan
  std::optional<booking::Table> scans; ///< a table or set that is walked from end to end for want of an index
  double scan_s_per_row = 0;           ///< CPU time per row walked
  double pages = 0;                    ///< pages read, each missing in the buffer pool with its miss ratio
  bool only_reads = false;             ///< outside a transaction: a read replica may answer it
};

/// An answer that is looked up in Redis before it is worked out.
struct CacheStep {
  Query command;
  std::optional<Register> key; ///< none: one answer for all
  engine::Duration ttl = engine::forever;
  bool needs_redis = false; ///< Redis down fails the request; else it is worked out as if not found
  double rebuild_cpu_s = 0; ///< MySQL's CPU to work it out, on average
};

/// An endpoint takes at most so many locks, as a request keeps them in its frame.
inline constexpr std::size_t max_locks = 8;

/// Where a lock lives and how long it is waited for.
struct Lock {
  enum class Kind : std::uint8_t { row, application };
  Kind kind = Kind::row;
  std::uint32_t space = 0; ///< number of the table or lock name: keys of different spaces never meet
  Register key = Register::user;
  std::optional<engine::Duration> patience; ///< none: innodb_lock_wait_timeout, or forever; 0: try
};

enum class BookingCall : std::uint8_t {
  issue_token,
  queue_status,
  require_active,
  release_token,
  available_seats,
  hold_seat, ///< without an event: of the seat's own
  read_seat, ///< remembers the seat's version: a later hold or reserve asks that it did not change
  reserve,
  pay,
  read_account, ///< remembers the account's version: a later charge or pay asks that it did not change
  charge,
  cancel
};
std::optional<BookingCall> booking_call_from_name(std::string_view name);
std::vector<std::string_view> booking_call_names();

inline constexpr auto outcome_count = static_cast<std::size_t>(booking::Outcome::version_conflict) + 1;

struct BookingStep {
  BookingCall call = BookingCall::queue_status;
  static constexpr std::uint32_t no_branch = 0;        ///< no branch begins at step 0, which is at or before the call
  std::array<std::uint32_t, outcome_count> branches{}; ///< [outcome] where to go on, or no_branch: not ok fails

  std::uint32_t& branch(booking::Outcome outcome) { return branches[static_cast<std::size_t>(outcome)]; }
  std::uint32_t branch(booking::Outcome outcome) const { return branches[static_cast<std::size_t>(outcome)]; }
};

struct BranchStep {
  Register left = Register::position;
  enum class Compare : std::uint8_t { equal, not_equal, less, greater } compare = Compare::equal;
  double right = 0;
};

struct ResponseSpec {
  int status = 200;
  std::vector<std::pair<http::NameId, Register>> fields;
  std::optional<http::NameId> list; ///< the field that carries the list read by available_seats
  double bytes = 200;               ///< body and headers, without the list
  double bytes_per_element = 0;
};

struct Endpoint {
  std::string id;
  std::string method;
  std::string path;
  std::vector<std::pair<http::NameId, Register>> input; ///< request field -> register
  double request_bytes = 200;
  double allocates_bytes = 0; ///< heap used by one request
  double holds_bytes = 0;     ///< of these, what stays reachable until it is answered
  std::vector<FlowStep> steps;
  std::vector<engine::Distribution> demands;
  std::vector<Query> queries;
  std::vector<CacheStep> caches;
  std::vector<Lock> locks;
  std::vector<BookingStep> calls;
  std::vector<BranchStep> branches;
  std::vector<ResponseSpec> responses;
};

} // namespace onsale::system
