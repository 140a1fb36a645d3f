// Which thread computes on which core: kernel/sched/fair.c, for cores that share a cache.
#include "sim/engine/cpu/run_queue_core.hpp"

#include <algorithm>
#include <cmath>

namespace onsale::engine {
namespace {

/// sd->imbalance_pct of cores that share a cache
constexpr double imbalance = 1.17;
/// wake_affine_weight: where a thread ran last counts for half of that less
constexpr double affine_imbalance = 1 + (imbalance - 1) / 2;
/// sd->cache_nice_tries: after more failures hot threads are moved too
constexpr std::uint32_t cache_nice_tries = 1;

} // namespace

RunQueues::Core& RunQueues::core_for(Entity& thread)
{
  if (online_ == 1)
    return *cores_.front();
  if (thread.core == nullptr || thread.core->number() >= online_)
    return core_of_lowest_load();
  Core& previous = *thread.core;
  if (previous.idle())
    return previous;
  Core& target = wakes_there(thread) ? *waker_ : previous;
  Core* const idle = idle_core(target);
  return idle != nullptr ? *idle : target;
}

/// Whether the thread's place is with the one that wakes it, of two busy cores: where less is to be done.
bool RunQueues::wakes_there(Entity& thread)
{
  const Time now = simulation_.now();
  if (waker_ == nullptr || waker_at_ != now || waker_ == thread.core || waker_->number() >= online_)
    return false;
  thread.load.up_to(now, 0);
  const double there = waker_->load(now) + thread.load.value();
  return there < affine_imbalance * (thread.core->load(now) - thread.load.value());
}

RunQueues::Core& RunQueues::core_of_lowest_load()
{
  if (Core* const idle = idle_core(*cores_[online_ - 1]))
    return *idle;
  const auto fewer = [](const auto& a, const auto& b) { return a->runnable() < b->runnable(); };
  return **std::min_element(cores_.begin(), cores_.begin() + online_, fewer);
}

/// The next idle one after `first`, most of all one whose sibling is idle too; nullptr when all are busy.
RunQueues::Core* RunQueues::idle_core(const Core& first)
{
  Core* half_idle = nullptr;
  for (std::uint32_t step = 1; step <= online_; ++step) {
    Core& core = *cores_[(first.number() + step) % online_];
    if (not core.idle())
      continue;
    const Core* const sibling = sibling_of(core);
    if (sibling == nullptr || sibling->idle())
      return &core;
    if (half_idle == nullptr)
      half_idle = &core;
  }
  return half_idle;
}

bool RunQueues::pull_for(Core& core)
{
  Core* busiest = nullptr;
  if (core.number() < online_)
    for (std::uint32_t step = 1; step < online_; ++step) {
      Core& other = *cores_[(core.number() + step) % online_];
      if (other.runnable() > 1 && (busiest == nullptr || other.runnable() > busiest->runnable()))
        busiest = &other;
    }
  Entity* const thread = busiest != nullptr ? longest_waiting(*busiest, false) : nullptr;
  if (thread == nullptr)
    return false;
  busiest->move(*thread, core);
  return true;
}

/// Of those that may leave: who had a core just now has its data in the caches there.
RunQueues::Entity* RunQueues::longest_waiting(const Core& core, bool hot_too) const
{
  Entity* longest = nullptr;
  for (Entity* const thread : core.threads()) {
    const bool hot = simulation_.now() - thread->ran_at < options_.cache_hot;
    if (thread->state != RunState::queued || (hot && not hot_too))
      continue;
    if (longest == nullptr || thread->queued_at < longest->queued_at ||
        (thread->queued_at == longest->queued_at && thread->arrival < longest->arrival))
      longest = thread;
  }
  return longest;
}

/// While there are threads to be moved, cores look for them on ticks.
void RunQueues::watch_balance()
{
  if (online_ == 1 || balance_.armed())
    return;
  const double tick_s = in_seconds(options_.tick);
  const double now_s = in_seconds(simulation_.now());
  double next = std::floor(now_s / tick_s) + 1;
  if (tick_s * next <= now_s) // the quotient was rounded down
    ++next;
  simulation_.arm(balance_, at_seconds(tick_s * next));
}

void RunQueues::on_balance()
{
  ++ticks_;
  const Duration interval = options_.balance_per_core * online_;
  const auto every = static_cast<std::uint64_t>(std::max(1.0, std::floor(interval / options_.tick)));
  bool has_two = false;
  for (std::uint32_t number = 0; number < online_; ++number) {
    Core& core = *cores_[number];
    if (core.idle()) {
      if (pull_for(core))
        core.begin();
    } else if ((ticks_ + number) % every == 0) {
      balance(core);
    }
    has_two = has_two || core.runnable() > 1;
  }
  if (has_two)
    watch_balance();
}

void RunQueues::balance(Core& core)
{
  const Time now = simulation_.now();
  Core* busiest = nullptr;
  for (std::uint32_t step = 1; step < online_; ++step) {
    Core& other = *cores_[(core.number() + step) % online_];
    if (other.runnable() > 1 && (busiest == nullptr || other.load(now) > busiest->load(now)))
      busiest = &other;
  }
  if (busiest == nullptr || busiest->load(now) <= imbalance * core.load(now))
    return;
  // One too many is half a thread too much for both: it moves only when that has been found before.
  const double too_much = (busiest->load(now) - core.load(now)) / 2;
  Entity* const thread = longest_waiting(*busiest, core.balance_failed_ > cache_nice_tries);
  if (thread != nullptr)
    thread->load.up_to(now, 1);
  if (thread == nullptr ||
      std::ldexp(thread->load.value(), -static_cast<int>(core.balance_failed_)) > too_much + 1e-6) {
    core.balance_failed_ = std::min(core.balance_failed_ + 1, 8U);
    return;
  }
  core.balance_failed_ = 0;
  busiest->move(*thread, core);
  core.look_at(*thread);
}

} // namespace onsale::engine
