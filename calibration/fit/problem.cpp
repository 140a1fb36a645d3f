#include "calibration/fit/problem.hpp"

#include <cmath>

namespace onsale::fit {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Stands for a figure that a simulation does not have, an endpoint that nobody reached, say: a factor of 20 off.
constexpr double lost = 3;

Coordinates coordinates(const VectorXd& at)
{
  return {at.begin(), at.end()};
}

MatrixXd mean_of(const std::vector<MatrixXd>& replications)
{
  MatrixXd sum = replications.front();
  for (std::size_t i = 1; i < replications.size(); ++i)
    sum += replications[i];
  return sum / static_cast<double>(replications.size());
}

} // namespace

Problem::Problem(const std::vector<TestRun>& tests, const std::vector<Parameter>& parameters, Simulator& simulator,
                 const ProblemOptions& options)
    : tests_(tests), parameters_(parameters), simulator_(simulator), options_(options),
      reacts_(parameters.size(), std::vector<bool>(tests.size(), true))
{
  for (std::size_t test = 0; test < tests.size(); ++test)
    for (const Figure& figure : tests[test].figures)
      if (figure.fitted)
        rows_.push_back({test, &figure});
  measured_.resize(rows());
  for (Index row = 0; row < rows(); ++row) {
    const Row& each = rows_[static_cast<std::size_t>(row)];
    measured_[row] = coordinate(*each.figure, tests_[each.test].measured).value_or(0);
  }
  sd_ = VectorXd::Constant(rows(), 0.1);
}

double Problem::value_of(const Row& row, const Values& values) const
{
  if (const auto found = coordinate(*row.figure, values))
    return *found;
  return coordinate(*row.figure, tests_[row.test].measured).value_or(0) + lost;
}

std::vector<MatrixXd> Problem::predict(std::span<const Shift> shifts, std::uint32_t replications)
{
  std::vector<Point> points;
  for (const Shift& shift : shifts)
    for (std::size_t test = 0; test < tests_.size(); ++test)
      for (std::uint32_t replication = 0; shift.tests[test] && replication < replications; ++replication)
        points.push_back({&tests_[test], coordinates(shift.at), replication});
  const std::vector<Values> values = simulator_.run(points);
  std::vector<MatrixXd> predicted(replications, MatrixXd::Zero(rows(), static_cast<Index>(shifts.size())));
  std::size_t next = 0;
  for (std::size_t column = 0; column < shifts.size(); ++column)
    for (std::size_t test = 0; test < tests_.size(); ++test) {
      if (not shifts[column].tests[test])
        continue;
      for (Index row = 0; row < rows(); ++row)
        if (const Row& each = rows_[static_cast<std::size_t>(row)]; each.test == test)
          for (std::uint32_t replication = 0; replication < replications; ++replication)
            predicted[replication](row, static_cast<Index>(column)) = value_of(each, values[next + replication]);
      next += replications;
    }
  return predicted;
}

VectorXd Problem::predict(const VectorXd& at)
{
  const Shift here{at, std::vector<bool>(tests_.size(), true)};
  return mean_of(predict({&here, 1}, options_.replications));
}

MatrixXd Problem::replicate(const VectorXd& at, std::uint32_t replications)
{
  std::vector<Point> points;
  for (const TestRun& test : tests_)
    for (std::uint32_t replication = 0; replication < replications; ++replication)
      points.push_back({&test, coordinates(at), replication});
  const std::vector<Values> values = simulator_.run(points);
  MatrixXd replicated(rows(), replications);
  for (Index row = 0; row < rows(); ++row)
    for (std::uint32_t replication = 0; replication < replications; ++replication) {
      const Row& each = rows_[static_cast<std::size_t>(row)];
      replicated(row, replication) = value_of(each, values[each.test * replications + replication]);
    }
  return replicated;
}

MatrixXd Problem::forward_differences(const VectorXd& at)
{
  std::vector<Shift> shifts{{at, std::vector<bool>(tests_.size(), true)}};
  for (Index column = 0; column < columns(); ++column) {
    shifts.push_back({at, reacts_[static_cast<std::size_t>(column)]});
    shifts.back().at[column] += options_.step;
  }
  const MatrixXd predicted = mean_of(predict(shifts, options_.replications));
  MatrixXd slopes = (predicted.rightCols(columns()).colwise() - predicted.col(0)) / options_.step;
  clear_where_nothing_reacts(slopes);
  return slopes;
}

Slopes Problem::central_differences(const VectorXd& at, std::uint32_t replications)
{
  const double step = 4 * options_.step;
  std::vector<Shift> shifts;
  for (const double direction : {1.0, -1.0})
    for (Index column = 0; column < columns(); ++column) {
      shifts.push_back({at, reacts_[static_cast<std::size_t>(column)]});
      shifts.back().at[column] += direction * step;
    }
  std::vector<MatrixXd> each = predict(shifts, replications);
  for (MatrixXd& slopes : each)
    slopes = ((slopes.leftCols(columns()) - slopes.rightCols(columns())) / (2 * step)).eval();
  Slopes slopes{mean_of(each), MatrixXd::Zero(rows(), columns())};
  for (const MatrixXd& one : each)
    slopes.variance += (one - slopes.mean).cwiseAbs2() / (replications * (replications - 1.0));
  return slopes;
}

void Problem::clear_where_nothing_reacts(MatrixXd& slopes) const
{
  for (std::size_t column = 0; column < parameters_.size(); ++column)
    for (std::size_t row = 0; row < rows_.size(); ++row)
      if (not reacts_[column][rows_[row].test])
        slopes(static_cast<Index>(row), static_cast<Index>(column)) = 0;
}

void Problem::learn_reactions(const MatrixXd& differences)
{
  for (std::size_t column = 0; column < parameters_.size(); ++column) {
    std::vector<bool> reacts(tests_.size(), false);
    for (std::size_t row = 0; row < rows_.size(); ++row)
      if (differences(static_cast<Index>(row), static_cast<Index>(column)) != 0)
        reacts[rows_[row].test] = true;
    reacts_[column] = std::move(reacts);
  }
}

void Problem::weigh(const MatrixXd& replicated)
{
  const auto count = static_cast<double>(replicated.cols());
  const VectorXd mean = replicated.rowwise().mean();
  const VectorXd variance = (replicated.colwise() - mean).rowwise().squaredNorm() / (count - 1);
  for (Index row = 0; row < rows(); ++row) {
    const Figure& figure = *rows_[static_cast<std::size_t>(row)].figure;
    sd_[row] = std::sqrt(variance[row] * (1 + 1.0 / options_.replications) + std::pow(figure.least_sd, 2) +
                         std::pow(options_.model_error, 2));
  }
}

std::size_t Problem::simulations_of_differences() const
{
  std::size_t count = 0;
  for (const auto& tests : reacts_)
    for (const bool reacts : tests)
      count += reacts ? options_.replications : 0;
  return count;
}

} // namespace onsale::fit
