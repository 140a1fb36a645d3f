#pragma once
// The booking core once more, as plainly as it can be written: ordered maps, every expiry carried out at once when time
// moves, no ranks kept, no rows reused. Slow, and the judge of the real one.

#include "model/booking/booking.hpp"

#include <iterator>
#include <map>
#include <set>

namespace onsale::booking {

struct NaiveQueue {
  Seconds ttl;
  Reissue reissue;

  std::map<std::uint64_t, UserId> waiting; // by arrival
  std::map<UserId, Seconds> active;        // until
  std::map<UserId, TokenId> tokens;        // as last issued
  std::uint64_t arrivals = 0;

  auto place(UserId user) const
  {
    auto place = waiting.begin();
    while (place != waiting.end() and place->second != user)
      ++place;
    return place;
  }
  bool waits(UserId user) const { return place(user) != waiting.end(); }

  void advance(Seconds now)
  {
    std::set<UserId> over;
    for (const auto& [user, until] : active)
      if (until <= now)
        over.insert(user);
    for (const auto user : over)
      active.erase(user);
  }

  bool has_one(UserId user) const { return waits(user) or active.contains(user); }

  void join(UserId user) { waiting[++arrivals] = user; }

  void replace(UserId user)
  {
    if (waits(user))
      waiting.erase(place(user));
    active.erase(user);
    join(user);
  }

  UserId pop()
  {
    const auto user = waiting.begin()->second;
    waiting.erase(waiting.begin());
    return user;
  }

  TokenStatus status(UserId user) const
  {
    if (active.contains(user))
      return {Standing::active, 0};
    if (waits(user))
      return {Standing::waiting, static_cast<std::uint32_t>(std::distance(waiting.begin(), place(user)))};
    return {};
  }
};

struct NaiveShop {
  struct Claim {
    SeatState state;
    UserId user;
    Seconds until;
    std::uint32_t id;
  };
  std::map<SeatId, Claim> claims; // of seats that are not free
  std::map<UserId, Money> balances;
  std::map<HoldId, std::pair<SeatId, Outcome>> holds;               // seat, and what using it would say
  std::map<ReservationId, std::pair<SeatId, Outcome>> reservations; // seat, and what paying would say
  std::map<HoldId, UserId> holders;
  std::map<ReservationId, UserId> buyers;

  void advance(Seconds now)
  {
    for (auto claim = claims.begin(); claim != claims.end();) {
      const auto& [state, user, until, id] = claim->second;
      if (state == SeatState::sold or until > now) {
        ++claim;
        continue;
      }
      if (state == SeatState::held)
        holds.at(id).second = Outcome::hold_expired;
      else
        reservations.at(id).second = Outcome::reservation_expired;
      claim = claims.erase(claim);
    }
  }

  Outcome use_hold(HoldId id, UserId user) const
  {
    if (not holds.contains(id))
      return Outcome::not_found;
    return holders.at(id) != user ? Outcome::not_owner : holds.at(id).second;
  }

  Outcome use_reservation(ReservationId id, UserId user) const
  {
    if (not reservations.contains(id))
      return Outcome::not_found;
    return buyers.at(id) != user ? Outcome::not_owner : reservations.at(id).second;
  }
};

} // namespace onsale::booking
