/// The laws of the audit. Each looks at one result and says what it found; the list with names and statements is in
/// audit.cpp.
#pragma once

#include "calibration/audit/finding.hpp"

namespace onsale::calibration {

// Time: one run has one duration, and its users have no more than that.
Findings check_clock(const K6Result& result);
Findings check_planned_duration(const K6Result& result);
Findings check_vu_seconds(const K6Result& result);
Findings check_virtual_users(const K6Result& result);

// Iterations: started, dropped, planned.
Findings check_arrivals(const K6Result& result);
Findings check_iterations(const K6Result& result);
Findings check_iteration_time(const K6Result& result);

// Counts and shares.
Findings check_requests(const K6Result& result);
Findings check_checks(const K6Result& result);
Findings check_shares(const K6Result& result);
Findings check_endpoints(const K6Result& result);
Findings check_seats(const K6Result& result);

// Distributions.
Findings check_order(const K6Result& result);
Findings check_means(const K6Result& result);
Findings check_phases(const K6Result& result);
Findings check_sub_metrics(const K6Result& result);
Findings check_time_outs(const K6Result& result);
Findings check_thresholds(const K6Result& result);

// The text itself.
Findings check_printing(const K6Result& result);

} // namespace onsale::calibration
