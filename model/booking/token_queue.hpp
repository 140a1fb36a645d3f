#pragma once
// The waiting queue in front of the shop: users wait in order of arrival, a scheduler lets them in, a token lets them
// buy until it expires.
//
//   issue_token -> waiting --promote-> active --release (paid) or expiry-> gone, until the user asks again
//                      \--pop_waiting-> (in neither set) --add_active--/
//
// Both sets are kept by user and are independent, as two sorted sets of a Redis are: between pop_waiting and add_active
// a token is in neither and status() says unknown; a user who asks again in that gap then stands in both.

#include "model/booking/arrival_queue.hpp"
#include "model/booking/expiry_heap.hpp"
#include "model/booking/outcome.hpp"
#include "model/booking/types.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace onsale::booking {

/// What a user gets who asks for a token while having one.
enum class Reissue : std::uint8_t {
  keep,    ///< the same token, with its place: the token is the user's own, ask as often as you like
  replace, ///< a new one at the end, each time; the old one is worth nothing
};

struct QueueOptions {
  Seconds active_ttl{300.0}; ///< from promotion to expiry, > 0; `never` is allowed
  Reissue reissue = Reissue::keep;
  bool unlimited = false; ///< no waiting: a token is active as soon as it is issued
};

/// A token names its user; the serial counts the user's replacements. Only the newest is worth something.
struct TokenId {
  UserId user = no_id;
  std::uint32_t serial = 0;

  bool operator==(const TokenId&) const = default;
};

enum class Standing : std::uint8_t {
  unknown, ///< never issued, left, expired, released, replaced, or just between the two sets
  waiting,
  active,
};

struct TokenStatus {
  Standing standing = Standing::unknown;
  std::uint32_t position = 0; ///< when waiting: how many stand before, from 0
};

struct Ticket {
  Outcome outcome = Outcome::ok; ///< ok, or not_found for a user that does not exist
  TokenId token;
  TokenStatus status;
};

struct PromotionLimits {
  std::uint32_t batch = std::numeric_limits<std::uint32_t>::max();      ///< at most so many in one call
  std::uint32_t max_active = std::numeric_limits<std::uint32_t>::max(); ///< at most so many active afterwards
};

class TokenQueue {
public:
  /// @param users  users are 0 .. users-1
  /// @throws std::invalid_argument when active_ttl is not above 0
  TokenQueue(std::uint32_t users, const QueueOptions& options);

  /// O(log N).
  Ticket issue_token(UserId user, Seconds now);

  /// O(log N). A token past its expiry is unknown, whether expire() came by or not.
  TokenStatus status(TokenId token, Seconds now) const;

  /// ok or token_not_active: the check that guards the shop's endpoints.
  Outcome require_active(TokenId token, Seconds now) const;

  /// Expires, then lets the first in line in, as far as the limits allow, in one step.
  /// @param promoted  overwritten; in order of arrival
  /// @return how many were promoted
  std::size_t promote(Seconds now, PromotionLimits limits, std::vector<TokenId>& promoted);

  /// First half of a promotion by two commands: takes the first n out of waiting (ZPOPMIN).
  /// @param popped  overwritten; in order of arrival
  std::size_t pop_waiting(std::size_t n, std::vector<TokenId>& popped);

  /// Second half: makes these active (ZADD), whatever the number of active tokens has become meanwhile. Who is active
  /// already gets a new expiry; a token that was replaced meanwhile is left out.
  /// @return how many of them are active now
  std::size_t add_active(std::span<const TokenId> tokens, Seconds now);

  /// Removes active tokens whose time is over at `now`, the instant itself included.
  /// @return how many
  std::size_t expire(Seconds now);

  /// The user is done, the place is free. @return ok or token_not_active
  Outcome release(TokenId token, Seconds now);

  /// Gives up waiting, from any place in the line. @return ok, or not_found when the token does not wait
  Outcome leave(TokenId token);

  /// Who stands at this place of the line, from 0; below waiting(). O(log N).
  TokenId waiting_at(std::uint32_t place) const
  {
    const auto user = waiting_.at(place);
    return {user, entries_[user].serial};
  }

  std::uint32_t users() const { return static_cast<std::uint32_t>(entries_.size()); }
  std::uint32_t waiting() const { return waiting_.size(); }
  std::uint32_t active() const { return active_; } ///< those past their expiry count until expire() (ZCARD)
  std::uint64_t arrivals() const { return arrivals_; }
  const QueueOptions& options() const { return options_; }
  std::size_t memory_bytes() const;

private:
  friend struct Auditor;
  friend struct Peer;

  struct Entry { // one a user
    std::uint64_t arrival = 0;
    Seconds expires_at{0.0}; // when active
    std::uint32_t serial = 0;
    bool active = false;
  };

  bool is_active(UserId user, Seconds now) const { return entries_[user].active and now < entries_[user].expires_at; }
  bool is_current(TokenId token) const
  {
    return token.user < entries_.size() and entries_[token.user].serial == token.serial;
  }
  TokenStatus standing(UserId user, Seconds now) const;
  UserId pop_front();
  void activate(UserId user, Seconds now);
  void deactivate(UserId user);

  QueueOptions options_;
  std::vector<Entry> entries_; // [users]
  ArrivalQueue waiting_;
  ExpiryHeap expiries_; // ids are users
  std::uint32_t active_ = 0;
  std::uint64_t arrivals_ = 0;
  std::uint64_t last_popped_ = 0; // arrival number, from 1: who still waits came later
  std::uint32_t ceiling_ = 0;     // the most active tokens that any promotion so far allowed for
};

} // namespace onsale::booking
