#pragma once
// The booking core: concerts with their events and seats, users with points, holds, reservations and payments, and the
// waiting queue in front. It is real: the same code runs natively in benchmarks and inside simulated handlers, where
// conflicts come about because other handlers ran in between. One call is one commit.

#include "model/booking/accounts.hpp"
#include "model/booking/inventory.hpp"
#include "model/booking/outcome.hpp"
#include "model/booking/table.hpp"
#include "model/booking/token_queue.hpp"
#include "model/booking/types.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace onsale::booking {

struct BookingOptions {
  std::uint32_t users = 1;
  std::uint32_t concerts = 1;  ///< >= 1; events are dealt to them in order, as evenly as can be
  InventoryOptions inventory;  ///< events, seats, lifetimes of holds and reservations
  QueueOptions queue;          ///< tokens
  Money initial_balance = 0;   ///< of each user, >= 0
  Money price_per_seat = 1000; ///< >= 0, minor units
};

struct Payment {
  ReservationId reservation;
  UserId user;
  Money amount;
};

class Booking {
public:
  /// @throws std::invalid_argument naming option, value and rule
  explicit Booking(const BookingOptions& options);

  /// The tokens: a store of its own beside the tables, as Redis is beside the database.
  TokenQueue& queue() { return queue_; }
  const TokenQueue& queue() const { return queue_; }

  /// Events of a concert are neighbours. @return nothing when there is no such concert
  struct EventRange {
    EventId first;
    EventId last; ///< one past
  };
  std::optional<EventRange> events_of(ConcertId concert) const;
  std::optional<ConcertId> concert_of(EventId event) const;

  /// What handlers read before they write. @return nothing when there is no such row
  std::optional<Seat> seat(SeatId seat, Seconds now) const { return inventory_.read(seat, now); }
  std::optional<Account> account(UserId user) const { return accounts_.read(user); }

  /// Free seats of an event, in the caller's vector. @return ok or not_found
  Outcome available_seats(EventId event, Seconds now, std::vector<SeatId>& free) const
  {
    return inventory_.available(event, now, free);
  }

  // Writes. Each has a plain form, for handlers that lock the row for all of their read and write, and with `expected`
  // an optimistic one. Outcomes are those of Inventory and Accounts, and not_found for a user that does not exist.
  Result hold_seat(EventId event, SeatId seat, UserId user, Seconds now, std::optional<Version> expected = {});
  Outcome release_hold(HoldId hold, UserId user, Seconds now) { return inventory_.release(hold, user, now); }
  Result reserve(HoldId hold, UserId user, Seconds now, std::optional<Version> expected_seat = {})
  {
    return inventory_.reserve(hold, user, now, expected_seat);
  }
  Outcome cancel(ReservationId reservation, UserId user, Seconds now)
  {
    return inventory_.cancel(reservation, user, now);
  }
  Outcome charge(UserId user, Money amount, std::optional<Version> expected = {})
  {
    return accounts_.charge(user, amount, expected);
  }

  /// Takes the price from the user's points and sells the seat: all or nothing.
  /// @return ok with the payment, or why not: as Inventory::payable, then as Accounts::debit
  Result pay(ReservationId reservation, UserId user, Seconds now, std::optional<Version> expected_account = {});

  /// Sweeps of a scheduler. @return how many expired
  std::size_t expire_holds(Seconds now) { return inventory_.expire_holds(now); }
  std::size_t expire_reservations(Seconds now) { return inventory_.expire_reservations(now); }

  /// How many rows a full scan of this table walks.
  std::uint64_t rows(Table table) const;

  const Inventory& inventory() const { return inventory_; }
  std::span<const Payment> payments() const { return payments_; }
  const BookingOptions& options() const { return options_; }
  std::size_t memory_bytes() const;

private:
  friend struct Auditor;
  friend struct Peer;

  BookingOptions options_;
  Accounts accounts_;
  Inventory inventory_;
  TokenQueue queue_;
  std::vector<Payment> payments_;
};

} // namespace onsale::booking
