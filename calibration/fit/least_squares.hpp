/// Robust least squares by Levenberg and Marquardt, with the derivatives simulated side by side.
#pragma once

#include "calibration/fit/problem.hpp"

#include <Eigen/Core>

#include <functional>

namespace onsale::fit {

/// Where residuals stop to count by their square: a figure that the model cannot reach must not pull all others along.
inline constexpr double robust_beyond = 2;

/// How far values move for no reason in the data: a weak pull to where they start, one standard deviation of a factor
/// of 10. It keeps what the data cannot tell at its start, and weighs nothing against what they can.
inline constexpr double start_sd = 2.302585092994046;

/// Pseudo-Huber: rho(z) = 2 c^2 (sqrt(1 + (z/c)^2) - 1), z^2 near 0 and 2 c |z| far out.
double robust_loss(double z);
/// Its weight of a residual, rho'(z) / (2 z) = 1 / sqrt(1 + (z/c)^2).
double robust_weight(double z);

struct Iteration {
  int number = 0;
  double loss = 0; ///< sum of robust losses and of the pull to the start
};

struct LeastSquaresOptions {
  int most_iterations = 12;
  /// Ends when an iteration lowers the loss by no more than this part of it, or moves no value by more than this part.
  double tolerance = 1e-3;
  std::function<void(const Iteration&)> progress = {};
};

/// @return the coordinates that were found
Eigen::VectorXd least_squares(Problem& problem, const Eigen::VectorXd& start, const LeastSquaresOptions& options);

} // namespace onsale::fit
