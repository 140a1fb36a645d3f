/// What k6 prints before a test: where it runs, what it reads and writes, and what each scenario will do.
#pragma once

#include "model/k6/options/options.hpp"

#include <string>
#include <vector>

namespace onsale::run {

/// `Up to 5000 looping VUs for 5m0s over 5 stages (gracefulRampDown: 30s, gracefulStop: 30s)`
std::string describe(const k6::ScenarioOptions& scenario);

/// @param script   the scenario's file, as the user named it
/// @param outputs  as given: `csv (raw.csv)`; none: `-`
std::string test_description(const k6::Options& options, const std::string& script,
                             const std::vector<std::string>& outputs);

} // namespace onsale::run
