/// What each knob alone changes: the picture of a sweep that turns one at a time.
#pragma once

#include "plots/facts.hpp"
#include "plots/picture.hpp"
#include "plots/table.hpp"

#include <optional>
#include <string>
#include <vector>

namespace onsale::plots {

/// Whether some row has a knob of its own alone: `onsale sweep --design one-at-a-time` leaves the others empty.
bool is_one_at_a_time(const Table& table, const std::vector<std::string>& variables);

/// p95, requests and finished journeys of each row as bars, with their intervals where the table has them; the row
/// without any value is what all are compared with.
Picture knob_bars(const Table& table, const std::vector<std::string>& variables, const std::optional<Slo>& slo);

} // namespace onsale::plots
