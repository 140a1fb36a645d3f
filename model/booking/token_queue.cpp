#include "model/booking/token_queue.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace onsale::booking {

TokenQueue::TokenQueue(std::uint32_t users, const QueueOptions& options)
    : options_(options), entries_(users), waiting_(users)
{
  if (not(options.active_ttl > Seconds::zero()))
    throw std::invalid_argument("token queue: active_ttl: " + std::to_string(options.active_ttl.count()) +
                                " s is not above 0 (default 300 s)");
}

Ticket TokenQueue::issue_token(UserId user, Seconds now)
{
  if (user >= entries_.size())
    return {Outcome::not_found, {}, {}};
  auto& entry = entries_[user];
  const bool replace = options_.reissue == Reissue::replace;
  if (replace)
    ++entry.serial;
  if (replace and waiting_.contains(user))
    waiting_.erase(user);
  if (entry.active and (replace or not is_active(user, now)))
    deactivate(user);

  if (not entry.active and not waiting_.contains(user)) {
    entry.arrival = ++arrivals_;
    if (options_.unlimited)
      activate(user, now);
    else
      waiting_.push_back(user);
  }
  return {Outcome::ok, {user, entry.serial}, standing(user, now)};
}

TokenStatus TokenQueue::status(TokenId token, Seconds now) const
{
  if (not is_current(token))
    return {};
  return standing(token.user, now);
}

Outcome TokenQueue::require_active(TokenId token, Seconds now) const
{
  return is_current(token) and is_active(token.user, now) ? Outcome::ok : Outcome::token_not_active;
}

std::size_t TokenQueue::promote(Seconds now, PromotionLimits limits, std::vector<TokenId>& promoted)
{
  expire(now);
  ceiling_ = std::max(ceiling_, limits.max_active);
  promoted.clear();
  while (promoted.size() < limits.batch and active_ < limits.max_active and not waiting_.empty()) {
    const auto user = pop_front();
    activate(user, now);
    promoted.push_back({user, entries_[user].serial});
  }
  return promoted.size();
}

std::size_t TokenQueue::pop_waiting(std::size_t n, std::vector<TokenId>& popped)
{
  popped.clear();
  while (popped.size() < n and not waiting_.empty()) {
    const auto user = pop_front();
    popped.push_back({user, entries_[user].serial});
  }
  return popped.size();
}

std::size_t TokenQueue::add_active(std::span<const TokenId> tokens, Seconds now)
{
  std::size_t added = 0;
  for (const auto token : tokens) {
    if (not is_current(token))
      continue;
    activate(token.user, now);
    ++added;
  }
  ceiling_ = std::max(ceiling_, active_);
  return added;
}

std::size_t TokenQueue::expire(Seconds now)
{
  const auto before = active_;
  while (const auto due = expiries_.pop_due(now)) {
    const auto& entry = entries_[due->id];
    if (entry.active and entry.expires_at == due->at) // else released or renewed meanwhile
      deactivate(due->id);
  }
  return before - active_;
}

Outcome TokenQueue::release(TokenId token, Seconds now)
{
  if (require_active(token, now) != Outcome::ok)
    return Outcome::token_not_active;
  deactivate(token.user);
  return Outcome::ok;
}

Outcome TokenQueue::leave(TokenId token)
{
  if (not is_current(token) or not waiting_.contains(token.user))
    return Outcome::not_found;
  waiting_.erase(token.user);
  return Outcome::ok;
}

TokenStatus TokenQueue::standing(UserId user, Seconds now) const
{
  if (is_active(user, now))
    return {Standing::active, 0};
  if (waiting_.contains(user))
    return {Standing::waiting, waiting_.rank(user)};
  return {};
}

UserId TokenQueue::pop_front()
{
  const auto user = waiting_.pop_front();
  last_popped_ = entries_[user].arrival;
  return user;
}

void TokenQueue::activate(UserId user, Seconds now)
{
  auto& entry = entries_[user];
  active_ += entry.active ? 0 : 1;
  entry.active = true;
  entry.expires_at = now + options_.active_ttl;
  expiries_.push({entry.expires_at, user}, active_, [this](const ExpiryHeap::Entry& at) {
    return entries_[at.id].active and entries_[at.id].expires_at == at.at;
  });
}

void TokenQueue::deactivate(UserId user)
{
  entries_[user].active = false;
  --active_;
}

std::size_t TokenQueue::memory_bytes() const
{
  return entries_.capacity() * sizeof(Entry) + waiting_.memory_bytes() + expiries_.memory_bytes();
}

} // namespace onsale::booking
