/// A virtual user: a coroutine that drives a script. It sends requests through the Target, sleeps, and emits k6's
/// samples as they happen. Which iterations it does is decided by the executor that it works for (IterationSource).
///
///      work()            begin                       leave, stop()
///   free -----> next turn ----> iteration --+      ------------> free
///                 ^  | wait      (request, sleep, check..)
///                 |  v                      |
///                 | begin()                 |
///                 +-------------------------+
#pragma once

#include "model/http/target.hpp"
#include "model/k6/script/scripts.hpp"
#include "model/k6/user/client_rate_limit.hpp"
#include "model/k6/user/client_samples.hpp"
#include "model/k6/user/request_batch.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/random.hpp"
#include "sim/engine/simulation.hpp"

#include <boost/intrusive/slist.hpp>

#include <coroutine>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace onsale::k6 {

class VirtualUser;

/// What an executor is to its virtual users.
class IterationSource {
public:
  struct Turn {
    enum class Kind : std::uint8_t { begin, wait, leave };
    Kind kind = Kind::leave;
    Iteration iteration; ///< to begin
  };

  virtual ~IterationSource() = default;
  /// What a user does that has just come or has ended an iteration. After `wait` it is idle until VirtualUser::begin.
  virtual Turn next_turn(VirtualUser& user) = 0;
  /// After `leave`: the user is free and may be given other work.
  virtual void left(VirtualUser& user) = 0;
};

/// What the virtual users of one scenario (or of setup or teardown) have in common. The references outlive the users'
/// work.
struct Workload {
  engine::Simulation& simulation;
  http::Target& target;
  std::function<std::unique_ptr<Script>(std::uint32_t user)> make_script;
  std::function<void(const std::string& why)> abort_test;
  ClientRateLimit& rate_limit;
  ClientSamples samples;
  engine::RandomFamily draws;
  engine::Time test_start{};
  engine::Duration min_iteration_duration{}; ///< shorter iterations are padded; the padding is in no metric
  std::uint32_t kept_connections = 0;        ///< of a batch, for the next: the others are closed after it
  bool no_connection_reuse = false;          ///< every request dials
  bool no_vu_connection_reuse = false;       ///< the first request of every iteration dials
  bool is_part = false;                      ///< setup or teardown: its repetitions are no iterations

  std::uint64_t complete = 0;
  std::uint64_t interrupted = 0;
};

/// Costs less than 2 KiB with its coroutine while idle, and allocates nothing from request to request.
class VirtualUser : public boost::intrusive::slist_base_hook<> {
public:
  /// @param number       in the test, dense from 0
  /// @param connections  that it may have open at a time: more than one in batches alone
  VirtualUser(engine::Simulation& simulation, std::uint32_t number, std::uint32_t connections);
  VirtualUser(const VirtualUser&) = delete;
  VirtualUser& operator=(const VirtualUser&) = delete;
  ~VirtualUser() { process_.cancel(); }

  std::uint32_t number() const { return exchange_.user; }
  /// What the executor calls this user's place in its scenario.
  std::uint32_t slot() const { return slot_; }
  bool in_iteration() const { return phase_ != Phase::idle; }
  bool free() const { return source_ == nullptr; }

  /// Asks `source` for turns from this instant on. Only when free.
  void work(Workload& workload, IterationSource& source, std::uint32_t slot);
  /// Ends the wait of an idle user with an iteration.
  void begin(const Iteration& iteration);
  /// Ends the work where it stands. A running iteration counts as interrupted: what it has finished stays counted, the
  /// request under way leaves no sample, and the server works on for nobody. Not from within this user's own turn.
  void stop();

private:
  class NextTurn;
  enum class Phase : std::uint8_t { idle, iterating, padding };

  static engine::Process live(VirtualUser& user);
  NextTurn next_turn();
  void begin_iteration();
  Action next_action();
  void check_that_time_passes();
  engine::Duration pause_before(const Action& action);
  void prepare(const Request& request);
  void send();
  void receive(bool answered);
  void gather(const Request& request);
  void count(const Action& action);
  engine::Duration end_iteration();
  void emit_transferred();
  std::uint64_t request_id() { return (std::uint64_t{number()} << 32) | requests_++; }
  double now_s() const { return engine::in_seconds(workload_->simulation.now() - workload_->test_start); }

  Workload* workload_ = nullptr;
  IterationSource* source_ = nullptr;
  NextTurn* waiting_ = nullptr;
  engine::ProcessRef process_;
  IterationSource::Turn turn_;
  std::optional<engine::RandomStream> draws_;
  std::unique_ptr<Script> script_;
  http::Exchange exchange_;
  std::unique_ptr<RequestBatch> batch_;  // from the first batch on
  const http::Response* told_ = nullptr; // by a batch: takes the place of the exchange's answer
  std::vector<double> group_starts_s_;   // of the groups that are open, the innermost last
  double iteration_start_s_ = 0;
  double acted_at_s_ = 0;             // its last action
  double timeout_s_ = 0;              // of the request under way
  Transferred transferred_;           // not yet emitted
  std::uint32_t actions_at_once_ = 0; // in that instant
  std::uint32_t connections_;
  std::uint32_t slot_ = 0;
  std::uint32_t requests_ = 0;
  std::uint32_t request_tags_ = 0; // of the request under way
  Phase phase_ = Phase::idle;
  bool has_response_ = false; // in this iteration
  bool dials_anew_ = false;
  bool awaiting_ = false; // the answer to its request
};

/// Users in order of coming. A user stands in one line at most.
using VirtualUserLine = boost::intrusive::slist<VirtualUser, boost::intrusive::cache_last<true>>;

} // namespace onsale::k6
