#include "model/booking/inventory.hpp"

#include <limits>
#include <stdexcept>
#include <string>

namespace onsale::booking {

namespace {

void require(bool kept, const std::string& message)
{
  if (not kept)
    throw std::invalid_argument("inventory: " + message);
}

Outcome why_closed(HoldState state)
{
  switch (state) {
  case HoldState::open:
    return Outcome::ok;
  case HoldState::used:
    return Outcome::already_reserved;
  case HoldState::released:
    return Outcome::hold_released;
  case HoldState::expired:
    break;
  }
  return Outcome::hold_expired;
}

Outcome why_closed(ReservationState state)
{
  switch (state) {
  case ReservationState::unpaid:
    return Outcome::ok;
  case ReservationState::paid:
    return Outcome::already_paid;
  case ReservationState::cancelled:
    return Outcome::reservation_cancelled;
  case ReservationState::expired:
    break;
  }
  return Outcome::reservation_expired;
}

} // namespace

Inventory::Inventory(const InventoryOptions& options) : options_(options)
{
  const auto seats = std::uint64_t{options.events} * options.seats_per_event;
  require(options.events >= 1, "events: 0 is below 1 (default 1)");
  require(options.seats_per_event >= 1, "seats_per_event: 0 is below 1 (default 1)");
  require(seats < no_id, "events * seats_per_event: " + std::to_string(seats) + " is not below 2^32 - 1");
  require(options.hold_ttl > Seconds::zero(),
          "hold_ttl: " + std::to_string(options.hold_ttl.count()) + " s is not above 0 (default 300 s)");
  require(options.reservation_ttl > Seconds::zero(),
          "reservation_ttl: " + std::to_string(options.reservation_ttl.count()) + " s is not above 0 (default never)");
  seats_.resize(seats);
}

Outcome Inventory::available(EventId event, Seconds now, std::vector<SeatId>& free) const
{
  free.clear();
  if (event >= options_.events)
    return Outcome::not_found;
  const auto first = event * options_.seats_per_event;
  for (auto seat = first; seat < first + options_.seats_per_event; ++seat)
    if (seats_[seat].state == SeatState::free or is_over(seats_[seat], now))
      free.push_back(seat);
  return Outcome::ok;
}

std::optional<Seat> Inventory::read(SeatId seat, Seconds now) const
{
  if (seat >= seats_.size())
    return std::nullopt;
  auto row = seats_[seat];
  if (is_over(row, now)) {
    row.state = SeatState::free;
    row.claim = no_id;
  }
  return row;
}

Result Inventory::hold(EventId event, SeatId seat, UserId user, Seconds now, std::optional<Version> expected)
{
  if (event >= options_.events or seat >= seats_.size() or seat / options_.seats_per_event != event)
    return {Outcome::not_found};
  if (expected and *expected != seats_[seat].version)
    return {Outcome::version_conflict};
  lapse(seat, now);
  if (seats_[seat].state != SeatState::free)
    return {Outcome::seat_taken};

  const auto id = static_cast<HoldId>(holds_.size());
  holds_.push_back({now + options_.hold_ttl, seat, user, HoldState::open});
  ++open_holds_;
  hold_expiries_.push({holds_[id].until, id}, open_holds_,
                      [this](const ExpiryHeap::Entry& entry) { return holds_[entry.id].state == HoldState::open; });
  set(seat, SeatState::held, id);
  return {Outcome::ok, id};
}

Outcome Inventory::release(HoldId hold, UserId user, Seconds now)
{
  const auto outcome = holdable(hold, user, now);
  if (outcome != Outcome::ok)
    return outcome;
  close(hold, HoldState::released);
  set(holds_[hold].seat, SeatState::free, no_id);
  return Outcome::ok;
}

Result Inventory::reserve(HoldId hold, UserId user, Seconds now, std::optional<Version> expected)
{
  const auto outcome = holdable(hold, user, now);
  if (outcome != Outcome::ok)
    return {outcome};
  const auto seat = holds_[hold].seat;
  if (expected and *expected != seats_[seat].version)
    return {Outcome::version_conflict};

  close(hold, HoldState::used);
  const auto id = static_cast<ReservationId>(reservations_.size());
  reservations_.push_back({now + options_.reservation_ttl, hold, seat, user, ReservationState::unpaid});
  ++unpaid_;
  reservation_expiries_.push({reservations_[id].until, id}, unpaid_, [this](const ExpiryHeap::Entry& entry) {
    return reservations_[entry.id].state == ReservationState::unpaid;
  });
  set(seat, SeatState::reserved, id);
  return {Outcome::ok, id};
}

Outcome Inventory::payable(ReservationId reservation, UserId user, Seconds now)
{
  if (reservation >= reservations_.size())
    return Outcome::not_found;
  const auto& row = reservations_[reservation];
  if (row.user != user)
    return Outcome::not_owner;
  if (row.state == ReservationState::unpaid)
    lapse(row.seat, now);
  return why_closed(row.state);
}

void Inventory::mark_paid(ReservationId reservation)
{
  close(reservation, ReservationState::paid);
  set(reservations_[reservation].seat, SeatState::sold, reservation);
}

Outcome Inventory::cancel(ReservationId reservation, UserId user, Seconds now)
{
  const auto outcome = payable(reservation, user, now);
  if (outcome != Outcome::ok)
    return outcome;
  close(reservation, ReservationState::cancelled);
  set(reservations_[reservation].seat, SeatState::free, no_id);
  return Outcome::ok;
}

std::size_t Inventory::expire_holds(Seconds now)
{
  const auto before = open_holds_;
  while (const auto due = hold_expiries_.pop_due(now))
    if (holds_[due->id].state == HoldState::open)
      lapse(holds_[due->id].seat, now);
  return before - open_holds_;
}

std::size_t Inventory::expire_reservations(Seconds now)
{
  const auto before = unpaid_;
  while (const auto due = reservation_expiries_.pop_due(now))
    if (reservations_[due->id].state == ReservationState::unpaid)
      lapse(reservations_[due->id].seat, now);
  return before - unpaid_;
}

bool Inventory::is_over(const Seat& seat, Seconds now) const
{
  switch (seat.state) {
  case SeatState::held:
    return holds_[seat.claim].until <= now;
  case SeatState::reserved:
    return reservations_[seat.claim].until <= now;
  case SeatState::free:
  case SeatState::sold:
    break;
  }
  return false;
}

void Inventory::lapse(SeatId seat, Seconds now)
{
  const auto& row = seats_[seat];
  if (not is_over(row, now))
    return;
  if (row.state == SeatState::held)
    close(row.claim, HoldState::expired);
  else
    close(row.claim, ReservationState::expired);
  set(seat, SeatState::free, no_id);
}

Outcome Inventory::holdable(HoldId hold, UserId user, Seconds now)
{
  if (hold >= holds_.size())
    return Outcome::not_found;
  const auto& row = holds_[hold];
  if (row.user != user)
    return Outcome::not_owner;
  if (row.state == HoldState::open)
    lapse(row.seat, now);
  return why_closed(row.state);
}

void Inventory::set(SeatId seat, SeatState state, std::uint32_t claim)
{
  auto& row = seats_[seat];
  row.state = state;
  row.claim = claim;
  ++row.version;
}

void Inventory::close(HoldId hold, HoldState state)
{
  holds_[hold].state = state;
  --open_holds_;
}

void Inventory::close(ReservationId reservation, ReservationState state)
{
  reservations_[reservation].state = state;
  --unpaid_;
}

std::size_t Inventory::memory_bytes() const
{
  return seats_.capacity() * sizeof(Seat) + holds_.capacity() * sizeof(Hold) +
         reservations_.capacity() * sizeof(Reservation) + hold_expiries_.memory_bytes() +
         reservation_expiries_.memory_bytes();
}

} // namespace onsale::booking
