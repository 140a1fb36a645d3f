#include "calibration/fit/design.hpp"

#include "sim/engine/replication.hpp"

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>

namespace onsale::fit {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr std::uint32_t replications = 4; // of a candidate, for the scatter of its figures and of their slopes
constexpr double sure_tail = 0.995; // of the slopes of many candidates the luckiest would look best: 99 % sure of each

/// A setting and the factors that it is tried with.
struct Knob {
  const char* setting;
  std::vector<double> factors;
};
const std::vector<Knob>& knobs()
{
  static const std::vector<Knob> all = {{"spring.datasource.hikari.maximum-pool-size", {0.5, 3}},
                                        {"server.tomcat.threads.max", {0.1}}};
  return all;
}

std::optional<long> setting_of(const run::Scenario& scenario, const std::string& name)
{
  for (const auto& line : scenario.settings)
    if (line.name == name && not line.value.empty())
      return std::strtol(line.value.c_str(), nullptr, 10);
  return std::nullopt;
}

MatrixXd coordinates_of(const std::vector<Figure>& figures, const std::vector<Values>& values, std::size_t first,
                        std::size_t count)
{
  MatrixXd result = MatrixXd::Zero(static_cast<Index>(figures.size()), static_cast<Index>(count));
  for (std::size_t figure = 0; figure < figures.size(); ++figure)
    for (std::size_t k = 0; k < count; ++k)
      result(static_cast<Index>(figure), static_cast<Index>(k)) =
          coordinate(figures[figure], values[first + k]).value_or(std::nan(""));
  return result;
}

/// Slopes of a test's figures from its replications here and a step away in each parameter, along the columns of
/// `directions`. A figure that some of them do not have tells nothing.
Slopes slopes_of(const std::vector<Figure>& figures, const std::vector<Values>& values, const MatrixXd& directions,
                 double step)
{
  const MatrixXd here = coordinates_of(figures, values, 0, replications);
  std::vector<MatrixXd> each(replications, MatrixXd::Zero(here.rows(), directions.rows()));
  for (Index column = 0; column < directions.rows(); ++column) {
    const auto first = static_cast<std::size_t>(column + 1) * replications;
    const MatrixXd moved = (coordinates_of(figures, values, first, replications) - here) / step;
    for (Index replication = 0; replication < moved.cols(); ++replication)
      each[static_cast<std::size_t>(replication)].col(column) = moved.col(replication);
  }
  Slopes slopes{MatrixXd::Zero(here.rows(), directions.cols()), MatrixXd::Zero(here.rows(), directions.cols())};
  for (MatrixXd& one : each) {
    one = (one * directions).eval();
    slopes.mean += one / replications;
  }
  for (const MatrixXd& one : each)
    slopes.variance += (one - slopes.mean).cwiseAbs2() / (replications * (replications - 1.0));
  for (Index row = 0; row < here.rows(); ++row)
    if (not slopes.mean.row(row).allFinite()) {
      slopes.mean.row(row).setZero();
      slopes.variance.row(row).setZero();
    }
  return slopes;
}

/// [directions x directions] Fisher's information of one more test along the columns of `directions`.
MatrixXd information(Problem& problem, const VectorXd& at, const TestRun& test, const MatrixXd& directions)
{
  const double step = 4 * problem.options().step; // as central_differences(): the longer, the less error of the slopes
  std::vector<Point> points;
  for (Index column = -1; column < problem.columns(); ++column) {
    VectorXd where = at;
    if (column >= 0)
      where[column] += step;
    for (std::uint32_t replication = 0; replication < replications; ++replication)
      points.push_back({&test, {where.begin(), where.end()}, replication});
  }
  const std::vector<Values> values = problem.simulator().run(points);

  std::vector<Figure> figures = figures_of(values.front());
  std::erase_if(figures, [](const Figure& figure) { return not figure.fitted || figure.name.starts_with("cpu "); });
  std::map<std::string_view, double> figures_of_endpoint;
  for (const Figure& figure : figures)
    ++figures_of_endpoint[endpoint_of(figure.name)];
  const MatrixXd replicated = coordinates_of(figures, values, 0, replications);
  VectorXd weights(replicated.rows());
  for (Index row = 0; row < weights.size(); ++row) {
    const Figure& figure = figures[static_cast<std::size_t>(row)];
    const double variance = (replicated.row(row).array() - replicated.row(row).mean()).square().sum() /
                                (replications - 1) * (1 + 1.0 / problem.options().replications) +
                            std::pow(problem.options().model_error, 2) + std::pow(figure.least_sd, 2);
    weights[row] = std::isfinite(variance) ? 1 / variance / figures_of_endpoint.at(endpoint_of(figure.name)) : 0;
  }
  // The figures of a test drift together, so their slopes may have one error between them: its square against that of
  // so few replications is an F of 1 and replications - 1.
  const double by_chance = std::pow(engine::student_quantile(replications - 1, sure_tail), 2);
  const MatrixXd sure = without_error(slopes_of(figures, values, directions, step), weights, by_chance).slopes;
  return sure.transpose() * weights.asDiagonal() * sure;
}

} // namespace

