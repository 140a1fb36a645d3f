#include "sim/engine/replication.hpp"

#include <boost/math/distributions/students_t.hpp>

#include <cmath>
#include <limits>
#include <stdexcept>

namespace onsale::engine {

double student_quantile(double freedom, double probability)
{
  return boost::math::quantile(boost::math::students_t(freedom), probability);
}

Interval student_interval(std::span<const double> replications, double confidence)
{
  if (not(confidence > 0 && confidence < 1))
    throw std::invalid_argument("a confidence lies between 0 and 1");
  const auto n = static_cast<double>(replications.size());
  if (replications.empty())
    return {0, std::numeric_limits<double>::infinity()};
  double sum = 0;
  for (const double value : replications)
    sum += value;
  const double mean = sum / n;
  if (replications.size() < 2)
    return {mean, std::numeric_limits<double>::infinity()};
  double squares = 0;
  for (const double value : replications)
    squares += (value - mean) * (value - mean);
  return {mean, student_quantile(n - 1, 1 - (1 - confidence) / 2) * std::sqrt(squares / (n - 1) / n)};
}

} // namespace onsale::engine
