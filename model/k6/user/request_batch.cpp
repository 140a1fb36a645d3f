#include "model/k6/user/request_batch.hpp"

#include "model/k6/user/virtual_user.hpp"

#include <algorithm>
#include <utility>

namespace onsale::k6 {

void RequestBatch::add(std::uint32_t request, std::uint64_t request_id, const Fields& sent)
{
  if (begun_ > 0) { // what the batch before left
    calls_.clear();
    begun_ = told_ = 0;
  }
  Call& call = calls_.emplace_back();
  call.request = request;
  call.request_id = request_id;
  call.fields = sent;
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
  for (Worker& worker : batch_.workers_)
    worker.process.cancel();
  batch_.begun_ = batch_.calls_.size(); // the next add() begins another batch
}

engine::Process RequestBatch::work(RequestBatch& batch, Workload& workload, Worker& worker)
{
  bool dials = batch.dials_anew_;
  while (batch.begun_ < batch.calls_.size()) {
    Call& call = batch.calls_[batch.begun_++];
    const auto held_back = workload.rate_limit.take(workload.simulation.now());
    if (held_back > engine::Duration::zero())
      co_await engine::Sleep(workload.simulation, held_back);
    batch.begin(workload, worker.exchange, call, std::exchange(dials, workload.no_connection_reuse));
    const auto patience = engine::seconds(workload.program.requests[call.request].timeout_s);
    const bool answered = co_await worker.exchange.wait(patience);
    batch.end(workload, worker.exchange, call, answered);
  }
  if (--batch.working_ == 0)
    batch.wake_event_ = workload.simulation.wake(batch.waiting_);
}

void RequestBatch::begin(const Workload& workload, Exchange& exchange, const Call& call, bool dials)
{
  const auto& request = workload.program.requests[call.request];
  exchange.begin();
  exchange.request_id = call.request_id;
  exchange.endpoint = request.endpoint;
  exchange.name = request.name;
  exchange.fresh_connection = dials;
  exchange.sent = call.fields;
  workload.target.send(exchange);
}

void RequestBatch::end(Workload& workload, Exchange& exchange, Call& call, bool answered)
{
  if (not answered)
    exchange.error = NetworkError::request_timeout;
  transferred_.sent_bytes += exchange.bytes_sent;
  transferred_.received_bytes += exchange.bytes_received;
  workload.samples.request(engine::in_seconds(workload.simulation.now() - workload.test_start), call.request, exchange);
  call.status = exchange.status;
  call.fields = exchange.fields;
  call.values = std::move(exchange.list);
  call.list = {exchange.list_field, call.values};
}

Response RequestBatch::next_answer()
{
  const Call& call = calls_[told_++];
  return {.status = call.status,
          .fields = {call.fields.data(), call.fields.size()},
          .lists = {&call.list, call.list.field == no_list ? 0U : 1U}};
}

Transferred RequestBatch::take_transferred()
{
  return std::exchange(transferred_, {});
}

} // namespace onsale::k6
