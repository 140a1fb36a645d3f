/// A sweep as text: a table for people, CSV and JSON for programs.
#pragma once

#include "sim/study/sweep.hpp"

#include <string>
#include <vector>

namespace onsale::study {

/// Figures that the table shows unless told otherwise; those that no point has are left out.
std::vector<std::string> default_columns();

/// @param columns  names of figures, `http_req_duration p(95)`
std::string sweep_table(const Sweep& sweep, const std::vector<std::string>& columns);

/// One row for each point: `point`, each variable (empty: as the scenario has it), each figure's mean and, of several
/// replications, `FIGURE half_width`; `bottleneck` (empty: none) and `thresholds_crossed` (in how many replications).
/// Times in milliseconds; a figure that a point lacks is empty. Where some point has them: `bound requests_per_s` (at
/// most), `bound response_ms` (at least, the mean), `bound knee_vus`; `promise` (threshold of http_req_duration).
std::string sweep_csv(const Sweep& sweep);

/// `{"scenario", "seed", "replications", "confidence", "variables", "points": [{"point", "varied": {NAME: VALUE},
/// "figures": [{"name", "unit", "mean", "half_width", "values"}], "bottleneck", "thresholds_crossed"}], "broken_laws"}`
std::string sweep_json(const Sweep& sweep);

} // namespace onsale::study
