/// The answer of a run in one sentence.
#pragma once

#include "sim/run/simulate.hpp"

#include <string>
#include <string_view>

namespace onsale::run {

/// What became of promises and customers, then why: `Breaks its promise: p(95) below 400ms is 812ms; app cpu is full
/// from 87 s on, at 1,320 users and 750 requests/s.`
std::string verdict(const Scenario& scenario, const RunResult& result);

/// A threshold in words: `p(95) below 400ms`, of other metrics led by their name. Without `comparison`: `p(95)`.
std::string promise_text(const std::string& metric, const std::string& expression);

/// A value of that metric as `p(95)` and the like have it: with its unit.
std::string observed_text(const std::string& metric, const std::string& expression, double observed);

} // namespace onsale::run
