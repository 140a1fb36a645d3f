/// The fit as a problem of least squares: measured figures, simulated ones, and what their differences weigh.
#pragma once

#include "calibration/fit/simulator.hpp"

#include <Eigen/Core>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace onsale::fit {

struct ProblemOptions {
  std::uint32_t replications = 2; ///< whose mean is the prediction
  double step = 0.05;             ///< of differences, in coordinates: 5 % of a value
  double model_error = 0.02;      ///< no figure is taken to be predicted better than that, whatever its noise
};

/// Differences of figures by parameters. Two simulations drift apart after a while whatever was changed, so that each
/// slope has an error of its own: a slope that is nothing but that error must not pass for knowledge.
struct Slopes {
  Eigen::MatrixXd mean;     ///< [rows x columns] d figure / d coordinate
  Eigen::MatrixXd variance; ///< [rows x columns] of the mean, from its replications
};

/// Rows are the fitted figures of all tests, one test after the other; columns are the parameters.
class Problem {
public:
  /// All must outlive the object.
  Problem(const std::vector<TestRun>& tests, const std::vector<Parameter>& parameters, Simulator& simulator,
          const ProblemOptions& options);

  Eigen::Index rows() const { return static_cast<Eigen::Index>(rows_.size()); }
  Eigen::Index columns() const { return static_cast<Eigen::Index>(parameters_.size()); }
  const Eigen::VectorXd& measured() const { return measured_; } ///< [rows] coordinates of the figures

  struct Row {
    std::size_t test = 0;
    const Figure* figure = nullptr;
  };
  const std::vector<Row>& row_list() const { return rows_; }

  /// [rows] mean coordinates over the replications.
  Eigen::VectorXd predict(const Eigen::VectorXd& at);
  /// [rows x replications] each alone, for so many of them.
  Eigen::MatrixXd replicate(const Eigen::VectorXd& at, std::uint32_t replications);

  /// [rows x columns] d predict / d at. Only pairs of test and parameter that react are simulated (learn_reactions).
  Eigen::MatrixXd forward_differences(const Eigen::VectorXd& at);
  /// The same from both sides and four times as far, which makes their error that much smaller, over so many
  /// replications.
  Slopes central_differences(const Eigen::VectorXd& at, std::uint32_t replications);
  /// A test whose figures did not change by the last bit does not react to that parameter: it is not in its way.
  void learn_reactions(const Eigen::MatrixXd& differences);

  /// Standard deviations that residuals are divided by: sqrt(noise^2 (1 + 1/replications) + least^2 + model error^2).
  /// @param replicated  [rows x replications] of replicate()
  void weigh(const Eigen::MatrixXd& replicated);
  const Eigen::VectorXd& sd() const { return sd_; } ///< [rows]

  /// How many simulations one call of forward_differences() and one of predict() take, for a forecast of the time.
  std::size_t simulations_of_differences() const;
  std::size_t simulations_of_prediction() const { return tests_.size() * options_.replications; }

  const std::vector<Parameter>& parameters() const { return parameters_; }
  const std::vector<TestRun>& tests() const { return tests_; }
  const ProblemOptions& options() const { return options_; }
  Simulator& simulator() { return simulator_; }

private:
  struct Shift {
    Eigen::VectorXd at;
    std::vector<bool> tests; ///< [tests] those that are simulated there
  };
  /// [replications] of [rows x shifts]; rows of tests that are not simulated are 0.
  std::vector<Eigen::MatrixXd> predict(std::span<const Shift> shifts, std::uint32_t replications);
  double value_of(const Row& row, const Values& values) const;
  void clear_where_nothing_reacts(Eigen::MatrixXd& slopes) const;

  const std::vector<TestRun>& tests_;
  const std::vector<Parameter>& parameters_;
  Simulator& simulator_;
  ProblemOptions options_;
  std::vector<Row> rows_;
  Eigen::VectorXd measured_;
  Eigen::VectorXd sd_;
  std::vector<std::vector<bool>> reacts_; // [parameters][tests]
};

} // namespace onsale::fit
