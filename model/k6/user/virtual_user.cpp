#include "model/k6/user/virtual_user.hpp"

#include "sim/engine/check.hpp"
#include "sim/engine/prefetch.hpp"

#include <fmt/format.h>

#include <span>
#include <stdexcept>
#include <string>
#include <utility>

namespace onsale::k6 {
namespace {

// Far more than any real iteration does in one instant; a loop without any wait would never let the clock go on.
constexpr std::uint32_t most_actions_at_once = 100'000;

} // namespace

/// co_await: true when an iteration is to begin, false when the user is to leave.
class [[nodiscard]] VirtualUser::NextTurn {
public:
  explicit NextTurn(VirtualUser& user) : user_(user) {}
  NextTurn(const NextTurn&) = delete;
  NextTurn& operator=(const NextTurn&) = delete;
  ~NextTurn()
  {
    user_.waiting_ = nullptr;
    if (event_ != 0)
      user_.workload_->simulation.cancel(event_);
  }
  bool await_ready()
  {
    user_.turn_ = user_.source_->next_turn(user_);
    return user_.turn_.kind != IterationSource::Turn::Kind::wait;
  }
  void await_suspend(std::coroutine_handle<> process)
  {
    process_ = process;
    user_.waiting_ = this;
  }
  bool await_resume()
  {
    event_ = 0;
    return user_.turn_.kind == IterationSource::Turn::Kind::begin;
  }
  void wake() { event_ = user_.workload_->simulation.wake(process_); }

private:
  VirtualUser& user_;
  std::coroutine_handle<> process_;
  std::uint64_t event_ = 0;
};

VirtualUser::VirtualUser(engine::Simulation& simulation, std::uint32_t number, std::uint32_t connections)
    : exchange_(simulation), connections_(connections)
{
  exchange_.user = number;
  exchange_.connection = number * connections;
}

void VirtualUser::work(Workload& workload, IterationSource& source, std::uint32_t slot)
{
  ONSALE_CHECK(free(), "virtual user " + std::to_string(number()) + " is still at work");
  if (workload_ != &workload) {
    script_.reset();
    script_ = workload.make_script(number());
  }
  workload_ = &workload;
  source_ = &source;
  slot_ = slot;
  auto process = live(*this);
  process_.attach(process);
  workload.simulation.spawn(std::move(process));
}

void VirtualUser::begin(const Iteration& iteration)
{
  ONSALE_CHECK(waiting_ != nullptr, "virtual user " + std::to_string(number()) + " is not idle");
  turn_ = {IterationSource::Turn::Kind::begin, iteration};
  phase_ = Phase::iterating;
  std::exchange(waiting_, nullptr)->wake();
}

void VirtualUser::stop()
{
  process_.cancel();
  source_ = nullptr;
  const auto phase = std::exchange(phase_, Phase::idle);
  if (phase == Phase::idle)
    return;
  ++workload_->interrupted;
  if (phase != Phase::iterating)
    return;
  script_->abandon();
  if (awaiting_) // what went out counts, although nothing came back
    transferred_.sent_bytes += exchange_.bytes_sent;
  emit_transferred();
}

engine::Process VirtualUser::live(VirtualUser& user)
{
  while (co_await user.next_turn()) {
    user.begin_iteration();
    for (auto action = user.next_action(); action.kind != Action::Kind::end; action = user.next_action()) {
      const auto pause = user.pause_before(action);
      if (pause > engine::Duration::zero() || action.kind == Action::Kind::sleep) {
        co_await engine::Sleep(user.workload_->simulation, pause);
        engine::prefetch(user);
      }
      if (action.kind == Action::Kind::request) {
        user.send();
        const bool answered = co_await user.exchange_.wait(engine::seconds(user.timeout_s_));
        user.receive(answered);
      } else if (action.kind == Action::Kind::batch) {
        co_await user.batch_->send(*user.workload_, user.dials_anew_);
        user.dials_anew_ = user.workload_->no_connection_reuse;
      } else {
        user.count(action);
      }
    }
    const auto padding = user.end_iteration();
    if (padding > engine::Duration::zero())
      co_await engine::Sleep(user.workload_->simulation, padding);
    user.phase_ = Phase::idle;
    ++user.workload_->complete;
  }
  if (user.workload_->is_part)
    user.emit_transferred();
  // The source may give the user other work at once: nothing of it belongs to this process any more.
  std::exchange(user.source_, nullptr)->left(user);
}

VirtualUser::NextTurn VirtualUser::next_turn()
{
  return NextTurn(*this);
}

void VirtualUser::begin_iteration()
{
  phase_ = Phase::iterating;
  actions_at_once_ = 0; // the executor counts iterations
  has_response_ = awaiting_ = false;
  told_ = nullptr;
  dials_anew_ = workload_->no_connection_reuse || workload_->no_vu_connection_reuse;
  group_starts_s_.clear();
  iteration_start_s_ = now_s();
  draws_.emplace(workload_->draws, turn_.iteration.customer);
  script_->start(turn_.iteration);
}

Action VirtualUser::next_action()
{
  check_that_time_passes();
  const auto draw = [this] { return draws_->uniform(); };
  if (not has_response_ || told_ != nullptr)
    return script_->next(told_, draw);
  const auto response = exchange_.response();
  return script_->next(&response, draw);
}

void VirtualUser::check_that_time_passes()
{
  if (now_s() != std::exchange(acted_at_s_, now_s()))
    actions_at_once_ = 0;
  if (++actions_at_once_ > most_actions_at_once)
    throw std::runtime_error(fmt::format("virtual user {}: {} steps of one iteration at {} s without any time passing; "
                                         "let its loop sleep",
                                         number(), most_actions_at_once, acted_at_s_));
}

/// @return how long the user does nothing before it acts
engine::Duration VirtualUser::pause_before(const Action& action)
{
  switch (action.kind) {
  case Action::Kind::request:
    prepare(*action.request);
    return workload_->rate_limit.take(workload_->simulation.now());
  case Action::Kind::sleep:
    return engine::seconds(action.value);
  case Action::Kind::abort:
    workload_->abort_test(*action.text);
    return engine::forever; // until the test stops the user
  default:
    return {};
  }
}

void VirtualUser::prepare(const Request& request)
{
  request_tags_ = request.tags;
  timeout_s_ = request.timeout_s;
  exchange_.request_id = request_id();
  exchange_.endpoint = request.endpoint;
  exchange_.sent = request.fields;
  exchange_.request_bytes = request.bytes;
}

void VirtualUser::send()
{
  exchange_.begin();
  exchange_.fresh_connection = std::exchange(dials_anew_, workload_->no_connection_reuse);
  exchange_.closes_connection = workload_->no_connection_reuse;
  awaiting_ = true;
  workload_->target.send(exchange_);
}

void VirtualUser::gather(const Request& request)
{
  if (batch_ == nullptr)
    batch_ = std::make_unique<RequestBatch>(number(), exchange_.connection, connections_, workload_->kept_connections);
  batch_->add(request, request_id());
}

void VirtualUser::receive(bool answered)
{
  awaiting_ = false;
  if (not answered)
    exchange_.error = http::NetworkError::request_timeout;
  transferred_.sent_bytes += exchange_.bytes_sent;
  transferred_.received_bytes += exchange_.bytes_received;
  workload_->samples.request(now_s(), request_tags_, timeout_s_, exchange_);
  told_ = nullptr;
  has_response_ = true;
}

/// What takes no time.
void VirtualUser::count(const Action& action)
{
  auto& samples = workload_->samples;
  switch (action.kind) {
  case Action::Kind::check:
    samples.check(now_s(), action.index, action.value != 0);
    break;
  case Action::Kind::add:
    samples.add(now_s(), action.metric, action.index, action.value);
    break;
  case Action::Kind::group_start:
    group_starts_s_.push_back(now_s());
    break;
  case Action::Kind::group_end:
    samples.group(now_s(), action.index, now_s() - group_starts_s_.back());
    group_starts_s_.pop_back();
    break;
  case Action::Kind::gather:
    gather(*action.request);
    break;
  case Action::Kind::next_answer:
    told_ = &batch_->next_answer();
    has_response_ = true;
    break;
  case Action::Kind::request:
  case Action::Kind::batch:
  case Action::Kind::sleep:
  case Action::Kind::abort:
  case Action::Kind::end:
    break;
  }
}

/// @return how long minIterationDuration keeps the user busy
engine::Duration VirtualUser::end_iteration()
{
  phase_ = Phase::padding;
  if (workload_->is_part)
    return {};
  const auto duration = engine::seconds(now_s() - iteration_start_s_);
  emit_transferred();
  if (workload_->no_vu_connection_reuse)
    for (std::uint32_t i = 0; i < connections_; ++i)
      workload_->target.close(exchange_.connection + i);
  workload_->samples.iteration(now_s(), engine::in_seconds(duration));
  return workload_->min_iteration_duration - duration;
}

void VirtualUser::emit_transferred()
{
  auto [sent_bytes, received_bytes] = std::exchange(transferred_, {});
  if (batch_ != nullptr) {
    const auto in_batches = batch_->take_transferred();
    sent_bytes += in_batches.sent_bytes;
    received_bytes += in_batches.received_bytes;
  }
  workload_->samples.transferred(now_s(), sent_bytes, received_bytes);
}

} // namespace onsale::k6
