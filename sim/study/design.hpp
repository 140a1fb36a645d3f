/// Which points of the space of variables a sweep visits.
#pragma once

#include "sim/study/variable.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::study {

enum class Design : std::uint8_t {
  grid,          ///< every combination, the last variable fastest
  one_at_a_time, ///< the scenario as it is, then each value of each variable alone
  lhs            ///< Latin hypercube: each variable's range is cut into as many strata as there are points, one in each
};
std::optional<Design> design_named(std::string_view name);

/// [variables] values; nothing: as the scenario has it.
using Point = std::vector<std::optional<std::string>>;

inline constexpr std::size_t most_points = 1'000'000;

/// @param lhs_points  of a Latin hypercube, >= 1; the others count themselves
/// @param seed        of a Latin hypercube; the same points for the same seed
/// @throws config::InvalidInput if there are more than most_points
/// McKay, Beckman & Conover, "A Comparison of Three Methods for Selecting Values", Technometrics 21(2), 1979.
std::vector<Point> design_points(Design design, const std::vector<Variable>& variables, std::size_t lhs_points,
                                 std::uint64_t seed);

} // namespace onsale::study
