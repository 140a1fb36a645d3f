/// Pictures of a sweep, from the table that `onsale sweep --csv` writes.
#pragma once

#include "plots/facts.hpp"
#include "plots/picture.hpp"

#include <filesystem>
#include <optional>

namespace onsale::plots {

/// One variable: response time and throughput at each value. Two or three: the p95 of every combination. One at a time:
/// what each knob alone changes.
/// @throws InputError for a table with more variables, or values that are no numbers
Pictures sweep_pictures(const std::filesystem::path& table, const std::optional<Slo>& slo);

} // namespace onsale::plots
