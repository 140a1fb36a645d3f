/// Reads k6's end-of-test text as a terminal or a CI log holds it: the layout of old and the one since k6 1.0, with or
/// without colours, log lines and the banner.
#pragma once

#include "calibration/k6/input.hpp"
#include "calibration/k6/k6_result.hpp"

namespace onsale::calibration {

/// Of a text with several summaries the last one counts. Scenarios and groups of a full summary are left out: their
/// figures are parts of the totals. Lines that are none of k6's are passed over.
/// @throws config::InvalidInput if there is no summary, or naming the line of a k6 metric that cannot be read
K6Result read_summary_text(Input& input);

/// Whether there is a line of one of k6's own metrics in it.
bool holds_summary_text(Input& input);

} // namespace onsale::calibration
