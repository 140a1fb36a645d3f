/// Bars of the report that say what response times are made of.
#pragma once

#include "plots/run_files.hpp"

#include <string>

namespace onsale::plots {

/// A block of bars for each endpoint, as wide as the page: the way, work, then waiting in stripes. Empty without
/// requests.
std::string anatomy_bars(const RunFiles& run);

} // namespace onsale::plots
