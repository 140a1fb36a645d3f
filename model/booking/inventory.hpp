#pragma once
// Who has which seat, and until when: seats, holds and reservations.
//
//            hold              reserve                mark_paid
//   free -----------> held ---------------> reserved -----------> sold
//    ^  release, expiry |   cancel, expiry      |
//    +------------------+-----------------------+
//
// An expiry counts from its instant on (now >= until), whether a sweep came by or not: each operation first lets the
// claim on its seat lapse that is over. The rows of holds and reservations stay, as servers keep them, with a final
// state.

#include "model/booking/expiry_heap.hpp"
#include "model/booking/outcome.hpp"
#include "model/booking/types.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace onsale::booking {

struct InventoryOptions {
  std::uint32_t events = 1;          ///< >= 1
  std::uint32_t seats_per_event = 1; ///< >= 1; events * seats_per_event below 2^32
  Seconds hold_ttl{300.0};           ///< from hold to expiry, > 0; `never` is allowed
  Seconds reservation_ttl = never;   ///< from reservation to expiry unless paid, > 0
};

enum class SeatState : std::uint8_t { free, held, reserved, sold };
enum class HoldState : std::uint8_t { open, used, released, expired };
enum class ReservationState : std::uint8_t { unpaid, paid, cancelled, expired };

struct Seat {
  Version version = 0;
  std::uint32_t claim = no_id; ///< hold when held, reservation when reserved or sold
  SeatState state = SeatState::free;
};

struct Hold {
  Seconds until;
  SeatId seat;
  UserId user;
  HoldState state;
};

struct Reservation {
  Seconds until;
  HoldId hold;
  SeatId seat;
  UserId user;
  ReservationState state;
};

class Inventory {
public:
  /// @throws std::invalid_argument naming option, value and rule
  explicit Inventory(const InventoryOptions& options);

  /// Seats of the event that nobody claims at `now`. O(seats of the event).
  /// @param free  overwritten; ascending seat ids
  /// @return ok or not_found
  Outcome available(EventId event, Seconds now, std::vector<SeatId>& free) const;

  /// What a handler reads first: state and claim as they are at `now`, and the version to expect in a later write. A
  /// claim that is over leaves the version alone until a write or a sweep removes it.
  /// @return nothing when there is no such seat
  std::optional<Seat> read(SeatId seat, Seconds now) const;

  /// Claims a free seat. With `expected` only if the seat still has that version; that is looked at first, since an
  /// update that asks for a version cannot tell who changed the row.
  /// @return ok with the hold, not_found, version_conflict or seat_taken
  Result hold(EventId event, SeatId seat, UserId user, Seconds now, std::optional<Version> expected = {});

  /// Undoes a hold. @return ok, not_found, not_owner, hold_expired, hold_released or already_reserved
  Outcome release(HoldId hold, UserId user, Seconds now);

  /// Turns a hold into a reservation.
  /// @return ok with the reservation, what release() returns, or version_conflict
  Result reserve(HoldId hold, UserId user, Seconds now, std::optional<Version> expected = {});

  /// Whether this user could pay for it at `now`.
  /// @return ok, not_found, not_owner, already_paid, reservation_cancelled or reservation_expired
  Outcome payable(ReservationId reservation, UserId user, Seconds now);

  /// Sells the seat. The reservation must be payable at this instant.
  void mark_paid(ReservationId reservation);

  /// Gives the seat back unless paid for. @return as payable()
  Outcome cancel(ReservationId reservation, UserId user, Seconds now);

  /// Sweeps. @return how many expired now; what lapsed in another operation before is not counted again
  std::size_t expire_holds(Seconds now);
  std::size_t expire_reservations(Seconds now);

  std::span<const Hold> holds() const { return holds_; }
  std::span<const Reservation> reservations() const { return reservations_; }
  std::uint32_t seats() const { return static_cast<std::uint32_t>(seats_.size()); }
  std::uint32_t open_holds() const { return open_holds_; }     ///< those past their time count until they lapse
  std::uint32_t open_reservations() const { return unpaid_; }  ///< unpaid; likewise
  const InventoryOptions& options() const { return options_; } ///< as given
  std::size_t memory_bytes() const;

private:
  friend struct Auditor;
  friend struct Peer;

  bool is_over(const Seat& seat, Seconds now) const;
  void lapse(SeatId seat, Seconds now);
  Outcome holdable(HoldId hold, UserId user, Seconds now);
  void set(SeatId seat, SeatState state, std::uint32_t claim);
  void close(HoldId hold, HoldState state);
  void close(ReservationId reservation, ReservationState state);

  InventoryOptions options_;
  std::vector<Seat> seats_;
  std::vector<Hold> holds_;
  std::vector<Reservation> reservations_;
  ExpiryHeap hold_expiries_;
  ExpiryHeap reservation_expiries_;
  std::uint32_t open_holds_ = 0;
  std::uint32_t unpaid_ = 0;
};

} // namespace onsale::booking
