#include "calibration/fit/uncertainty.hpp"

#include "calibration/fit/least_squares.hpp"
#include "sim/engine/replication.hpp"

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace onsale::fit {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

const double open_half = std::log(2.0); // of a 95 % interval: a factor of 2 either way
constexpr double part_of = 0.25;        // share of a direction's unit vector from which on a parameter is in it
constexpr double strong_from = 0.9;
constexpr double least_left = 0.01; // of the noise: where parameters take up all of it, residuals judge nothing
constexpr double one_tail = 0.975;  // of a 95 % interval
constexpr double unlimited = std::numeric_limits<double>::infinity(); // freedom: the normal law

/// What two parameters may be known by when neither is: a function of both with its gradient in the coordinates.
struct Combination {
  const char* name;
  double value = 0;
  std::string unit;
  Eigen::Vector2d gradient; ///< of its logarithm
};

std::vector<Combination> combinations(const Parameter& a, double value_a, const Parameter& b, double value_b)
{
  std::vector<Combination> all;
  if (a.unit() == b.unit()) {
    const double sum = value_a + value_b;
    all.push_back({"their sum", sum, a.unit(), {value_a / sum, value_b / sum}});
    all.push_back({"their ratio", value_a / value_b, "", {1, -1}});
  }
  all.push_back({"their product", value_a * value_b, a.unit() + " " + b.unit(), {1, 1}});
  return all;
}

class Analysis {
public:
  Analysis(const Problem& problem, const VectorXd& at, const Slopes& slopes, const MatrixXd& replicated)
      : problem_(problem), at_(at), count_(static_cast<double>(replicated.cols()))
  {
    const VectorXd mean = replicated.rowwise().mean();
    const VectorXd z = (mean - problem.measured()).cwiseQuotient(problem.sd());
    VectorXd weights = z.unaryExpr([](double each) { return robust_weight(each); });
    weights = weights.cwiseQuotient(problem.sd().cwiseAbs2());
    const SureSlopes sure = without_error(slopes, weights);
    const MatrixXd& differences = sure.slopes;
    const MatrixXd pull = MatrixXd::Identity(at.size(), at.size()) / (start_sd * start_sd);
    const MatrixXd weighted = differences.transpose() * weights.asDiagonal();
    const MatrixXd information = weighted * differences + pull;
    const MatrixXd gain = information.ldlt().solve(weighted); // A
    result_.step = sure.projection * information.ldlt().solve(weighted * (problem.measured() - mean) - pull * at);
    const MatrixXd noise = replicated.colwise() - mean;
    const double one_more = 1 + 1 / count_;

    // What noise alone would leave of the residuals, against what is left.
    const MatrixXd left = noise - differences * (gain * noise);
    const double expected = one_more * (weights.asDiagonal() * left.cwiseAbs2()).sum() / std::max(1.0, count_ - 1);
    const double found = weights.dot((mean - problem.measured()).cwiseAbs2());
    const double whole = one_more * (weights.asDiagonal() * noise.cwiseAbs2()).sum() / std::max(1.0, count_ - 1);
    result_.misfit = expected > least_left * whole ? std::sqrt(std::max(1.0, found / expected)) : 1;

    const MatrixXd moved = gain * noise;
    noise_ = std::pow(result_.misfit, 2) * one_more * (moved * moved.transpose()) / (count_ - 1);
    const MatrixXd unmoved = MatrixXd::Identity(at.size(), at.size()) - gain * differences;
    pulled_ = start_sd * start_sd * unmoved * unmoved.transpose();
    result_.covariance = noise_ + pulled_;
  }

  Uncertainty take()
  {
    intervals();
    correlations();
    flat_directions();
    strong_correlations();
    return std::move(result_);
  }

private:
  double half_width(const VectorXd& direction) const
  {
    return std::sqrt(std::pow(engine::student_quantile(count_ - 1, one_tail), 2) * direction.dot(noise_ * direction) +
                     std::pow(engine::student_quantile(unlimited, one_tail), 2) * direction.dot(pulled_ * direction));
  }

  void intervals()
  {
    for (Index i = 0; i < at_.size(); ++i) {
      const Parameter& parameter = problem_.parameters()[static_cast<std::size_t>(i)];
      const double half = half_width(VectorXd::Unit(at_.size(), i));
      result_.intervals.push_back(
          {parameter.value(at_[i]), parameter.value(at_[i] - half), parameter.value(at_[i] + half), half <= open_half});
    }
  }

  void correlations()
  {
    const VectorXd sd = result_.covariance.diagonal().cwiseSqrt();
    result_.correlation = sd.cwiseInverse().asDiagonal() * result_.covariance * sd.cwiseInverse().asDiagonal();
  }

  void flat_directions()
  {
    const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(result_.covariance);
    for (Index k = at_.size() - 1; k >= 0; --k) {
      const VectorXd direction = solver.eigenvectors().col(k);
      if (half_width(direction) <= open_half)
        continue;
      FlatDirection flat;
      flat.direction = direction;
      flat.sd = std::sqrt(solver.eigenvalues()[k]);
      for (Index i = 0; i < at_.size(); ++i)
        if (std::abs(direction[i]) > part_of)
          flat.parameters.push_back(static_cast<std::size_t>(i));
      std::sort(flat.parameters.begin(), flat.parameters.end(), [&](std::size_t a, std::size_t b) {
        return std::abs(direction[static_cast<Index>(a)]) > std::abs(direction[static_cast<Index>(b)]);
      });
      if (flat.parameters.size() == 2)
        tell_combination(flat);
      result_.flat.push_back(std::move(flat));
    }
  }

  void tell_combination(FlatDirection& flat) const
  {
    const auto a = static_cast<Index>(flat.parameters[0]);
    const auto b = static_cast<Index>(flat.parameters[1]);
    const Parameter& first = problem_.parameters()[flat.parameters[0]];
    const Parameter& second = problem_.parameters()[flat.parameters[1]];
    if (first.kind != Parameter::Kind::scale || second.kind != Parameter::Kind::scale)
      return;
    flat.told_relative = open_half / 2; // nothing wider is worth a word
    for (const Combination& each : combinations(first, first.value(at_[a]), second, second.value(at_[b]))) {
      const VectorXd direction =
          each.gradient[0] * VectorXd::Unit(at_.size(), a) + each.gradient[1] * VectorXd::Unit(at_.size(), b);
      if (const double half = half_width(direction); half < flat.told_relative) {
        flat.told = each.name;
        flat.told_value = each.value;
        flat.told_unit = each.unit;
        flat.told_relative = half;
      }
    }
  }

  void strong_correlations()
  {
    const auto flat_together = [&](std::size_t a, std::size_t b) {
      return std::any_of(result_.flat.begin(), result_.flat.end(), [&](const FlatDirection& flat) {
        const auto has = [&](std::size_t each) {
          return std::find(flat.parameters.begin(), flat.parameters.end(), each) != flat.parameters.end();
        };
        return has(a) && has(b);
      });
    };
    for (Index a = 0; a < at_.size(); ++a)
      for (Index b = a + 1; b < at_.size(); ++b)
        if (std::abs(result_.correlation(a, b)) > strong_from &&
            not flat_together(static_cast<std::size_t>(a), static_cast<std::size_t>(b)))
          result_.strong.push_back(
              {static_cast<std::size_t>(a), static_cast<std::size_t>(b), result_.correlation(a, b)});
  }

  const Problem& problem_;
  const VectorXd& at_;
  double count_;
  MatrixXd noise_;
  MatrixXd pulled_;
  Uncertainty result_;
};

} // namespace

SureSlopes without_error(const Slopes& slopes, const VectorXd& weights, double stands_out)
{
  const MatrixXd information = slopes.mean.transpose() * weights.asDiagonal() * slopes.mean;
  const VectorXd error = slopes.variance.transpose() * weights; // what errors alone add to the diagonal, on average
  const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(information);
  VectorXd kept(information.rows());
  for (Index k = 0; k < kept.size(); ++k) {
    const double found = solver.eigenvalues()[k];
    const double by_error = solver.eigenvectors().col(k).cwiseAbs2().dot(error);
    kept[k] = found > stands_out * by_error && found > 0 ? std::sqrt(1 - by_error / found) : 0;
  }
  const MatrixXd& directions = solver.eigenvectors();
  const VectorXd in = kept.unaryExpr([](double part) { return part > 0 ? 1.0 : 0.0; });
  return {slopes.mean * directions * kept.asDiagonal() * directions.transpose(),
          directions * in.asDiagonal() * directions.transpose()};
}

Uncertainty uncertainty(const Problem& problem, const VectorXd& at, const Slopes& slopes, const MatrixXd& replicated)
{
  return Analysis(problem, at, slopes, replicated).take();
}

} // namespace onsale::fit
