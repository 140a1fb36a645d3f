/// report.html: one file that shows a run to a manager (first screen) and to engineers (tabs), without a network.
/// Static pictures are there first; where the program was built with the charting library, a script makes charts of
/// them.
#pragma once

#include "plots/run_files.hpp"

#include <string>

namespace onsale::plots {

/// The page. Long runs are thinned out to what a screen can show, and it says so.
/// @throws GnuplotError, InputError
std::string report(const RunFiles& run);

/// Whether charts will be interactive.
bool has_charts();

} // namespace onsale::plots
