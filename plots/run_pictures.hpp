/// Pictures of one run: what happened over time, to whom, and what filled up.
#pragma once

#include "plots/facts.hpp"
#include "plots/picture.hpp"
#include "plots/run_files.hpp"

#include <optional>

namespace onsale::plots {

/// All that the run has data for, in the order in which they tell its story.
/// @param slo  a line across response times
Pictures run_pictures(const RunFiles& run, const std::optional<Slo>& slo);

/// With the run's name, seed and version, and with what happened meanwhile.
Picture with_source(Picture picture, const RunFiles& run);

// One each; load_curve, failures and anatomy are missing where the run has nothing of the kind.
Picture over_time(const RunFiles& run);
std::optional<Picture> load_curve(const RunFiles& run, const std::optional<Slo>& slo);
Picture percentiles(const RunFiles& run, const std::optional<Slo>& slo);
std::optional<Picture> heat_map(const RunFiles& run);
std::optional<Picture> spectrum(const std::vector<RunFiles>& runs, const std::optional<Slo>& slo);
std::optional<Picture> anatomy(const RunFiles& run);
Picture resources(const RunFiles& run);
std::optional<Picture> failures(const RunFiles& run);

} // namespace onsale::plots
