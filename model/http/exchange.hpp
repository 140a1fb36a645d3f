/// One request of a virtual user and its answer, and the server's end of it.
#pragma once

#include "model/http/response.hpp"
#include "sim/engine/deadline_queue.hpp"
#include "sim/engine/prefetch.hpp"
#include "sim/engine/simulation.hpp"

#include <boost/container/small_vector.hpp>

#include <coroutine>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace onsale::http {

/// The few that most requests and answers have stand in place; more of them are kept apart.
using Fields = boost::container::small_vector<Field, 2>;

/// One request of one virtual user and its answer. Belongs to the user and is used again for its next request. A server
/// that is still at work when the user has gone (time-out, end of the test) must not touch it: it holds a Reply
/// instead.
class Exchange {
public:
  explicit Exchange(engine::Simulation& simulation) : simulation_(&simulation) {}
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  // The request.
  std::uint32_t user = 0;       ///< number of the virtual user in the test, dense from 0
  std::uint32_t connection = 0; ///< number of its kept-alive connection in the test, dense from 0
  std::uint64_t request_id = 0; ///< unique in the test and the same in every variant: (user, count of its requests)
  Fields sent;
  NameId endpoint = 0;
  std::uint32_t request_bytes = 0;    ///< headers and body; 0: as the endpoint says
  bool closes_connection : 1 = false; ///< `Connection: close`: it ends with the response
  bool fresh_connection : 1 = false;  ///< noConnectionReuse, or the executor lets this user dial anew

  // The answer.
  NetworkError error = NetworkError::none;
  int status = 0; ///< HTTP status, 0 without an answer
  Phases phases;
  std::uint32_t bytes_sent = 0;
  std::uint32_t bytes_received = 0;
  Fields fields;
  std::vector<Value> items; ///< of the lists in `fields`: filled before their values are made
  const Representation* representation = nullptr;
  std::uint16_t reason = 0; ///< why the target failed it, in the target's own numbers; 0: it gave none

  Value sent_value(NameId field) const { return value_of({sent.data(), sent.size()}, field); }
  /// The connection is there, the request goes out: what k6 counts as sent even if no answer comes.
  void connected(double blocked_s, double connecting_s, std::uint32_t endpoint_bytes)
  {
    connected_ = true;
    phases.blocked_s = blocked_s;
    phases.connecting_s = connecting_s;
    bytes_sent = request_bytes != 0 ? request_bytes : endpoint_bytes;
  }
  bool is_connected() const { return connected_; }
  /// What the user sees of the answer, until the next begin().
  Response response() const
  {
    return {status, {fields.data(), fields.size()}, error, phases, bytes_received, representation};
  }

  /// co_await: true when the answer came, false when `patience` ended first (the exchange is then abandoned).
  class [[nodiscard]] Wait : public engine::DeadlineNode {
  public:
    Wait(Exchange& exchange, engine::Duration patience)
        : DeadlineNode([](DeadlineNode& expired) { static_cast<Wait&>(expired).give_up(); }), exchange_(exchange),
          patience_(patience)
    {
    }
    Wait(const Wait&) = delete;
    Wait& operator=(const Wait&) = delete;
    ~Wait()
    {
      if (event_ != 0)
        exchange_.simulation_->cancel(event_);
      if (not done_)
        exchange_.abandon();
    }
    bool await_ready() const { return exchange_.answered_; }
    void await_suspend(std::coroutine_handle<> waiting)
    {
      user_ = waiting;
      exchange_.wait_ = this;
      exchange_.simulation_->deadlines(patience_).add(*this);
    }
    bool await_resume()
    {
      event_ = 0;
      done_ = true;
      return exchange_.answered_;
    }

  private:
    friend class Exchange;
    void wake()
    {
      DeadlineNode::unlink();
      exchange_.wait_ = nullptr;
      event_ = exchange_.simulation_->wake(user_);
    }
    void give_up()
    {
      exchange_.abandon();
      wake();
    }
    Exchange& exchange_;
    engine::Duration patience_;
    std::coroutine_handle<> user_;
    std::uint64_t event_ = 0;
    bool done_ = false;
  };

  /// Clears the answer of the request before. Call before Target::send.
  void begin()
  {
    answered_ = connected_ = false;
    status = 0;
    error = NetworkError::none;
    reason = 0;
    phases = {};
    bytes_sent = bytes_received = 0;
    fields.clear();
    items.clear();
    representation = nullptr;
    sent_at_ = simulation_->now();
  }
  Wait wait(engine::Duration patience) { return Wait(*this, patience); }
  engine::Time sent_at() const { return sent_at_; }
  /// False once the user has gone.
  bool awaited(std::uint32_t ticket) const { return ticket == ticket_; }
  std::uint32_t ticket() const { return ticket_; }

private:
  friend class Reply;
  void abandon()
  {
    ++ticket_;
    wait_ = nullptr;
  }
  void answer()
  {
    answered_ = true;
    ++ticket_;
    if (wait_ != nullptr)
      wait_->wake();
  }

  bool answered_ = false; // the small ones first: they fill up the word that `reason` begins
  bool connected_ = false;
  std::uint32_t ticket_ = 0;
  engine::Simulation* simulation_;
  engine::Time sent_at_{};
  Wait* wait_ = nullptr;
};

/// The server's end of an exchange: empty once the user has gone.
class Reply {
public:
  explicit Reply(Exchange& exchange) : exchange_(&exchange), ticket_(exchange.ticket()) {}
  /// The exchange to fill in, nullptr when nobody waits any more.
  Exchange* exchange() const { return exchange_->awaited(ticket_) ? exchange_ : nullptr; }
  /// Soon it will be filled in.
  void prefetch() const { engine::prefetch(*exchange_); }
  /// Wakes the user. Only while exchange() is not nullptr.
  void done() { exchange_->answer(); }

private:
  Exchange* exchange_;
  std::uint32_t ticket_;
};

} // namespace onsale::http
