/// From the text of a figure to the interval of values that print so.
///
/// k6's end-of-test block:  times      cut at two decimals of the unit, no trailing zeros; whole seconds from 1m on
///                          shares     cut at two decimals of a percent, always two; at none behind a single check
///                          rates      rounded to six decimals, no trailing zeros
///                          bytes      rounded to one decimal below 10 units, else to whole units; thousands
/// Figures that an author typed may be cut or rounded either way: one unit of the last digit to both sides.
#pragma once

#include "calibration/k6/k6_result.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace onsale::calibration {

/// In any locale.
constexpr bool is_digit(char letter)
{
  return letter >= '0' && letter <= '9';
}

/// What kind of number a text is, which decides how k6 prints it.
enum class Print { time, share, check_share, rate, bytes, count };

/// @param statistic  of that metric
Print print_of(const K6Result::Metric& metric, std::string_view statistic);

/// Reads k6's own text: `1m21s`, `910.85ms`, `99.56%`, `1849.081407/s`, `641 kB/s`, `556414`.
/// @return seconds, shares from 0 to 1, per second, bytes; nothing if it is no such text
std::optional<Figure> read_printed(std::string_view text, Print print);

/// @param value  what the text stands for, in base units
/// @param text   as an author typed it, in any language: its last number tells the precision
Figure read_typed(double value, std::string_view text);

/// A number straight from a file of full precision.
Figure full_precision(double value);

/// Why k6 does not print such a text: `3.70ms` has a trailing zero. Empty for k6's own.
std::string unlike_k6(std::string_view text, Print print);

} // namespace onsale::calibration
