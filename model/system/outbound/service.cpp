#include "model/system/count32.hpp"
#include "model/system/outbound/outbound.hpp"
#include "model/system/system.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace onsale::system {

using engine::seconds;
using engine::Task;

namespace {

std::uint32_t or_any(std::uint32_t count)
{
  return count > 0 ? count : unlimited;
}

engine::Duration until(engine::Time deadline, engine::Time now)
{
  return deadline == engine::end_of_time ? engine::forever : std::max(engine::Duration(0), deadline - now);
}

/// The circuit breaker's permission for one call: told how it ended, or that it was given up.
class PermittedCall {
public:
  PermittedCall(CircuitBreaker* breaker, engine::Time began) : breaker_(breaker), began_(began) {}
  PermittedCall(const PermittedCall&) = delete;
  PermittedCall& operator=(const PermittedCall&) = delete;
  ~PermittedCall()
  {
    if (breaker_ != nullptr)
      breaker_->given_up();
  }
  void ended(bool failed, engine::Time now)
  {
    if (CircuitBreaker* const breaker = std::exchange(breaker_, nullptr))
      breaker->ended(failed, now - began_, now);
  }

private:
  CircuitBreaker* breaker_;
  engine::Time began_;
};

} // namespace

/// What one process has of it.
struct Service::Client {
  Client(System& system, const ServiceOptions& options, std::size_t number)
      : pool(system.simulation, {pool_resource(options, number).name(), or_any(options.pool_size)})
  {
    system.watch(pool_resource(options, number), pool.station());
    if (const auto& its = options.guards.bulkhead) {
      const Resource resource = bulkhead_resource(options, number);
      bulkhead.emplace(system.simulation, engine::TokenPool::Options{resource.name(), its->max_concurrent_calls});
      system.watch(resource, bulkhead->station());
    }
    start(options);
  }
  /// What a new process knows.
  void start(const ServiceOptions& options)
  {
    if (const auto& its = options.guards.circuit_breaker)
      breaker.emplace(*its);
    if (const auto& its = options.guards.rate_limiter)
      limiter.emplace(*its);
  }

  engine::TokenPool pool;
  std::optional<engine::TokenPool> bulkhead;
  std::optional<CircuitBreaker> breaker;
  std::optional<RateLimiter> limiter;
  std::uint32_t generation = 0; // of the process
};

/// The caller's end of a call: leaves it when its request ends.
class Service::Caller {
public:
  Caller(Service& service, Call& call) : service_(service), call_(call) {}
  Caller(const Caller&) = delete;
  Caller& operator=(const Caller&) = delete;
  ~Caller()
  {
    if (call_.answered.is_open())
      service_.spare_.push_back(&call_);
    else
      call_.awaited = false;
  }

private:
  Service& service_;
  Call& call_;
};

Service::Service(System& system, const ServiceOptions& options)
    : system_(system), options_(options), workers_(system.simulation, {options.name, or_any(options.capacity)}),
      up_(system.simulation, true)
{
  system.watch(service_resource(options), workers_.station());
  client_of(*system.application.instances().front());
}

Service::~Service() = default;

Service::Client& Service::client_of(const Instance& instance)
{
  auto& client = clients_[instance.number()];
  if (client == nullptr)
    client = std::make_unique<Client>(system_, options_, instance.number());
  if (std::exchange(client->generation, instance.generation()) != instance.generation())
    client->start(options_);
  return *client;
}

double Service::open_circuits() const
{
  return static_cast<double>(std::ranges::count_if(clients_, [](const auto& client) {
    const auto& breaker = client.second->breaker;
    return breaker && breaker->state() == CircuitBreaker::State::open;
  }));
}

Task<Service::Answer> Service::call(Instance& instance, engine::RandomStream& draws)
{
  const ResilienceOptions& guards = options_.guards;
  const bool is_guarded =
      guards.retry || guards.circuit_breaker || guards.rate_limiter || guards.time_limit || guards.bulkhead;
  return is_guarded ? guarded(instance, draws) : connect(client_of(instance), draws, engine::end_of_time);
}

Task<Service::Answer> Service::guarded(Instance& instance, engine::RandomStream& draws)
{
  const std::uint32_t attempts = options_.guards.retry ? options_.guards.retry->max_attempts : 1;
  Client& client = client_of(instance);
  for (std::uint32_t attempt = 1;; ++attempt) {
    const Answer answer = co_await permitted(client, draws);
    if (answer == Answer::ok || attempt == attempts)
      co_return answer;
    ++retries_;
    co_await engine::Sleep{system_.simulation, back_off(attempt, draws)};
  }
}