std::vector<Candidate> changes_of(const TestRun& test)
{
  const run::Scenario scenario = scenario_of(test, {});
  std::vector<Candidate> candidates;
  for (const Knob& knob : knobs())
    for (const double factor : knob.factors)
      if (const auto value = setting_of(scenario, knob.setting)) {
        const long changed = std::max(1L, std::lround(static_cast<double>(*value) * factor));
        const std::string set = fmt::format("{}={}", knob.setting, changed);
        if (changed == *value)
          continue;
        std::vector<std::string> sets = test.sets;
        sets.push_back(set);
        candidates.push_back({test_run(test.scenario, sets), fmt::format("{} with {}", test.name, set), {}});
      }
  for (const double factor : {0.5, 2.0}) {
    candidates.push_back({test_run(test.scenario, test.sets),
                          fmt::format("{} with {} the load", test.name, factor < 1 ? "half" : "twice"),
                          {}});
    candidates.back().test.load_factor = factor;
  }
  return candidates;
}

std::vector<std::size_t> worth_changing(const Problem& problem, const MatrixXd& differences, std::size_t parameter)
{
  const std::size_t tests = problem.tests().size();
  std::vector<double> told(tests, 0);
  std::vector<std::vector<bool>> reacts(tests, std::vector<bool>(static_cast<std::size_t>(differences.cols()), false));
  for (Index row = 0; row < differences.rows(); ++row) {
    const std::size_t test = problem.row_list()[static_cast<std::size_t>(row)].test;
    told[test] += std::pow(differences(row, static_cast<Index>(parameter)) / problem.sd()[row], 2);
    for (Index column = 0; column < differences.cols(); ++column)
      if (differences(row, column) != 0)
        reacts[test][static_cast<std::size_t>(column)] = true;
  }
  const auto most_told = static_cast<std::size_t>(std::max_element(told.begin(), told.end()) - told.begin());
  std::vector<long> wide(tests);
  std::transform(reacts.begin(), reacts.end(), wide.begin(),
                 [](const std::vector<bool>& each) { return std::count(each.begin(), each.end(), true); });
  const auto widest = static_cast<std::size_t>(std::max_element(wide.begin(), wide.end()) - wide.begin());
  return widest == most_told ? std::vector{widest} : std::vector{widest, most_told};
}

std::vector<Advice> advise(Problem& problem, const VectorXd& at, const Uncertainty& known,
                           std::vector<Candidate> candidates, std::size_t parameter)
{
  // In directions that are equally well known so far. What is well known would else, by the error of its slopes, pass
  // for a little of what is not known at all.
  const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(known.covariance);
  const MatrixXd directions = solver.eigenvectors() * solver.eigenvalues().cwiseMax(0).cwiseSqrt().asDiagonal();
  const MatrixXd identity = MatrixXd::Identity(at.size(), at.size());
  std::vector<Advice> advice;
  for (Candidate& candidate : candidates) {
    expect_figures(candidate.test);
    const MatrixXd more = information(problem, at, candidate.test, directions) / std::pow(known.misfit, 2);
    advice.push_back({candidate.words, candidate.how,
                      directions * (identity + more).ldlt().solve(identity) * directions.transpose()});
  }
  const auto sd = [&](const Advice& each) {
    return each.covariance(static_cast<Index>(parameter), static_cast<Index>(parameter));
  };
  std::stable_sort(advice.begin(), advice.end(), [&](const Advice& a, const Advice& b) { return sd(a) < sd(b); });
  return advice;
}

std::size_t known_least(const Uncertainty& known)
{
  Index least = 0;
  known.covariance.diagonal().maxCoeff(&least);
  return static_cast<std::size_t>(least);
}

double sd_along(const FlatDirection& flat, const MatrixXd& covariance)
{
  return std::sqrt(flat.direction.dot(covariance * flat.direction));
}

std::size_t best_for(const FlatDirection& flat, const std::vector<Advice>& advice)
{
  const auto best = std::min_element(advice.begin(), advice.end(), [&](const Advice& a, const Advice& b) {
    return sd_along(flat, a.covariance) < sd_along(flat, b.covariance);
  });
  return static_cast<std::size_t>(best - advice.begin());
}

} // namespace onsale::fit
