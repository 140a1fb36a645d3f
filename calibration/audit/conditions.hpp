/// What several laws ask of a result before they can say anything.
#pragma once

#include "calibration/audit/finding.hpp"

namespace onsale::calibration {

/// A threshold may have stopped the test early.
bool may_abort(const k6::Options& options);

/// Longest time that setup() can have taken before the load, seconds; 0 when there is none.
double setup_s(const K6Result& result, const k6::Options& options);

/// setup() may have failed: nothing was begun at all.
bool never_began(const K6Result& result);

/// No iteration is said to have been cut off, or none lasted long enough for it and the test was over before the first
/// scenario cuts off what still runs: iterations that hang show in no figure but the length of the test.
bool nothing_interrupted(const K6Result& result, const k6::Options& options);

/// Most iterations that can have been begun and cut off: as the run line says, else one of each VU.
double most_interrupted(const K6Result& result);

/// `broken` where the script is published; what contradicts a journey that was put together from the figures is only
/// doubtful.
Verdict of_the_journey(const K6Result& result);

} // namespace onsale::calibration
