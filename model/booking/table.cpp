#include "model/booking/table.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace onsale::booking {

namespace {

constexpr std::array<std::string_view, 10> table_names{
    "users",        "concerts", "events",          "seats",  "holds",
    "reservations", "payments", "balance_history", "tokens", "waiting_tokens",
};
static_assert(table_names.size() == static_cast<std::size_t>(Table::waiting_tokens) + 1);

} // namespace

std::string_view to_string(Table table)
{
  return table_names[static_cast<std::size_t>(table)];
}

std::optional<Table> table_from_name(std::string_view name)
{
  const auto found = std::find(table_names.begin(), table_names.end(), name);
  if (found == table_names.end())
    return std::nullopt;
  return static_cast<Table>(found - table_names.begin());
}

} // namespace onsale::booking
