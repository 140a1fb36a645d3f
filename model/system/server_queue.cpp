// The jobs beside the requests: the scheduler that lets waiting users in, and the sweep of what expired.
#include "model/system/server.hpp"

#include <algorithm>

namespace onsale::system {

using engine::in_seconds;
using engine::seconds;
using engine::Task;

/// One round trip, without a wait behind the requests' commands: where that wait is seconds (ryzen-tuning), one status
/// in 200 would fall into the gap between two commands, and the published figure is one in 5000. Where threads are
/// scheduled the scheduler is one of them, and waits as they do.
/// @return false: Redis did not answer in time
Task<bool> Server::scheduler_command(engine::RandomStream& draws)
{
  Instance& instance = *instances_.front();
  if (instance.threads() != nullptr) {
    const bool answered = co_await redis_command(instance, &instance.threads()->scheduler, draws, nullptr);
    co_return answered;
  }
  co_await engine::Sleep{
      simulation_, seconds(options_.network.backend_round_trip.sample(draws) + disturbances_.backend_round_trip_s)};
  if (redis_up_.is_open())
    co_return true;
  const bool is_back = co_await redis_up_.pass(settings_.redis.timeout);
  redis_errors_ += is_back ? 0 : 1;
  co_return is_back;
}

Task<std::size_t> Server::promote()
{
  if (settings_.queue.unlimited || disturbances_.scheduler_down)
    co_return 0;
  engine::RandomStream draws(promotions_, scheduler_runs_++);
  std::size_t let_in = co_await promote_once(draws);
  if (disturbances_.queue_duplicates > 0 && draws.uniform() < disturbances_.queue_duplicates)
    let_in += co_await promote_once(draws);
  co_return let_in;
}

Task<std::size_t> Server::promote_once(engine::RandomStream& draws)
{
  booking::TokenQueue& queue = booking_.queue();
  const auto now = [&] { return booking::Seconds{in_seconds(simulation_.now())}; };
  if (not co_await scheduler_command(draws)) // ZREMRANGEBYSCORE active
    co_return 0;
  queue.expire(now());
  if (not co_await scheduler_command(draws)) // ZCARD active
    co_return 0;
  const std::uint32_t active = queue.active();
  if (active >= settings_.queue.max_active_tokens)
    co_return 0;
  if (not co_await scheduler_command(draws)) // ZPOPMIN waiting
    co_return 0;
  std::vector<booking::TokenId> popped;
  pop_waiting(std::min(settings_.queue.promote_batch, settings_.queue.max_active_tokens - active), draws, popped);
  if (popped.empty())
    co_return 0;
  if (not co_await scheduler_command(draws)) { // ZADD active
    queue_lost_ += popped.size();
    co_return 0;
  }
  co_return queue.add_active(popped, now());
}

/// The first of the line, unless the queue is disturbed: then some come from anywhere in it, and some get lost.
void Server::pop_waiting(std::size_t count, engine::RandomStream& draws, std::vector<booking::TokenId>& popped)
{
  booking::TokenQueue& queue = booking_.queue();
  if (disturbances_.queue_disorder == 0 && disturbances_.queue_loss == 0) {
    queue.pop_waiting(count, popped);
    return;
  }
  std::vector<booking::TokenId> first;
  for (; count > 0 && queue.waiting() > 0; --count) {
    std::uint32_t place = 0;
    if (draws.uniform() < disturbances_.queue_disorder)
      place = static_cast<std::uint32_t>(draws.below(queue.waiting()));
    booking::TokenId token = queue.waiting_at(place);
    if (place > 0) {
      ++queue_reversals_;
      queue.leave(token);
    } else {
      queue.pop_waiting(1, first);
      token = first.front();
    }
    if (draws.uniform() < disturbances_.queue_loss)
      ++queue_lost_;
    else
      popped.push_back(token);
  }
}

void Server::expire()
{
  const booking::Seconds now{in_seconds(simulation_.now())};
  booking_.expire_holds(now);
  booking_.expire_reservations(now);
}

} // namespace onsale::system
