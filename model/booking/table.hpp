#pragma once
// The tables of the booking system by name, so that a simulated query can ask how many rows a scan walks.

#include <cstdint>
#include <optional>
#include <string_view>

namespace onsale::booking {

enum class Table : std::uint8_t {
  users,
  concerts,
  events,
  seats,
  holds,        ///< every hold ever made: servers keep the row and change its status
  reservations, ///< every reservation ever made, likewise
  payments,
  balance_history, ///< one row a charge
  tokens,          ///< members of the waiting and the active set now
  waiting_tokens,  ///< members of the waiting set now
};

std::string_view to_string(Table table);

/// @return nothing when no table has this name
std::optional<Table> table_from_name(std::string_view name);

} // namespace onsale::booking
