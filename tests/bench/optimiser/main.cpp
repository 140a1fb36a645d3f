// Which optimiser for the fit: Eigen's LevenbergMarquardt with simulated slopes, as the fit has it, or NLopt's BOBYQA,
// which needs none, on the same loss with the same random numbers. Loss reached and simulations spent, over many seeds.
//   optimiser_choice [SEEDS]
#include "calibration/fit/least_squares.hpp"
#include "tests/unit/calibration_fit/small_system.hpp"

#include <nlopt.hpp>

#include <cstdlib>

namespace onsale::fit {
namespace {

struct Loss {
  Problem& problem;

  double at(const Eigen::VectorXd& coordinates) const
  {
    const Eigen::VectorXd z = (problem.predict(coordinates) - problem.measured()).cwiseQuotient(problem.sd());
    return z.unaryExpr([](double each) { return robust_loss(each); }).sum() + (coordinates / start_sd).squaredNorm();
  }
};

double called(const std::vector<double>& at, std::vector<double>&, void* loss)
{
  return static_cast<Loss*>(loss)->at(
      Eigen::Map<const Eigen::VectorXd>(at.data(), static_cast<Eigen::Index>(at.size())));
}

struct Found {
  double loss = 0;
  double worst_error = 0; ///< of the values, relative to the true ones
  double simulations = 0;
};

/// @param search  from the start to where the loss is least
Found find(const Recovery& recovery, const std::vector<std::string>& names, const std::vector<double>& truth,
           std::uint64_t seed, const std::function<Eigen::VectorXd(Problem&, const Eigen::VectorXd&)>& search)
{
  const CalibrateRequest request = calibrate_request(recovery.input(names));
  Store store("");
  Simulator simulator(request.parameters, store, {.seed = seed, .jobs = run::available_cores(), .program = "bench"});
  Problem problem(request.data, request.parameters, simulator, {});
  const Eigen::VectorXd start = Eigen::VectorXd::Zero(problem.columns());
  problem.weigh(problem.replicate(start, 4));
  const std::size_t before = simulator.simulated();
  const Eigen::VectorXd at = search(problem, start);
  Found found;
  found.simulations = static_cast<double>(simulator.simulated() - before);
  found.loss = Loss{problem}.at(at);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const double value = request.parameters[i].value(at[static_cast<Eigen::Index>(i)]);
    found.worst_error = std::max(found.worst_error, std::abs(value / truth[i] - 1));
  }
  return found;
}

Eigen::VectorXd levenberg_marquardt(Problem& problem, const Eigen::VectorXd& start)
{
  return least_squares(problem, start, {});
}

Eigen::VectorXd bobyqa(Problem& problem, const Eigen::VectorXd& start)
{
  Loss loss{problem};
  nlopt::opt solver(nlopt::LN_BOBYQA, static_cast<unsigned>(start.size()));
  solver.set_min_objective(called, &loss);
  solver.set_lower_bounds(-start_sd);
  solver.set_upper_bounds(start_sd);
  solver.set_initial_step(0.7);
  solver.set_xtol_abs(2e-3); // its own test of the loss ends it far from the least
  solver.set_maxeval(300);
  std::vector<double> at(start.begin(), start.end());
  double least = 0;
  solver.optimize(at, least);
  return Eigen::Map<const Eigen::VectorXd>(at.data(), start.size());
}

} // namespace
} // namespace onsale::fit

int main(int argc, char** argv)
{
  using namespace onsale::fit;
  const std::size_t seeds = argc > 1 ? static_cast<std::size_t>(std::atoi(argv[1])) : 10;
  const std::vector<std::string> names = {read_cpu, query, pay_cpu};
  const SmallValues truth;
  const std::vector<double> expected = {truth.read_cpu, truth.query, truth.pay_cpu};
  std::array<Found, 2> sums{};
  for (std::size_t seed = 1; seed <= seeds; ++seed) {
    const Recovery recovery(truth, {.read_cpu = 2, .query = 9, .pay_cpu = 5}, 1000 + seed);
    const std::array<Found, 2> found = {find(recovery, names, expected, seed, levenberg_marquardt),
                                        find(recovery, names, expected, seed, bobyqa)};
    for (std::size_t i = 0; i < found.size(); ++i) {
      sums[i].loss += found[i].loss / static_cast<double>(seeds);
      sums[i].worst_error += found[i].worst_error / static_cast<double>(seeds);
      sums[i].simulations += found[i].simulations / static_cast<double>(seeds);
    }
  }
  fmt::print("means of {} seeds      loss  worst value's error  simulations\n", seeds);
  for (std::size_t i = 0; i < sums.size(); ++i)
    fmt::print("{:<20} {:>8.2f} {:>19.1f}% {:>12.0f}\n", i == 0 ? "LevenbergMarquardt" : "BOBYQA", sums[i].loss,
               100 * sums[i].worst_error, sums[i].simulations);
  return 0;
}
