#include "calibration/fit/calibrate.hpp"

#include "calibration/fit/analytic_start.hpp"
#include "calibration/fit/least_squares.hpp"
#include "calibration/fit/light_tests.hpp"
#include "calibration/fit/several_starts.hpp"

#include <Eigen/Cholesky>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace onsale::fit {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr std::uint32_t first_noise_replications = 4; // enough to weigh figures, not to state intervals
constexpr std::uint32_t least_slope_replications = 4;
constexpr int most_refinements = 3;
constexpr double longest_step = 0.5; // of a refinement, in coordinates: slopes do not hold farther
constexpr double small_step = 0.3;   // in standard deviations: slopes of before still hold
constexpr int usual_iterations = 5;  // for the forecast alone
constexpr double left_out_sd = 0.35; // `auto`: a factor of 2 within 95 %

VectorXd vector_of(const Coordinates& coordinates)
{
  return Eigen::Map<const VectorXd>(coordinates.data(), static_cast<Index>(coordinates.size()));
}

/// Means over the replications of a test; and how much one scatters.
ComparedTest compared(const TestRun& test, const std::vector<Values>& replications)
{
  ComparedTest result{test.name, test.figures, test.measured, {}, {}};
  const auto count = static_cast<double>(replications.size());
  for (const auto& [key, value] : replications.front()) {
    double sum = 0;
    for (const Values& each : replications)
      sum += each.contains(key) ? each.at(key) : 0;
    result.predicted[key] = sum / count;
  }
  for (const Figure& figure : test.figures) {
    double sum = 0;
    double squares = 0;
    for (const Values& each : replications) {
      const double at = coordinate(figure, each).value_or(0);
      sum += at;
      squares += at * at;
    }
    result.noise[figure.name] = std::sqrt(std::max(0.0, squares - sum * sum / count) / std::max(1.0, count - 1));
  }
  return result;
}

/// Parameters among many that the data tell: while one is open by more than a factor of 2, the one that is most open
/// goes.
std::vector<std::size_t> told_by(const Problem& problem, const Slopes& slopes)
{
  const VectorXd weights = problem.sd().cwiseAbs2().cwiseInverse();
  std::vector<std::size_t> kept;
  for (Index column = 0; column < slopes.mean.cols(); ++column)
    if (not slopes.mean.col(column).isZero(0))
      kept.push_back(static_cast<std::size_t>(column));
  while (not kept.empty()) {
    const Slopes some{slopes.mean(Eigen::all, kept), slopes.variance(Eigen::all, kept)};
    const MatrixXd sure = without_error(some, weights).slopes;
    const MatrixXd identity = MatrixXd::Identity(sure.cols(), sure.cols());
    const MatrixXd covariance =
        (sure.transpose() * weights.asDiagonal() * sure + identity / (start_sd * start_sd)).ldlt().solve(identity);
    Index worst = 0;
    if (covariance.diagonal().maxCoeff(&worst) <= left_out_sd * left_out_sd)
      break;
    kept.erase(kept.begin() + worst);
  }
  return kept;
}

class Work {
public:
  Work(const CalibrateRequest& request, const CalibrateOptions& options, Store& store,
       const std::function<void(const Progress&)>& progress)
      : request_(request), options_(options), progress_(progress), tests_(request.data),
        parameters_(request.parameters), simulator_(parameters_, store,
                                                    {.seed = options.seed,
                                                     .jobs = options.jobs,
                                                     .program = options.program,
                                                     .progress = [this](std::size_t done) { simulated(done); }})
  {
  }