engine::Duration Service::back_off(std::uint32_t attempt, engine::RandomStream& draws) const
{
  const CallRetryOptions& retry = *options_.guards.retry;
  const engine::Duration wait = retry.wait_duration * std::pow(retry.multiplier, attempt - 1.0);
  return retry.randomized_factor > 0 ? wait * draws.uniform(1 - retry.randomized_factor, 1 + retry.randomized_factor)
                                     : wait;
}

Task<Service::Answer> Service::permitted(Client& client, engine::RandomStream& draws)
{
  if (client.breaker && not client.breaker->permit(system_.now())) {
    ++not_permitted_;
    ++failures_;
    co_return Answer::not_permitted;
  }
  PermittedCall call(client.breaker ? &*client.breaker : nullptr, system_.now());
  Answer answer = Answer::rate_limited;
  const auto permission = client.limiter ? client.limiter->acquire(system_.now()) : RateLimiter::Permission{true, {}};
  if (permission.wait > engine::Duration(0))
    co_await engine::Sleep{system_.simulation, permission.wait};
  if (permission.granted)
    answer = co_await limited(client, draws);
  else
    ++failures_;
  call.ended(answer != Answer::ok, system_.now());
  co_return answer;
}

Task<Service::Answer> Service::limited(Client& client, engine::RandomStream& draws)
{
  const auto& limit = options_.guards.time_limit;
  const engine::Time deadline = limit ? system_.now() + *limit : engine::end_of_time;
  engine::TokenPool::Guard place;
  if (client.bulkhead) {
    const engine::Duration patience = options_.guards.bulkhead->max_wait_duration;
    place = client.bulkhead->try_acquire();
    if (not place && patience > engine::Duration(0))
      place = co_await client.bulkhead->acquire(std::min(patience, until(deadline, system_.now())));
    if (not place) {
      ++failures_;
      co_return system_.now() >= deadline ? Answer::time_limited : Answer::bulkhead_full;
    }
  }
  co_return co_await connect(client, draws, deadline);
}

/// @param deadline  of the time limiter
Task<Service::Answer> Service::connect(Client& client, engine::RandomStream& draws, engine::Time deadline)
{
  const engine::Duration patience = std::min(options_.connect_timeout, until(deadline, system_.now()));
  const auto connection = co_await client.pool.acquire(patience);
  Answer answer = Answer::connect_timeout;
  if (connection && co_await up_.pass(std::min(options_.connect_timeout, until(deadline, system_.now()))))
    answer = co_await ask(draws, deadline);
  else if (system_.now() >= deadline)
    answer = Answer::time_limited;
  failures_ += answer == Answer::ok ? 0 : 1;
  co_return answer;
}

bool Service::fails(engine::RandomStream& draws) const
{
  const double share = options_.failing + failing_more;
  return share > 0 && draws.uniform() < share;
}

Task<Service::Answer> Service::ask(engine::RandomStream& draws, engine::Time deadline)
{
  const engine::Duration one_way = seconds(options_.round_trip.sample(draws) / 2);
  const double time_s = options_.time.sample(draws) * slowdown;
  const bool answers_error = fails(draws);
  co_await engine::Sleep{system_.simulation, std::min(one_way, until(deadline, system_.now()))};
  if (system_.now() >= deadline)
    co_return Answer::time_limited;
  if (spare_.empty())
    spare_.push_back(&calls_.emplace_back(system_.simulation));
  Call& call = *spare_.back();
  spare_.pop_back();
  call.answered.shut();
  call.awaited = true;
  const Caller caller(*this, call);
  system_.simulation.spawn(work(*this, call, time_s));
  if (not co_await call.answered.pass(std::min(options_.read_timeout, until(deadline, system_.now()))))
    co_return system_.now() >= deadline ? Answer::time_limited : Answer::read_timeout;
  if (system_.now() + one_way > deadline) {
    co_await engine::Sleep{system_.simulation, until(deadline, system_.now())};
    co_return Answer::time_limited;
  }
  co_await engine::Sleep{system_.simulation, one_way};
  co_return answers_error ? Answer::error : Answer::ok;
}

engine::Process Service::work(Service& service, Call& call, double time_s)
{
  {
    const auto worker = co_await service.workers_.acquire();
    co_await engine::Sleep{service.system_.simulation, seconds(time_s)};
  }
  if (call.awaited)
    call.answered.open();
  else
    service.spare_.push_back(&call);
}

Services::Services(System& system, const ServicesOptions& options)
{
  for (const ServiceOptions& service : options.services)
    all_.push_back(std::make_unique<Service>(system, service));
}

} // namespace onsale::system
