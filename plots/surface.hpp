/// The p95 of every combination of two or three knobs.
#pragma once

#include "plots/picture.hpp"
#include "plots/table.hpp"

#include <string>
#include <vector>

namespace onsale::plots {

/// Columns are the values of the first variable, rows of the second; a third has a panel for each of its values.
/// @param variables  two or three, all of whose values are numbers
Picture surface(const Table& table, const std::vector<std::string>& variables);

} // namespace onsale::plots