  Calibration run()
  {
    Calibration result;
    phase("laws of queueing", 0);
    drop_untold_figures();
    Coordinates start = analytic_start(tests_, parameters_);
    if (request_.automatic)
      start = choose(start, result.dropped);
    Problem problem(tests_, parameters_, simulator_, problem_options());
    VectorXd at = vector_of(start);
    at = search(problem, at, "first fit");
    at = search(problem, at,
                "second fit, weighed anew"); // how much figures scatter depends on the load that they stand for
    at = best_of_several(problem, vector_of(start), at, result.misfits);
    const Slopes slopes = refine(problem, at, result.uncertainty);
    result.parameters = parameters_;
    result.start = start;
    result.at = {at.begin(), at.end()};
    result.fitted = compare(tests_, result.at, options_.noise_replications);
    phase("held-out tests", request_.held_out.size() * first_noise_replications);
    result.held_out = compare(request_.held_out, result.at, first_noise_replications);
    if (options_.advise)
      advise_next(problem, at, slopes.mean, result);
    result.simulations = simulator_.simulated();
    return result;
  }

private:
  ProblemOptions problem_options() const
  {
    return {.replications = options_.replications, .step = 0.05, .model_error = options_.model_error};
  }

  void phase(const std::string& name, std::size_t simulations)
  {
    progress_now_.phase = name;
    planned_ = simulator_.simulated() + simulations;
    tell();
  }
  void simulated(std::size_t done)
  {
    progress_now_.done = done;
    tell();
  }
  void tell()
  {
    progress_now_.left = planned_ > progress_now_.done ? planned_ - progress_now_.done : 0;
    if (progress_)
      progress_(progress_now_);
  }

  /// A figure that the scenario has no word for (an endpoint that it does not model) cannot be compared.
  void drop_untold_figures()
  {
    const Coordinates none(parameters_.size(), 0);
    std::vector<Point> points;
    points.reserve(tests_.size());
    for (const TestRun& test : tests_)
      points.push_back({&test, none, 0});
    const auto values = simulator_.run(points);
    for (std::size_t i = 0; i < tests_.size(); ++i)
      std::erase_if(tests_[i].figures,
                    [&](const Figure& figure) { return not coordinate(figure, values[i]).has_value(); });
  }

  /// `auto`: the parameters that the data tell, by the differences at the start.
  Coordinates choose(const Coordinates& start, std::vector<std::string>& dropped)
  {
    phase("choice of parameters", tests_.size() * parameters_.size() * 2 * least_slope_replications);
    std::vector<std::size_t> kept;
    {
      Problem problem(tests_, parameters_, simulator_, problem_options());
      const VectorXd at = vector_of(start);
      problem.weigh(problem.replicate(at, first_noise_replications));
      kept = told_by(problem, problem.central_differences(at, least_slope_replications));
    }
    std::vector<Parameter> chosen;
    Coordinates chosen_start;
    for (std::size_t i = 0; i < parameters_.size(); ++i)
      if (std::find(kept.begin(), kept.end(), i) != kept.end()) {
        chosen.push_back(parameters_[i]);
        chosen_start.push_back(start[i]);
      } else {
        dropped.push_back(parameters_[i].name);
      }
    parameters_ = std::move(chosen);
    return chosen_start;
  }

  VectorXd search(Problem& problem, const VectorXd& start, const std::string& name)
  {
    phase(name, usual_iterations * (problem.simulations_of_differences() + problem.simulations_of_prediction()));
    problem.weigh(problem.replicate(start, first_noise_replications));
    return least_squares(problem, start, {.progress = [&](const Iteration& iteration) {
                           progress_now_.loss = iteration.loss;
                           const auto left = static_cast<std::size_t>(std::max(1, usual_iterations - iteration.number));
                           phase(name,
                                 left * (problem.simulations_of_differences() + problem.simulations_of_prediction()));
                         }});
  }

  /// A search that ends far off the data may stand in a bad place: others begin elsewhere, and the place that explains
  /// the data best is taken.
  VectorXd best_of_several(Problem& problem, const VectorXd& start, const VectorXd& found, std::vector<double>& misfits)
  {
    Place best = look_at(problem, found, first_noise_replications);
    misfits = {best.misfit};
    if (best.misfit <= suspicious_misfit || options_.other_starts == 0)
      return found;
    phase("other places to begin at", 0);
    for (const VectorXd& other : other_starts(problem, {start, found}, options_.other_starts)) {
      VectorXd at = search(problem, other, "fit from elsewhere");
      at = search(problem, at, "fit from elsewhere, weighed anew");
      const Place place = look_at(problem, at, first_noise_replications);
      misfits.push_back(place.misfit);
      if (place.badness < best.badness)
        best = place;
      if (place.misfit <= suspicious_misfit)
        break;
    }
    return best.at;
  }

