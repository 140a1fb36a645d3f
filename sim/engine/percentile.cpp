#include "sim/engine/percentile.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace onsale::engine {

double percentile(std::span<double> values, double p)
{
  if (values.empty())
    return 0;
  const double position = p * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::ptrdiff_t>(std::floor(position));
  const auto lower = values.begin() + below;
  std::nth_element(values.begin(), lower, values.end());
  const double fraction = position - static_cast<double>(below);
  if (fraction == 0)
    return *lower;
  const double upper = *std::min_element(lower + 1, values.end());
  return *lower + (upper - *lower) * fraction;
}

} // namespace onsale::engine
