#include "model/system/front/front.hpp"

#include "model/system/front/front_causes.hpp"
#include "model/system/request.hpp"
#include "model/system/system.hpp"
#include "model/system/work.hpp"

#include <algorithm>
#include <utility>

namespace onsale::system {

using engine::in_seconds;
using engine::seconds;
using engine::Sleep;
using engine::Task;

/// Its exchange with the application outlives whoever waits for it, as the application may be at work long after.
struct Front::Upstream {
  explicit Upstream(engine::Simulation& simulation) : exchange(simulation) {}
  http::Exchange exchange;
  engine::Time since{}; // when the client sent it
  int status = 0;       // that the proxy answers with itself
  Cause cause = Cause::none;
};

class Front::Loan {
public:
  explicit Loan(Front& front) : front_(front)
  {
    if (front.spare_.empty())
      front.spare_.push_back(front.upstreams_.emplace_back(std::make_unique<Upstream>(front.system_.simulation)).get());
    upstream_ = front.spare_.back();
    front.spare_.pop_back();
  }
  Loan(const Loan&) = delete;
  Loan& operator=(const Loan&) = delete;
  ~Loan() { front_.spare_.push_back(upstream_); }
  Upstream& operator*() { return *upstream_; }

private:
  Front& front_;
  Upstream* upstream_;
};

Front::Front(System& system, const FrontOptions& options)
    : system_(system), options_(options), draws_(system.seed.seed, system.seed.replication, "front"),
      workers_(system.simulation, {front_workers(options).id, options.worker_processes}),
      connections_(system.simulation,
                   {front_connections(options).id, options.worker_processes * options.worker_connections})
{
  if (not options.is_there)
    return;
  system.watch(front_workers(options), workers_.station());
  system.watch(front_connections(options), connections_.station());
}

Front::~Front() = default;

void Front::send(http::Exchange& exchange)
{
  system_.simulation.spawn(forward(*this, exchange));
}

engine::Process Front::forward(Front& front, http::Exchange& exchange)
{
  System& system = front.system_;
  http::Reply reply(exchange);
  engine::RandomStream draws(front.draws_, exchange.request_id);
  const ClientOptions& k6 = system.client.options;
  Loan loan(front);
  Upstream& upstream = *loan;
  upstream.since = system.now();
  co_await system.client.run(k6.request_cpu.sample(draws));
  http::Phases phases;
  const std::uint32_t client = exchange.connection;
  if (not co_await front.connect(exchange, phases)) {
    front.refuse(upstream, front_connections_full);
    fail(reply, upstream.cause, http::NetworkError::connection_reset, phases);
    co_return;
  }
  const engine::Time wrote = system.now();
  if (http::Exchange* const open = reply.exchange()) {
    const Endpoint& endpoint = system.options.endpoints[open->endpoint];
    open->connected(phases.blocked_s, phases.connecting_s, static_cast<std::uint32_t>(endpoint.request_bytes));
    http::Exchange& inner = upstream.exchange;
    inner.user = open->user;
    inner.request_id = open->request_id;
    inner.endpoint = open->endpoint;
    inner.sent = open->sent;
  }
  phases.sending_s = k6.sending.sample(draws);
  phases.receiving_s = k6.receiving.sample(draws);
  const double one_way_s = system.network.round_trip_s(draws) / 2;
  co_await Sleep{system.simulation, seconds(phases.sending_s + one_way_s)};
  co_await front.handle(upstream, client, draws);
  co_await Sleep{system.simulation, seconds(one_way_s + phases.receiving_s)};
  if (reply.exchange() != nullptr)
    co_await system.client.run(k6.response_cpu.sample(draws));
  front.idle(client);
  http::Exchange* const open = reply.exchange();
  if (open == nullptr)
    co_return;
  phases.waiting_s = in_seconds(system.now() - wrote) - phases.sending_s - phases.receiving_s;
  open->phases = phases;
  if (upstream.status != 0) {
    open->status = upstream.status;
    open->reason = reason_of(upstream.cause, booking::Outcome::ok);
    open->bytes_received = 150; // a page of nginx
  } else {
    open->status = upstream.exchange.status;
    open->reason = upstream.exchange.reason;
    open->bytes_received = upstream.exchange.bytes_received;
    open->fields = upstream.exchange.fields;
    open->items = upstream.exchange.items;
    for (http::Field& field : open->fields)
      if (field.value.kind() == http::Value::Kind::list)
        field.value = http::Value::list(open->items);
  }
  if (open->closes_connection)
    front.close(client);
  reply.done();
  co_await system.client.run(k6.output_cpu.sample(draws));
}

void Front::close(std::uint32_t connection)
{
  const auto found = clients_.find(connection);
  if (found == clients_.end())
    return;
  if (found->second.is_idle)
    idle_.erase(found->second.idle);
  clients_.erase(found);
}

void Front::idle(std::uint32_t client)
{
  const auto found = clients_.find(client);
  if (found == clients_.end() || found->second.is_idle)
    return;
  found->second.idle = idle_.insert(idle_.end(), client);
  found->second.is_idle = true;
}

engine::TokenPool::Guard Front::new_connection()
{
  if (connections_.in_use() >= connections_.capacity() && not idle_.empty())
    close(idle_.front());
  return connections_.try_acquire();
}

/// The client's connection with the proxy, if it has none. @return false: the proxy has no more of them
Task<bool> Front::connect(const http::Exchange& exchange, http::Phases& phases)
{
  const std::uint32_t client = exchange.connection;
  if (exchange.fresh_connection)
    close(client);
  if (const auto found = clients_.find(client); found != clients_.end()) {
    if (std::exchange(found->second.is_idle, false))
      idle_.erase(found->second.idle);
    co_return true;
  }
  engine::TokenPool::Guard place = new_connection();
  const bool there = static_cast<bool>(place);
  if (there)
    clients_[client].place = std::move(place);
  const double round_trip_s = system_.network.mean_round_trip_s();
  co_await Sleep{system_.simulation, seconds(round_trip_s)};
  phases.blocked_s = phases.connecting_s = round_trip_s;
  co_return there;
}

Task<> Front::handle(Upstream& upstream, std::uint32_t client, engine::RandomStream& draws)
{
  upstream.status = 0;
  upstream.cause = Cause::none;
  co_await workers_.serve(seconds(options_.work.sample(draws)));
  engine::Duration wait{};
  if (not let_through(wait)) {
    refuse(upstream, front_limited);
    co_return;
  }
  if (wait > engine::Duration(0))
    co_await Sleep{system_.simulation, wait};
  co_await pass_on(upstream, client, draws);
}

/// ngx_http_limit_req_module: the excess falls with the rate and grows by one with each request.
bool Front::let_through(engine::Duration& wait)
{
  if (not options_.limit_req)
    return true;
  const LimitReq& limit = *options_.limit_req;
  const engine::Time now = system_.now();
  const double excess =
      std::max(0.0, excess_ - limit.rate_per_s * in_seconds(now - last_) + (last_ == engine::Time{} ? 0 : 1));
  constexpr double rounding = 1e-9;
  if (excess > limit.burst + rounding)
    return false;
  excess_ = excess;
  last_ = now;
  if (not limit.nodelay)
    wait = seconds(excess / limit.rate_per_s);
  return true;
}

Task<> Front::pass_on(Upstream& upstream, std::uint32_t client, engine::RandomStream& draws)
{
  while (const auto number = choose(client)) {
    Instance& instance = *system_.application.instances()[*number];
    if (instance.in_rotation() && co_await ask(upstream, instance))
      co_return;
    if (not instance.in_rotation())
      co_await Sleep{system_.simulation, system_.network.backend_round_trip(draws)};
    processes_[*number].left_alone_until = system_.now() + options_.fail_timeout;
  }
  refuse(upstream, no_live_upstream);
}

/// @return false: it refused the connection, another process may be tried
Task<bool> Front::ask(Upstream& upstream, Instance& instance)
{
  const auto connection = new_connection();
  if (not connection) {
    refuse(upstream, front_connections_full);
    co_return true;
  }
  std::vector<std::uint32_t>& idle = processes_[instance.number() - 1].idle;
  http::Exchange& inner = upstream.exchange;
  inner.fresh_connection = idle.empty();
  inner.closes_connection = options_.keepalive == 0;
  if (idle.empty() || options_.keepalive == 0) {
    inner.connection = new_connection_++;
  } else {
    inner.connection = idle.back();
    idle.pop_back();
  }
  inner.begin();
  system_.simulation.spawn(carry(system_, inner, {.instance = &instance, .since = upstream.since}));
  const bool answered = co_await inner.wait(options_.read_timeout);
  if (not answered || inner.error == http::NetworkError::dial_timeout)
    refuse(upstream, upstream_timed_out);
  else if (inner.error == http::NetworkError::connection_refused)
    co_return false;
  else if (inner.error != http::NetworkError::none)
    refuse(upstream, upstream_closed);
  else if (std::vector<std::uint32_t>& kept = processes_[instance.number() - 1].idle; kept.size() < options_.keepalive)
    kept.push_back(inner.connection);
  co_return true;
}

/// @return the number of the instance, from 0; none: all are left alone
std::optional<std::size_t> Front::choose(std::uint32_t client)
{
  const auto& instances = system_.application.instances();
  processes_.resize(instances.size());
  const auto at_work = [&](std::size_t each) {
    const TaskQueue& workers = instances[each]->tomcat().workers();
    return workers.in_use() + workers.waiting();
  };
  const Balancing balancing = system_.options.application.balancing;
  const std::size_t first =
      balancing == Balancing::hash ? client * std::size_t{0x9e3779b97f4a7c15U} >> 32 : next_process_++;
  std::optional<std::size_t> chosen;
  for (std::size_t tried = 0; tried < instances.size(); ++tried) {
    const std::size_t each = (first + tried) % instances.size();
    if (system_.now() < processes_[each].left_alone_until)
      continue;
    if (not chosen || (balancing == Balancing::least_connections && at_work(each) < at_work(*chosen)))
      chosen = each;
  }
  return chosen;
}

void Front::refuse(Upstream& upstream, Cause cause)
{
  static const Flow nothing;
  Work work(system_, nothing, upstream.exchange.endpoint, engine::RandomStream(draws_, upstream.exchange.request_id),
            upstream.since);
  system_.failures.refuse(work, cause);
  upstream.status = work.status;
  upstream.cause = cause;
  ++turned_away_;
}

} // namespace onsale::system
