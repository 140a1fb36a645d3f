#include "model/booking/outcome.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace onsale::booking {

namespace {

constexpr std::array<std::string_view, 14> outcome_names{
    "ok",
    "not_found",
    "not_owner",
    "seat_taken",
    "hold_expired",
    "hold_released",
    "already_reserved",
    "reservation_expired",
    "reservation_cancelled",
    "already_paid",
    "insufficient_balance",
    "invalid_amount",
    "token_not_active",
    "version_conflict",
};
static_assert(outcome_names.size() == static_cast<std::size_t>(Outcome::version_conflict) + 1);

} // namespace

std::string_view to_string(Outcome outcome)
{
  return outcome_names[static_cast<std::size_t>(outcome)];
}

std::optional<Outcome> outcome_from_name(std::string_view name)
{
  const auto found = std::find(outcome_names.begin(), outcome_names.end(), name);
  if (found == outcome_names.end())
    return std::nullopt;
  return static_cast<Outcome>(found - outcome_names.begin());
}

} // namespace onsale::booking
