/// What a printed number can stand for. k6 cuts times at two decimals, so that `1.4s` is anything from 1.40 to 1.41 s:
/// a law is broken only when no value inside the intervals keeps it.
#pragma once

#include <algorithm>
#include <limits>
#include <string>

namespace onsale::calibration {

/// Closed: low <= value <= high. All quantities of the audit are >= 0.
struct Interval {
  double low = 0;
  double high = 0;

  bool overlaps(const Interval& other) const { return low <= other.high && other.low <= high; }
};

inline constexpr double unbounded = std::numeric_limits<double>::infinity();

inline Interval exactly(double value)
{
  return {value, value};
}

inline Interval operator+(const Interval& a, const Interval& b)
{
  return {a.low + b.low, a.high + b.high};
}

inline Interval operator*(const Interval& a, const Interval& b)
{
  const auto product = [](double x, double y) { return x == 0 || y == 0 ? 0 : x * y; }; // 0 x infinity is 0 here
  return {product(a.low, b.low), product(a.high, b.high)};
}

/// @param b  above 0 at its high end; a low end of 0 makes the quotient unbounded
inline Interval operator/(const Interval& a, const Interval& b)
{
  return {a.low / b.high, b.low > 0 ? a.high / b.low : unbounded};
}

/// A number of a report with the text that it was read from (empty: it was read from a file of full precision).
struct Figure : Interval {
  std::string text;
};

/// `1.4 to 1.41`, or one number when both ends print alike. Counts are printed whole.
std::string in_words(const Interval& interval);
std::string in_words(double value);

} // namespace onsale::calibration
