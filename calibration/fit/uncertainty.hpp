/// What a fit leaves open: intervals, correlations, and directions in which nothing is known.
#pragma once

#include "calibration/fit/problem.hpp"

#include <Eigen/Core>

#include <cstddef>
#include <string>
#include <vector>

namespace onsale::fit {

struct ParameterInterval {
  double value = 0; ///< in the parameter's unit
  double low = 0;   ///< of the 95 % interval
  double high = 0;
  bool told = true; ///< false: the data leave it open by more than a factor of 2 either way
};

/// Parameters that trade against each other: a direction in which the figures do not change, or hardly.
struct FlatDirection {
  std::vector<std::size_t> parameters; ///< in falling order of their part in it
  Eigen::VectorXd direction;           ///< [all parameters] of length 1
  double sd = 0;                       ///< along it, in coordinates
  /// What of two of them the data do tell: `their sum`, `their product`, `their ratio`; empty: nothing.
  std::string told;
  double told_value = 0;
  std::string told_unit;
  double told_relative = 0; ///< half-width of its 95 % interval, relative
};

struct Correlation {
  std::size_t first = 0;
  std::size_t second = 0;
  double value = 0;
};

struct Uncertainty {
  std::vector<ParameterInterval> intervals; ///< [parameters]
  Eigen::MatrixXd covariance;               ///< [parameters x parameters] of the coordinates
  Eigen::MatrixXd correlation;              ///< the same, scaled
  std::vector<FlatDirection> flat;
  std::vector<Correlation> strong; ///< pairs beyond 0.9 that are not in a flat direction together
  /// How much larger the residuals are than the noise of the tests explains, as a factor of standard deviations; >= 1.
  /// All intervals are wider by it. What a model gets wrong in a way that parameters can make up for stays hidden from
  /// it.
  double misfit = 1;
  /// Where the linearised fit would go on to with these slopes: those of the fit itself are rough, and where the data
  /// tell little it ends by their error. Directions that are taken out stay as they are.
  Eigen::VectorXd step;
};

/// The slopes as far as they stand out of their own error.
struct SureSlopes {
  Eigen::MatrixXd slopes;     ///< [rows x columns]
  Eigen::MatrixXd projection; ///< [columns x columns] onto the directions of the parameters that do
};

/// Directions in which J'WJ is less than `stands_out` times what the error of the slopes adds to it are taken out, the
/// others are shortened by that error's part.
/// @param weights  [rows] of squared residuals
SureSlopes without_error(const Slopes& slopes, const Eigen::VectorXd& weights, double stands_out = 3);

/// Linearised at the end of a fit. With J the differences, W the final robust weights over variances, P the weak pull
/// to the start, the estimate moves with the noise e of the figures by A e, A = (J'WJ + P)^-1 J'W. The noise is taken
/// as it is in the replications, with all its correlations between figures:
///   covariance = misfit^2 (1 + 1/K) cov(A e_r) + (I - A J) P^-1 (I - A J)'
/// Directions of J that stand out of the error of the differences by less than a factor of 3 are taken for flat, the
/// others are shortened by what that error adds to them. Half-widths: Student t of the replications for the first part,
/// normal for the second.
/// @param at           [columns] where the fit ended
/// @param slopes       central_differences() there
/// @param replicated   [rows x K] replicate() there, K >= 3
Uncertainty uncertainty(const Problem& problem, const Eigen::VectorXd& at, const Slopes& slopes,
                        const Eigen::MatrixXd& replicated);

} // namespace onsale::fit
