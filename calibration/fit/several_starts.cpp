#include "calibration/fit/several_starts.hpp"

#include "calibration/fit/least_squares.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace onsale::fit {
namespace {

using Eigen::Index;
using Eigen::VectorXd;

constexpr double spread = 1.6;     // e^1.6 = 5
constexpr double news = 0.26;      // ln 1.3
constexpr int points_a_column = 4; // of the Halton sequence
constexpr int points_at_least = 8;
constexpr std::array<int, 12> primes = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37};

/// The digits of n in a base, mirrored behind the point. Halton, Numerische Mathematik 2, 1960.
double mirrored(int n, int base)
{
  double value = 0;
  for (double place = 1.0 / base; n > 0; n /= base, place /= base)
    value += place * (n % base);
  return value;
}

/// Columns beyond the primes stay at the scenario's values: their sequences would run in step.
VectorXd point(Index columns, int number)
{
  VectorXd at = VectorXd::Zero(columns);
  for (Index column = 0; column < std::min<Index>(columns, primes.size()); ++column)
    at[column] = spread * (2 * mirrored(number, primes[static_cast<std::size_t>(column)]) - 1);
  return at;
}

double loss_of(const Problem& problem, const VectorXd& predicted, const VectorXd& at)
{
  const VectorXd z = (predicted - problem.measured()).cwiseQuotient(problem.sd());
  return z.unaryExpr([](double each) { return robust_loss(each); }).sum() + (at / start_sd).squaredNorm();
}

} // namespace

Place look_at(Problem& problem, const VectorXd& at, std::uint32_t replications)
{
  const Eigen::MatrixXd replicated = problem.replicate(at, replications);
  problem.weigh(replicated);
  const VectorXd mean = replicated.rowwise().mean();
  const VectorXd z = (mean - problem.measured()).cwiseQuotient(problem.sd());
  const auto freedom = static_cast<double>(std::max<Index>(1, problem.rows() - problem.columns()));
  return {at, std::sqrt(z.squaredNorm() / freedom), loss_of(problem, mean, at) + 2 * problem.sd().array().log().sum()};
}

std::vector<VectorXd> other_starts(Problem& problem, const std::vector<VectorXd>& known, std::size_t count)
{
  const Index columns = problem.columns();
  std::vector<std::pair<double, VectorXd>> candidates;
  const int points = points_at_least + points_a_column * static_cast<int>(columns);
  for (int number = 0; number <= points; ++number) { // 0: the scenario's own values
    const VectorXd at = number == 0 ? VectorXd::Zero(columns) : point(columns, number);
    candidates.emplace_back(loss_of(problem, problem.predict(at), at), at);
  }
  std::ranges::stable_sort(candidates, {}, &std::pair<double, VectorXd>::first);
  std::vector<VectorXd> chosen;
  const auto is_new = [&](const VectorXd& at) {
    const auto far = [&](const VectorXd& other) { return (at - other).cwiseAbs().maxCoeff() > news; };
    return std::ranges::all_of(known, far) && std::ranges::all_of(chosen, far);
  };
  for (const auto& [loss, at] : candidates)
    if (chosen.size() < count && is_new(at))
      chosen.push_back(at);
  return chosen;
}

} // namespace onsale::fit
