/// Tests of one endpoint alone under light load: they tell its demands best, since its requests hardly meet each other.
#pragma once

#include "calibration/fit/design.hpp"
#include "calibration/fit/problem.hpp"

#include <Eigen/Core>

#include <span>
#include <string>
#include <vector>

namespace onsale::fit {

struct LightTests {
  std::vector<Candidate> candidates;
  std::vector<std::string> left_out; ///< a sentence for each endpoint that cannot be called alone
};

/// One for each endpoint that the problem's tests use and that neither they nor `others` have alone. 10 users, 30 s,
/// and a pause after each request that keeps the busiest host of the system 10 to 20 % busy, found by simulation at
/// these parameters. An endpoint is left out if it cannot be called without the rest of its journey: its inputs come
/// from where no setup gets them, or more than 5 % of its requests fail with what the setup got.
LightTests light_tests(Problem& problem, const Eigen::VectorXd& at, std::span<const TestRun> others);

} // namespace onsale::fit
