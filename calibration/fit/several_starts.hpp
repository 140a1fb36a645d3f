/// Searches that begin in several places: one alone may end where every small step makes things worse.
#pragma once

#include "calibration/fit/problem.hpp"

#include <Eigen/Core>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace onsale::fit {

/// Where a search has ended.
struct Place {
  Eigen::VectorXd at;
  double misfit = 1;  ///< root mean square of the residuals, in standard deviations of the figures there
  double badness = 0; ///< -2 log likelihood but for a constant: robust losses, the pull, and 2 log sd of each figure
};

/// Weighs the figures there. @param replications  that tell how much they scatter, >= 2
Place look_at(Problem& problem, const Eigen::VectorXd& at, std::uint32_t replications);

/// A place that explains the data worse than this is not believed to be the best one.
inline constexpr double suspicious_misfit = 1.3;

/// Other places to begin at, those first from where the figures are nearest to the data: the scenario's own values and
/// points spread evenly (Halton) over a factor of 5 about them, each simulated once.
/// @param known  places that are no news: nothing nearer than a factor of 1.3 in all parameters
std::vector<Eigen::VectorXd> other_starts(Problem& problem, const std::vector<Eigen::VectorXd>& known,
                                          std::size_t count);

} // namespace onsale::fit
