/// What the script of the report draws, as JSON.
#pragma once

#include "plots/facts.hpp"
#include "plots/run_files.hpp"

#include <optional>
#include <string>

namespace onsale::plots {

/// Columns of numbers by name, with as many digits as a screen can show; of all requests, and of each request name for
/// the filter. Nothing in it ends the element `script` that holds it.
/// @param thin  the run with as many rows as the page shows
std::string report_data(const RunFiles& whole, const RunFiles& thin, const std::optional<Slo>& slo);

/// Two runs for the page that compares them. @param first, second  thinned out
std::string comparison_data(const RunFiles& first, const RunFiles& second, const std::optional<Slo>& slo);

} // namespace onsale::plots
