/// A page that shows two runs side by side: figures, endpoints, what differs in their settings, charts with both.
#pragma once

#include "plots/run_files.hpp"

#include <string>

namespace onsale::plots {

/// One run each, so a difference may be chance: the page says so. Like the report it needs no network.
/// @throws GnuplotError, InputError
std::string comparison(const RunFiles& first, const RunFiles& second);

} // namespace onsale::plots
