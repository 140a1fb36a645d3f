/// Which load test to run next: the one from which most is to be learned, by simulation.
#pragma once

#include "calibration/fit/problem.hpp"
#include "calibration/fit/uncertainty.hpp"

#include <Eigen/Core>

#include <cstddef>
#include <string>
#include <vector>

namespace onsale::fit {

/// A test that could be run.
struct Candidate {
  TestRun test;
  std::string words; ///< `on-sale with spring.datasource.hikari.maximum-pool-size=5`
  std::string how;   ///< what else one needs to know to run it; may be empty
};

/// Changes of one test: connection pool halved and tripled, a tenth of the threads, half and twice the load.
std::vector<Candidate> changes_of(const TestRun& test);

/// Of the tests that were run, those worth changing: the one that the most parameters have a say in, and the one that
/// tells most of the parameter that is known least. @return their numbers, one or two
std::vector<std::size_t> worth_changing(const Problem& problem, const Eigen::MatrixXd& differences,
                                        std::size_t parameter);

struct Advice {
  std::string words; ///< of the candidate
  std::string how;
  Eigen::MatrixXd covariance; ///< that the parameters would have with this test as well
};

/// The covariance after one more test: L (1 + L' J' W J L)^-1 L', where C = L L' is that of now, Fisher's information
/// with J by forward differences, as far as they stand out of their own error, and W from the scatter of the test's
/// figures, divided among the figures of one endpoint, which mostly repeat each other. Best first: least standard
/// deviation of `parameter`.
std::vector<Advice> advise(Problem& problem, const Eigen::VectorXd& at, const Uncertainty& known,
                           std::vector<Candidate> candidates, std::size_t parameter);

/// The parameter with the widest interval.
std::size_t known_least(const Uncertainty& known);

/// Number of the advice that makes a flat direction's standard deviation least.
std::size_t best_for(const FlatDirection& flat, const std::vector<Advice>& advice);
/// Standard deviation along a flat direction after an advice.
double sd_along(const FlatDirection& flat, const Eigen::MatrixXd& covariance);

} // namespace onsale::fit
