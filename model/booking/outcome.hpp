#pragma once
// What a booking operation says. Business refusals are data, never exceptions: a flow branches on them by name.

#include "model/booking/types.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace onsale::booking {

enum class Outcome : std::uint8_t {
  ok,
  not_found, ///< no such user, event, seat, hold or reservation, or the seat is of another event
  not_owner,
  seat_taken, ///< held, reserved or sold, by anyone, the caller included
  hold_expired,
  hold_released,
  already_reserved,
  reservation_expired,
  reservation_cancelled,
  already_paid,
  insufficient_balance,
  invalid_amount, ///< not positive, or the balance would overflow
  token_not_active,
  version_conflict, ///< the row changed since the caller read it
};

/// The enumerator's own name, as scenarios write it.
std::string_view to_string(Outcome outcome);

/// @return nothing when no outcome has this name
std::optional<Outcome> outcome_from_name(std::string_view name);

/// An operation that inserts a row.
struct Result {
  Outcome outcome = Outcome::ok;
  std::uint32_t id = no_id; ///< of the new row when ok, else no_id

  explicit operator bool() const { return outcome == Outcome::ok; }
};

} // namespace onsale::booking
