// Commands of Redis, and a script that fills its cache.
#include "model/system/redis/redis_steps.hpp"
#include "model/system/server.hpp"

namespace onsale::system {

using engine::Sleep;
using engine::Task;

namespace {

/// Of the client's time for a command: until it asks for a connection, and from there until the command is sent; the
/// rest is for the answer. A client with blocking sockets on a kernel 6.18 (sched_waking events) gives its connection
/// back 10 us after it got the core for the answer, 5 of them for the change of threads, and has sent the next command
/// at 19 to 22 us. How much of that is before it asks is a choice.
constexpr double to_ask = 0.1;
constexpr double to_send = 0.6;

} // namespace

/// Lettuce keeps commands for a Redis that is down until it is back or their time is over. Where threads are scheduled,
/// Redis's own is one of them, and the connection is taken before anything is sent.
/// @param command  nullptr: one without work of its own
/// @return false: the command timed out
Task<bool> Server::redis_command(Instance& instance, engine::RunQueue::Thread* thread, engine::RandomStream& draws,
                                 const Scan* command)
{
  const double driver_s = options_.threads.command_cpu.sample(draws);
  engine::TokenPool::Guard connection;
  co_await instance.serve(thread, driver_s * to_ask);
  if (redis_loop_)
    connection =
        co_await instance.take(instance.redis_connections(), options_.threads.redis_hand_off, engine::forever, thread);
  co_await instance.serve(thread, driver_s * to_send);
  co_await Sleep{simulation_, engine::seconds(options_.network.backend_round_trip.sample(draws) +
                                              disturbances_.backend_round_trip_s)};
  if (not redis_up_.is_open()) {
    const bool is_back = co_await redis_up_.pass(settings_.redis.timeout);
    if (not is_back) {
      ++redis_errors_;
      co_return false;
    }
  }
  const auto work_s = [&] {
    return command != nullptr ? command->sample(draws, booking_) * disturbances_.redis_factor : 0;
  };
  if (redis_loop_) {
    co_await redis_loop_->handle(engine::seconds(work_s()));
  } else {
    connection = co_await instance.redis_connections().acquire();
    const auto redis = co_await redis_thread_.acquire();
    co_await serve(Role::redis, work_s());
  }
  co_await instance.serve(thread, driver_s * (1 - to_ask - to_send));
  co_return true;
}

/// A script that asks the database for one lost answer after the other and puts it back.
Task<> Server::warm_cache()
{
  const auto answers = cached_answers();
  for (const Cache::Key& key : cache_.lost(simulation_.now())) {
    const CachedAnswer& answer = *answers.at({key.endpoint, key.step});
    co_await primaries_.front()->serve(answer.rebuild_cpu_s * disturbances_.statement_factor);
    cache_.put(key, simulation_.now() + answer.ttl);
  }
}

std::map<std::pair<std::size_t, std::uint32_t>, const CachedAnswer*> Server::cached_answers() const
{
  std::map<std::pair<std::size_t, std::uint32_t>, const CachedAnswer*> answers;
  for (std::size_t endpoint = 0; endpoint < options_.endpoints.size(); ++endpoint)
    for (const auto& step : options_.endpoints[endpoint].flow)
      if (const auto* cached = dynamic_cast<const CacheStep*>(step.get()))
        answers[{endpoint, cached->answer.number}] = &cached->answer;
  return answers;
}

void Server::stop_redis(bool loses_data)
{
  redis_up_.shut();
  if (loses_data)
    cache_.lose();
}

} // namespace onsale::system
