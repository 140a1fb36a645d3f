/// What makes a run's figures mean less than they seem: questions badly put.
#pragma once

#include "sim/run/simulate.hpp"

#include <string>
#include <vector>

namespace onsale::run {

/// One sentence each, with what to do about it.
///
///   a steady load whose start tells   all users begin in the same second, and the test ends before that is forgotten
///   a percentile of few requests      p(99) of 40 requests is their maximum
///   requests that no endpoint takes   which cost next to nothing
std::vector<std::string> remarks(const Scenario& scenario, const RunResult& result);

} // namespace onsale::run