  /// The last steps, with slopes and predictions of more replications, as long as they lower the loss; and what is
  /// known there.
  Slopes refine(Problem& problem, VectorXd& at, Uncertainty& known)
  {
    const std::uint32_t replications = std::max(options_.replications, least_slope_replications);
    MatrixXd replicated = problem.replicate(at, options_.noise_replications);
    problem.weigh(replicated);
    Slopes slopes;
    for (int step = 0; step < most_refinements; ++step) {
      phase("intervals", tests_.size() * options_.noise_replications +
                             2 * problem.simulations_of_differences() * replications / options_.replications);
      slopes = problem.central_differences(at, replications);
      known = uncertainty(problem, at, slopes, replicated);
      const VectorXd next = at + known.step.cwiseMin(longest_step).cwiseMax(-longest_step);
      const MatrixXd there = problem.replicate(next, options_.noise_replications);
      if (loss(problem, next, there) >= loss(problem, at, replicated))
        break;
      const VectorXd sd = known.covariance.diagonal().cwiseSqrt();
      const bool small = ((next - at).cwiseAbs().array() < small_step * sd.array()).all();
      at = next;
      replicated = there;
      known = uncertainty(problem, at, slopes, replicated);
      if (small)
        break;
    }
    return slopes;
  }

  static double loss(const Problem& problem, const VectorXd& at, const MatrixXd& replicated)
  {
    const VectorXd z = (replicated.rowwise().mean() - problem.measured()).cwiseQuotient(problem.sd());
    return z.unaryExpr([](double each) { return robust_loss(each); }).sum() + (at / start_sd).squaredNorm();
  }

  std::vector<ComparedTest> compare(const std::vector<TestRun>& tests, const Coordinates& at,
                                    std::uint32_t replications)
  {
    std::vector<Point> points;
    for (const TestRun& test : tests)
      for (std::uint32_t replication = 0; replication < replications; ++replication)
        points.push_back({&test, at, replication});
    const auto values = simulator_.run(points);
    std::vector<ComparedTest> result;
    for (std::size_t i = 0; i < tests.size(); ++i) {
      const auto first = values.begin() + static_cast<std::ptrdiff_t>(i * replications);
      result.push_back(compared(tests[i], {first, first + replications}));
    }
    return result;
  }

  void advise_next(Problem& problem, const VectorXd& at, const MatrixXd& differences, Calibration& result)
  {
    const std::size_t worst = known_least(result.uncertainty);
    std::vector<Candidate> candidates;
    for (const std::size_t test : worth_changing(problem, differences, worst))
      std::ranges::move(changes_of(tests_[test]), std::back_inserter(candidates));
    for (const TestRun& other : request_.others)
      candidates.push_back({other, other.name, {}});
    phase("tests of one endpoint", 0);
    std::vector<TestRun> others = request_.others;
    others.insert(others.end(), request_.held_out.begin(), request_.held_out.end());
    LightTests light = light_tests(problem, at, others);
    std::ranges::move(light.candidates, std::back_inserter(candidates));
    result.not_alone = std::move(light.left_out);
    phase("next test", candidates.size() * first_noise_replications * (1 + parameters_.size()));
    result.advice = advise(problem, at, result.uncertainty, std::move(candidates), worst);
  }

  const CalibrateRequest& request_;
  const CalibrateOptions& options_;
  const std::function<void(const Progress&)>& progress_;
  std::vector<TestRun> tests_;
  std::vector<Parameter> parameters_;
  Simulator simulator_;
  Progress progress_now_;
  std::size_t planned_ = 0;
};

} // namespace

Calibration calibrate(const CalibrateRequest& request, const CalibrateOptions& options, Store& store,
                      const std::function<void(const Progress&)>& progress)
{
  return Work(request, options, store, progress).run();
}

} // namespace onsale::fit
