#include "model/booking/booking.hpp"

#include <stdexcept>
#include <string>

namespace onsale::booking {

Booking::Booking(const BookingOptions& options)
    : options_(options), accounts_(options.users, options.initial_balance), inventory_(options.inventory),
      queue_(options.users, options.queue)
{
  if (options.concerts < 1)
    throw std::invalid_argument("booking: concerts: 0 is below 1 (default 1)");
  if (options.price_per_seat < 0)
    throw std::invalid_argument("booking: price_per_seat: " + std::to_string(options.price_per_seat) +
                                " is below 0 (default 1000)");
}

std::optional<Booking::EventRange> Booking::events_of(ConcertId concert) const
{
  if (concert >= options_.concerts)
    return std::nullopt;
  const std::uint64_t events = options_.inventory.events;
  const auto first_of = [&](std::uint64_t c) { return static_cast<EventId>(c * events / options_.concerts); };
  return EventRange{first_of(concert), first_of(std::uint64_t{concert} + 1)};
}

std::optional<ConcertId> Booking::concert_of(EventId event) const
{
  const std::uint64_t events = options_.inventory.events;
  if (event >= events)
    return std::nullopt;
  // The last concert c whose first event floor(c events / concerts) is not after this one.
  return static_cast<ConcertId>(((std::uint64_t{event} + 1) * options_.concerts - 1) / events);
}

Result Booking::hold_seat(EventId event, SeatId seat, UserId user, Seconds now, std::optional<Version> expected)
{
  if (user >= accounts_.size())
    return {Outcome::not_found};
  return inventory_.hold(event, seat, user, now, expected);
}

Result Booking::pay(ReservationId reservation, UserId user, Seconds now, std::optional<Version> expected_account)
{
  auto outcome = inventory_.payable(reservation, user, now);
  if (outcome == Outcome::ok)
    outcome = accounts_.debit(user, options_.price_per_seat, expected_account);
  if (outcome != Outcome::ok)
    return {outcome};
  inventory_.mark_paid(reservation);
  payments_.push_back({reservation, user, options_.price_per_seat});
  return {Outcome::ok, static_cast<PaymentId>(payments_.size() - 1)};
}

std::uint64_t Booking::rows(Table table) const
{
  switch (table) {
  case Table::users:
    return accounts_.size();
  case Table::concerts:
    return options_.concerts;
  case Table::events:
    return options_.inventory.events;
  case Table::seats:
    return inventory_.seats();
  case Table::holds:
    return inventory_.holds().size();
  case Table::reservations:
    return inventory_.reservations().size();
  case Table::payments:
    return payments_.size();
  case Table::balance_history:
    return accounts_.charges();
  case Table::waiting_tokens:
    return queue_.waiting();
  case Table::tokens:
    break;
  }
  return std::uint64_t{queue_.waiting()} + queue_.active();
}

std::size_t Booking::memory_bytes() const
{
  return sizeof(*this) + accounts_.memory_bytes() + inventory_.memory_bytes() + queue_.memory_bytes() +
         payments_.capacity() * sizeof(Payment);
}

} // namespace onsale::booking
