#include "model/system/waiting_queue/waiting_queue.hpp"

#include "model/system/part.hpp"
#include "model/system/system.hpp"

#include <algorithm>

namespace onsale::system {

using engine::in_seconds;
using engine::Task;

namespace {

bool lets_in(const JobOptions& job)
{
  return std::any_of(job.flow.begin(), job.flow.end(), [](const auto& step) {
    const auto* call = dynamic_cast<const BookingStep*>(step.get());
    return call != nullptr && call->call == BookingCall::activate_token;
  });
}

} // namespace

WaitingQueue::WaitingQueue(System& system)
    : system_(system), draws_(system.seed.seed, system.seed.replication, "queue scheduler"),
      by_jobs_(std::any_of(system.options.jobs.begin(), system.options.jobs.end(), lets_in)),
      scheduler_(system.application.instances().front()->process())
{
}

Task<bool> WaitingQueue::command(engine::RandomStream& draws)
{
  Redis& redis = system_.redis;
  if (not system_.options.threads.scheduler_waits)
    return redis.round_trip(draws);
  return redis.command(*system_.application.instances().front(), scheduler_, draws, nullptr);
}

Task<std::size_t> WaitingQueue::promote()
{
  if (system_.settings.queue.unlimited || scheduler_down || by_jobs_)
    co_return 0;
  engine::RandomStream draws(draws_, runs_++);
  std::size_t let_in = co_await promote_once(draws);
  if (duplicates > 0 && draws.uniform() < duplicates)
    let_in += co_await promote_once(draws);
  co_return let_in;
}

Task<std::size_t> WaitingQueue::promote_once(engine::RandomStream& draws)
{
  booking::TokenQueue& queue = system_.desk.booking().queue();
  const auto now = [&] { return booking::Seconds{in_seconds(system_.now())}; };
  if (not co_await command(draws)) // ZREMRANGEBYSCORE active
    co_return 0;
  queue.expire(now());
  if (not co_await command(draws)) // ZCARD active
    co_return 0;
  const std::uint32_t active = queue.active();
  if (active >= system_.settings.queue.max_active_tokens)
    co_return 0;
  if (not co_await command(draws)) // ZPOPMIN waiting
    co_return 0;
  std::vector<booking::TokenId> popped;
  pop_waiting(std::min(system_.settings.queue.promote_batch, system_.settings.queue.max_active_tokens - active), draws,
              popped);
  if (popped.empty())
    co_return 0;
  if (not co_await command(draws)) { // ZADD active
    lost_ += popped.size();
    co_return 0;
  }
  co_return queue.add_active(popped, now());
}

std::vector<booking::TokenId> WaitingQueue::to_let_in(std::size_t most)
{
  booking::TokenQueue& queue = system_.desk.booking().queue();
  queue.expire(booking::Seconds{in_seconds(system_.now())});
  const std::uint32_t allowed = system_.settings.queue.max_active_tokens;
  const std::uint32_t free = allowed > queue.active() ? allowed - queue.active() : 0;
  const auto count = static_cast<std::uint32_t>(std::min<std::size_t>({most, free, queue.waiting()}));
  std::vector<booking::TokenId> tokens;
  for (std::uint32_t place = 0; place < count && not scheduler_down; ++place)
    tokens.push_back(queue.waiting_at(place));
  return tokens;
}

/// The first of the line, unless the queue is disturbed: then some come from anywhere in it, and some get lost.
void WaitingQueue::pop_waiting(std::size_t count, engine::RandomStream& draws, std::vector<booking::TokenId>& popped)
{
  booking::TokenQueue& queue = system_.desk.booking().queue();
  if (disorder == 0 && loss == 0) {
    queue.pop_waiting(count, popped);
    return;
  }
  std::vector<booking::TokenId> first;
  for (; count > 0 && queue.waiting() > 0; --count) {
    std::uint32_t place = 0;
    if (draws.uniform() < disorder)
      place = static_cast<std::uint32_t>(draws.below(queue.waiting()));
    booking::TokenId token = queue.waiting_at(place);
    if (place > 0) {
      ++reversals_;
      queue.leave(token);
    } else {
      queue.pop_waiting(1, first);
      token = first.front();
    }
    if (draws.uniform() < loss)
      ++lost_;
    else
      popped.push_back(token);
  }
}

void WaitingQueue::expire()
{
  const booking::Seconds now{in_seconds(system_.now())};
  system_.desk.booking().expire_holds(now);
  system_.desk.booking().expire_reservations(now);
}

} // namespace onsale::system
