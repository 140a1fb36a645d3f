// The calls into the booking core, with registers as arguments and results. Native code: no simulated time passes here.
#include "model/system/booking/booking_desk.hpp"

#include "model/system/system.hpp"
#include "model/system/work.hpp"

#include <cmath>
#include <limits>

namespace onsale::system {

using booking::Outcome;
using http::Value;

namespace {

constexpr int serial_bits = 32; // a token's id: serial, then user

booking::TokenId token_of(const Value& value)
{
  const std::uint64_t id = value.as_id();
  if (id == Value::no_id)
    return {};
  return {static_cast<booking::UserId>(id), static_cast<std::uint32_t>(id >> serial_bits)};
}

/// Rows count from 1 outside and from 0 in the core. Missing or below 1: an id that does not exist.
std::uint32_t row(const Value& value)
{
  const std::uint64_t id = value.as_id(0);
  return id >= 1 && id <= std::numeric_limits<std::uint32_t>::max() ? static_cast<std::uint32_t>(id - 1)
                                                                    : booking::no_id;
}

Value id_of_row(std::uint32_t row)
{
  return Value::id(std::uint64_t{row} + 1);
}

booking::UserId user_of(const Registers& r)
{
  return r[Register::user].is_missing() ? token_of(r[Register::token]).user : row(r[Register::user]);
}

Outcome inserted(Registers& r, const booking::Result& result, Register id)
{
  if (result)
    r[id] = id_of_row(result.id);
  return result.outcome;
}

} // namespace

Value value_of(const booking::TokenId& token)
{
  return Value::id((std::uint64_t{token.serial} << serial_bits) | token.user);
}

Outcome BookingDesk::call(Work& work, BookingCall call)
{
  const booking::Seconds now{engine::in_seconds(system_.now())};
  return call <= BookingCall::activate_token ? call_queue(work.registers, call, now) : call_rows(work, call, now);
}

Outcome BookingDesk::call_queue(Registers& r, BookingCall call, booking::Seconds now)
{
  booking::TokenQueue& queue = booking_.queue();
  switch (call) {
  case BookingCall::issue_token: {
    const booking::Ticket ticket = queue.issue_token(user_of(r), now);
    if (ticket.outcome != Outcome::ok)
      return ticket.outcome;
    r[Register::token] = value_of(ticket.token);
    r[Register::position] =
        ticket.status.standing == booking::Standing::active ? 0 : static_cast<double>(ticket.status.position) + 1;
    break;
  }
  case BookingCall::queue_status: {
    const booking::TokenStatus status = queue.status(token_of(r[Register::token]), now);
    if (status.standing == booking::Standing::unknown)
      return Outcome::not_found;
    r[Register::position] = status.standing == booking::Standing::active ? 0 : static_cast<double>(status.position) + 1;
    break;
  }
  case BookingCall::require_active:
    return queue.require_active(token_of(r[Register::token]), now);
  case BookingCall::release_token:
    return queue.release(token_of(r[Register::token]), now);
  case BookingCall::activate_token: {
    const booking::TokenId token = token_of(r[Register::token]);
    if (queue.leave(token) != Outcome::ok)
      return Outcome::not_found;
    queue.add_active({&token, 1}, now);
    return Outcome::ok;
  }
  default:
    return Outcome::not_found;
  }
  // The estimate that such servers give: the place in line over the rate of letting in.
  const QueueSettings& settings = system_.settings.queue;
  r[Register::wait_s] =
      std::ceil(r[Register::position].as_number() / std::max(1.0, static_cast<double>(settings.promote_batch))) *
      engine::in_seconds(settings.promote_period);
  return Outcome::ok;
}

Outcome BookingDesk::call_rows(Work& work, BookingCall call, booking::Seconds now)
{
  Registers& r = work.registers;
  const booking::UserId user = user_of(r);
  switch (call) {
  case BookingCall::available_seats: {
    if (work.seats == nullptr)
      work.seats = seat_lists_.borrow();
    const Outcome outcome = booking_.available_seats(row(r[Register::event]), now, *work.seats);
    r[Register::count] = static_cast<double>(work.seats->size());
    return outcome;
  }
  case BookingCall::read_seat: {
    const auto seat = booking_.seat(row(r[Register::seat]), now);
    if (not seat)
      return Outcome::not_found;
    work.seat_version = seat->version;
    break;
  }
  case BookingCall::hold_seat: {
    const booking::SeatId seat = row(r[Register::seat]);
    const booking::EventId event = r[Register::event].is_missing()
                                       ? seat / system_.options.booking.inventory.seats_per_event
                                       : row(r[Register::event]);
    return inserted(r, booking_.hold_seat(event, seat, user, now, work.seat_version), Register::hold);
  }
  case BookingCall::reserve: {
    const Outcome outcome =
        inserted(r, booking_.reserve(row(r[Register::hold]), user, now, work.seat_version), Register::reservation);
    r[Register::count] = 1;
    r[Register::price] = static_cast<double>(system_.options.booking.price_per_seat);
    return outcome;
  }
  case BookingCall::pay:
    return inserted(r, booking_.pay(row(r[Register::reservation]), user, now, work.account_version), Register::payment);
  case BookingCall::read_account: {
    const auto account = booking_.account(user);
    if (not account)
      return Outcome::not_found;
    work.account_version = account->version;
    r[Register::balance] = static_cast<double>(account->balance);
    break;
  }
  case BookingCall::charge:
    if (not(std::abs(r[Register::amount].as_number()) < 0x1p63)) // missing, or beyond all money
      return Outcome::invalid_amount;
    return booking_.charge(user, static_cast<booking::Money>(r[Register::amount].as_number()), work.account_version);
  case BookingCall::cancel:
    return booking_.cancel(row(r[Register::reservation]), user, now);
  default:
    break;
  }
  return Outcome::ok;
}

} // namespace onsale::system
