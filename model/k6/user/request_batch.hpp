/// k6's http.batch: requests of one virtual user side by side, each over a connection of its own.
#pragma once

#include "model/http/exchange.hpp"
#include "model/k6/script/script.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/simulation.hpp"

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

namespace onsale::k6 {

struct Workload;

/// What went over a user's connections and is in no sample yet.
struct Transferred {
  std::uint64_t sent_bytes = 0;
  std::uint64_t received_bytes = 0;
};

/// Requests are gathered first and sent together. Workers take them in order, one request at a time each: as many
/// workers as k6 lets work for one host, the lesser of `batch` and `batchPerHost` (lib/netext/httpext/batch.go). A
/// request that waits for a worker has not begun: the wait is in no metric.
///
///   add add add add add | worker 1  --a--  ---d---   | next: a, b, c, d, e
///                       | worker 2  -b- --c-- -e-    |
class RequestBatch {
public:
  /// @param connections  numbers of the user's connections, from `first` on: one for each worker
  /// @param kept         of these, how many are kept from batch to batch
  RequestBatch(std::uint32_t user, std::uint32_t first_connection, std::uint32_t connections, std::uint32_t kept)
      : user_(user), first_connection_(first_connection), connections_(connections), kept_(kept)
  {
  }
  RequestBatch(const RequestBatch&) = delete;
  RequestBatch& operator=(const RequestBatch&) = delete;

  /// @param request_id  Exchange::request_id
  void add(const Request& request, std::uint64_t request_id);

  /// co_await: until each request that was added has its answer, or its time is over. Ending the wait ends the
  /// requests.
  class [[nodiscard]] Sending {
  public:
    Sending(RequestBatch& batch, Workload& workload, bool dials_anew) : batch_(batch), workload_(workload)
    {
      batch_.dials_anew_ = dials_anew;
    }
    Sending(const Sending&) = delete;
    Sending& operator=(const Sending&) = delete;
    ~Sending();
    bool await_ready() const { return batch_.calls_.empty(); }
    void await_suspend(std::coroutine_handle<> user);
    void await_resume() { batch_.wake_event_ = 0; }

  private:
    RequestBatch& batch_;
    Workload& workload_;
  };
  /// @param dials_anew  no connection of the user is used again
  Sending send(Workload& workload, bool dials_anew) { return {*this, workload, dials_anew}; }

  /// The answers in the order of adding, one at each call; valid until the next add().
  const http::Response& next_answer();

  /// Bytes of requests that have ended, since the last call, or were cut off.
  Transferred take_transferred();

private:
  struct Call {
    Request request;
    std::uint64_t request_id = 0;
    http::Fields fields; // of the answer
    std::vector<http::Value> items;
    http::Response answer;
  };
  struct Worker {
    explicit Worker(engine::Simulation& simulation) : exchange(simulation) {}
    bool awaiting = false;
    http::Exchange exchange;
    engine::ProcessRef process;
  };

  static engine::Process work(RequestBatch& batch, Workload& workload, Worker& worker);
  void begin(const Workload& workload, http::Exchange& exchange, const Call& call, bool dials);
  void end(Workload& workload, http::Exchange& exchange, Call& call, bool answered);

  std::uint32_t user_;
  std::uint32_t first_connection_;
  std::uint32_t connections_;
  std::uint32_t kept_;
  std::vector<Call> calls_;
  std::deque<Worker> workers_;
  std::size_t begun_ = 0;
  std::size_t working_ = 0; // workers
  std::size_t told_ = 0;    // answers, by next_answer
  bool dials_anew_ = false;
  Transferred transferred_;
  std::coroutine_handle<> waiting_;
  std::uint64_t wake_event_ = 0;
};

} // namespace onsale::k6
