#include "calibration/fit/least_squares.hpp"

#include <unsupported/Eigen/NonLinearOptimization>

#include <algorithm>
#include <cmath>

namespace onsale::fit {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// What Eigen's solver calls: residuals whose squares add up to the loss. Below the figures stand the pulls to the
/// start.
struct Residuals {
  using Scalar = double;
  using InputType = VectorXd;
  using ValueType = VectorXd;
  using JacobianType = MatrixXd;
  enum { InputsAtCompileTime = Eigen::Dynamic, ValuesAtCompileTime = Eigen::Dynamic };

  Problem& problem;
  bool knows_reactions = false;

  Index inputs() const { return problem.columns(); }
  Index values() const { return problem.rows() + problem.columns(); }

  VectorXd scaled(const VectorXd& at) const
  {
    return (problem.predict(at) - problem.measured()).cwiseQuotient(problem.sd());
  }

  int operator()(const VectorXd& at, VectorXd& residuals) const
  {
    const VectorXd z = scaled(at);
    for (Index row = 0; row < z.size(); ++row)
      residuals[row] = std::copysign(std::sqrt(robust_loss(z[row])), z[row]);
    residuals.tail(inputs()) = at / start_sd;
    return 0;
  }

  int df(const VectorXd& at, MatrixXd& jacobian)
  {
    const VectorXd z = scaled(at);
    const MatrixXd differences = problem.forward_differences(at);
    if (not knows_reactions)
      problem.learn_reactions(differences);
    knows_reactions = true;
    for (Index row = 0; row < z.size(); ++row) {
      // d sqrt(rho) / dz = rho' / (2 sqrt(rho)) = weight |z| / sqrt(rho), which is 1 at 0
      const double slope =
          std::abs(z[row]) < 1e-6 ? 1 : robust_weight(z[row]) * std::abs(z[row]) / std::sqrt(robust_loss(z[row]));
      jacobian.row(row) = slope / problem.sd()[row] * differences.row(row);
    }
    jacobian.bottomRows(inputs()) = MatrixXd::Identity(inputs(), inputs()) / start_sd;
    return 0;
  }
};

} // namespace

double robust_loss(double z)
{
  const double u = z / robust_beyond;
  return 2 * z * z / (std::sqrt(1 + u * u) + 1); // 2 c^2 (sqrt(1 + u^2) - 1) without the cancellation near 0
}

double robust_weight(double z)
{
  const double u = z / robust_beyond;
  return 1 / std::sqrt(1 + u * u);
}

VectorXd least_squares(Problem& problem, const VectorXd& start, const LeastSquaresOptions& options)
{
  Residuals residuals{problem};
  Eigen::LevenbergMarquardt<Residuals> solver(residuals);
  solver.parameters.ftol = options.tolerance;
  solver.parameters.xtol = options.tolerance;
  solver.parameters.factor = 10; // the first step changes scaled residuals by 10 at most
  solver.parameters.maxfev = 4 * options.most_iterations;
  VectorXd at = start;
  auto status = solver.minimizeInit(at);
  for (int number = 1;
       status == Eigen::LevenbergMarquardtSpace::Running || status == Eigen::LevenbergMarquardtSpace::NotStarted;
       ++number) {
    status = solver.minimizeOneStep(at);
    if (options.progress)
      options.progress({number, solver.fnorm * solver.fnorm});
    if (number >= options.most_iterations)
      break;
  }
  return at;
}

} // namespace onsale::fit
