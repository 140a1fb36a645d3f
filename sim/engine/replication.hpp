/// Confidence from independent replications.
#pragma once

#include <span>

namespace onsale::engine {

struct Interval {
  double mean = 0;
  double half_width = 0; ///< infinite with fewer than two replications
  double low() const { return mean - half_width; }
  double high() const { return mean + half_width; }
  bool covers(double value) const { return low() <= value && value <= high(); }
};

/// Quantile of Student's law, t(probability, freedom). @param freedom > 0; infinite: the normal law
double student_quantile(double freedom, double probability);

/// Student-t interval of the mean of independent, identically distributed replications.
/// @param confidence in (0, 1), for instance 0.95 @throws std::invalid_argument when it is not
///   mean +- t(1 - (1 - confidence) / 2, n - 1) s / sqrt(n).  Law, Simulation Modeling and Analysis, ch. 9.
Interval student_interval(std::span<const double> replications, double confidence);

} // namespace onsale::engine
