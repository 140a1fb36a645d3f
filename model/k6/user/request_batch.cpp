#include "model/k6/user/request_batch.hpp"

#include "model/k6/user/virtual_user.hpp"

#include <algorithm>
#include <utility>

namespace onsale::k6 {

using http::Exchange;

void RequestBatch::add(const Request& request, std::uint64_t request_id)
{
  if (begun_ > 0) { // what the batch before left
    calls_.clear();
    begun_ = told_ = 0;
  }
  Call& call = calls_.emplace_back();
  call.request = request;
  call.request_id = request_id;
}

void RequestBatch::Sending::await_suspend(std::coroutine_handle<> user)
{
  auto& simulation = workload_.simulation;
  batch_.waiting_ = user;
  batch_.working_ = std::min<std::size_t>(batch_.calls_.size(), batch_.connections_);
  while (batch_.workers_.size() < batch_.working_) {
    auto& exchange = batch_.workers_.emplace_back(simulation).exchange;
    exchange.user = batch_.user_;
    exchange.connection = batch_.first_connection_ + static_cast<std::uint32_t>(batch_.workers_.size() - 1);
  }
  for (std::size_t number = 0; number < batch_.working_; ++number) {
    auto process = work(batch_, workload_, batch_.workers_[number]);
    batch_.workers_[number].process.attach(process);
    simulation.spawn(std::move(process));
  }
}

RequestBatch::Sending::~Sending()
{
  if (batch_.wake_event_ != 0)
    workload_.simulation.cancel(std::exchange(batch_.wake_event_, 0));
  for (Worker& worker : batch_.workers_) {
    worker.process.cancel();
    if (std::exchange(worker.awaiting, false)) // what went out counts, although nothing came back
      batch_.transferred_.sent_bytes += worker.exchange.bytes_sent;
  }
  batch_.begun_ = batch_.calls_.size(); // the next add() begins another batch
}

engine::Process RequestBatch::work(RequestBatch& batch, Workload& workload, Worker& worker)
{
  bool dials = batch.dials_anew_ || worker.exchange.connection - batch.first_connection_ >= batch.kept_;
  while (batch.begun_ < batch.calls_.size()) {
    Call& call = batch.calls_[batch.begun_++];
    const auto held_back = workload.rate_limit.take(workload.simulation.now());
    if (held_back > engine::Duration::zero())
      co_await engine::Sleep(workload.simulation, held_back);
    batch.begin(workload, worker.exchange, call, std::exchange(dials, workload.no_connection_reuse));
    const auto patience = engine::seconds(call.request.timeout_s);
    worker.awaiting = true;
    const bool answered = co_await worker.exchange.wait(patience);
    worker.awaiting = false;
    batch.end(workload, worker.exchange, call, answered);
  }
  if (--batch.working_ == 0)
    batch.wake_event_ = workload.simulation.wake(batch.waiting_);
}

void RequestBatch::begin(const Workload& workload, Exchange& exchange, const Call& call, bool dials)
{
  exchange.begin();
  exchange.request_id = call.request_id;
  exchange.endpoint = call.request.endpoint;
  exchange.fresh_connection = dials;
  exchange.closes_connection = workload.no_connection_reuse;
  exchange.sent = call.request.fields;
  exchange.request_bytes = call.request.bytes;
  workload.target.send(exchange);
}

void RequestBatch::end(Workload& workload, Exchange& exchange, Call& call, bool answered)
{
  if (not answered)
    exchange.error = http::NetworkError::request_timeout;
  transferred_.sent_bytes += exchange.bytes_sent;
  transferred_.received_bytes += exchange.bytes_received;
  workload.samples.request(engine::in_seconds(workload.simulation.now() - workload.test_start), call.request.tags,
                           call.request.timeout_s, exchange);
  call.fields = exchange.fields;
  call.items = std::move(exchange.items); // lists among the fields go on to refer to them
  call.answer = exchange.response();
  call.answer.fields = {call.fields.data(), call.fields.size()};
}

const http::Response& RequestBatch::next_answer()
{
  return calls_[told_++].answer;
}

Transferred RequestBatch::take_transferred()
{
  return std::exchange(transferred_, {});
}

} // namespace onsale::k6
