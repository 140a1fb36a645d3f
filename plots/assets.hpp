/// Files of this room that the program carries in itself, so that an installed one needs nothing beside it.
#pragma once

#include <string_view>

namespace onsale::plots {

/// The text of plots/templates/NAME or plots/report/NAME, or of the charting library (`uPlot.js`, `uPlot.css`, empty
/// where npm was missing when the program was configured). The name must be one of these: else std::out_of_range.
std::string_view asset(std::string_view name);

} // namespace onsale::plots
