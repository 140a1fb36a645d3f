#include "calibration/k6/interval.hpp"

#include <fmt/format.h>

#include <cmath>

namespace onsale::calibration {

std::string in_words(double value)
{
  if (not std::isfinite(value))
    return "unlimited";
  if (value == std::floor(value) && std::abs(value) < 1e15)
    return fmt::format("{:.0f}", value);
  return std::abs(value) >= 1e7 ? fmt::format("{:.0f}", value) : fmt::format("{:.8g}", value);
}

std::string in_words(const Interval& interval)
{
  const std::string low = in_words(interval.low);
  const std::string high = in_words(interval.high);
  return low == high ? low : low + " to " + high;
}

} // namespace onsale::calibration
