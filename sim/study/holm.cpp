#include "sim/study/holm.hpp"

#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace onsale::study {

double chance_of_mean_above_zero(std::span<const double> differences, double wider)
{
  const auto n = static_cast<double>(differences.size());
  if (n < 2)
    return 1;
  const double mean = std::accumulate(differences.begin(), differences.end(), 0.0) / n;
  double squares = 0;
  for (const double each : differences)
    squares += (each - mean) * (each - mean);
  if (squares == 0)
    return mean > 0 ? 0 : 1;
  const double t = mean / (wider * std::sqrt(squares / (n - 1) / n));
  return boost::math::cdf(boost::math::complement(boost::math::students_t(n - 1), t));
}

std::vector<bool> holm(std::span<const double> p, double level)
{
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
  std::vector<bool> falls(p.size(), false);
  for (std::size_t k = 0; k < order.size(); ++k) {
    if (p[order[k]] > level / static_cast<double>(p.size() - k))
      break;
    falls[order[k]] = true;
  }
  return falls;
}

} // namespace onsale::study
