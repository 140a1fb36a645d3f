#include "calibration/k6/printed.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>
#include <vector>

namespace onsale::calibration {
namespace {

/// A decimal number without sign or exponent, and what follows it.
struct Number {
  double value = 0;
  int decimals = 0;
  bool trailing_zero = false; ///< `3.70`
  std::string_view unit;      ///< up to the next digit
};

/// Splits `1m21s` into 1 m and 21 s. Commas between digits group thousands.
std::vector<Number> numbers_of(std::string_view text)
{
  std::vector<Number> numbers;
  std::size_t at = 0;
  while (at < text.size()) {
    if (not is_digit(text[at])) {
      ++at;
      continue;
    }
    std::string digits;
    Number number;
    bool fraction = false;
    for (; at < text.size(); ++at) {
      const bool next_is_digit = at + 1 < text.size() && is_digit(text[at + 1]);
      if (is_digit(text[at])) {
        digits += text[at];
        number.decimals += fraction ? 1 : 0;
      } else if (text[at] == '.' && not fraction && next_is_digit) {
        fraction = true;
        digits += '.';
      } else if (text[at] != ',' || fraction || not next_is_digit) {
        break;
      }
    }
    std::from_chars(digits.data(), digits.data() + digits.size(), number.value);
    number.trailing_zero = fraction && digits.back() == '0';
    const std::size_t unit_at = at;
    while (at < text.size() && not is_digit(text[at]))
      ++at;
    number.unit = text.substr(unit_at, at - unit_at);
    numbers.push_back(number);
  }
  return numbers;
}

std::optional<double> seconds_of(std::string_view unit)
{
  constexpr std::array<std::pair<std::string_view, double>, 7> units = {
      {{"ns", 1e-9}, {"µs", 1e-6}, {"us", 1e-6}, {"ms", 1e-3}, {"s", 1}, {"m", 60}, {"h", 3600}}};
  for (const auto& [name, seconds] : units)
    if (name == unit)
      return seconds;
  return std::nullopt;
}

std::optional<double> bytes_of(std::string_view unit)
{
  constexpr std::array<std::pair<std::string_view, double>, 5> units = {
      {{" B", 1}, {" kB", 1e3}, {" MB", 1e6}, {" GB", 1e9}, {" TB", 1e12}}};
  if (unit.ends_with("/s"))
    unit.remove_suffix(2);
  for (const auto& [name, bytes] : units)
    if (name == unit)
      return bytes;
  return std::nullopt;
}

std::optional<Figure> read_time(std::string_view text, const std::vector<Number>& numbers)
{
  double seconds = 0;
  double step = 1;
  for (const Number& number : numbers) {
    const auto unit = seconds_of(number.unit);
    if (not unit)
      return std::nullopt;
    seconds += number.value * *unit;
    if (numbers.size() == 1)
      step = 0.01 * *unit;
  }
  if (seconds == 0) // k6 prints 0s for what is below a nanosecond's hundredth, too
    return Figure{{0, 1e-11}, std::string(text)};
  return Figure{{seconds, seconds + step}, std::string(text)};
}

std::optional<Figure> read_bytes(std::string_view text, const Number& number)
{
  const auto unit = bytes_of(number.unit);
  if (not unit)
    return std::nullopt;
  const double half = number.decimals > 0 ? 0.05 : 0.55; // rounded to a tenth first, then to whole units
  return Figure{{std::max(0.0, number.value - half) * *unit, (number.value + half) * *unit}, std::string(text)};
}

} // namespace

std::optional<Figure> read_printed(std::string_view text, Print print)
{
  // The machine's clock stepped back under the test: k6 prints such times as they are.
  if (print == Print::time && text.starts_with('-')) {
    const auto positive = read_printed(text.substr(1), print);
    return positive ? std::optional(Figure{{-positive->high, -positive->low}, std::string(text)}) : std::nullopt;
  }
  const auto numbers = numbers_of(text);
  if (numbers.empty() || not is_digit(text.front()))
    return std::nullopt;
  const Number& first = numbers.front();
  if (print == Print::time)
    return read_time(text, numbers);
  if (numbers.size() != 1)
    return std::nullopt;
  const std::string copy(text);
  switch (print) {
  case Print::share:
    return first.unit == "%" ? std::optional(Figure{{first.value / 100, (first.value + 0.01) / 100}, copy})
                             : std::nullopt;
  case Print::check_share:
    return first.unit == "%" ? std::optional(Figure{{first.value / 100, (first.value + 1) / 100}, copy}) : std::nullopt;
  case Print::rate:
    return first.unit == "/s" || first.unit.empty()
               ? std::optional(Figure{{std::max(0.0, first.value - 0.5e-6), first.value + 0.5e-6}, copy})
               : std::nullopt;
  case Print::bytes:
    return read_bytes(text, first);
  case Print::count:
    return first.unit.empty() ? std::optional(Figure{{first.value, first.value}, copy}) : std::nullopt;
  case Print::time:
    break;
  }
  return std::nullopt;
}

Figure read_typed(double value, std::string_view text)
{
  const auto numbers = numbers_of(text);
  if (numbers.empty())
    return {exactly(value), std::string(text)};
  // Thousands of requests are counted, not measured: a whole number that is the value itself stands for itself.
  const Number& last = numbers.back();
  if (numbers.size() == 1 && last.decimals == 0 && last.value == value)
    return {exactly(value), std::string(text)};
  const double unit = numbers.size() > 1 || last.value == 0 ? 1 : value / last.value;
  const double step = unit * std::pow(10.0, -last.decimals);
  return {{std::max(0.0, value - step), value + step}, std::string(text)};
}

Figure full_precision(double value)
{
  const double slack = value == std::floor(value) ? 0 : std::abs(value) * 1e-12; // a sum of doubles; counts are exact
  return {{value - slack, value + slack}, {}};
}

Print print_of(const K6Result::Metric& metric, std::string_view statistic)
{
  using k6::MetricContent;
  using k6::MetricKind;
  if (metric.kind == MetricKind::trend && statistic == "count")
    return Print::count;
  if (metric.content == MetricContent::time)
    return Print::time;
  if (metric.content == MetricContent::data)
    return Print::bytes;
  if (statistic == "total_per_second" || (statistic == "rate" && metric.kind == MetricKind::counter))
    return Print::rate;
  return statistic == "rate" || statistic == "fail_rate" ? Print::share : Print::count;
}

std::string unlike_k6(std::string_view text, Print print)
{
  const auto numbers = numbers_of(text);
  if (numbers.empty())
    return "it is no number";
  const Number& last = numbers.back();
  switch (print) {
  case Print::time:
    if (text.starts_with('-'))
      return {};
    if (last.trailing_zero)
      return "k6 drops trailing zeros";
    if (last.decimals > (numbers.size() > 1 ? 0 : 2))
      return "k6 cuts at two decimals, and at whole seconds from one minute on";
    if (numbers.size() == 1 && last.value >= (last.unit == "s" ? 60 : 1000))
      return "k6 would take the next unit";
    return {};
  case Print::share:
    return last.decimals == 2 ? "" : "k6 prints two decimals";
  case Print::check_share:
    return last.decimals == 0 ? "" : "k6 prints whole percents";
  case Print::rate:
    return last.trailing_zero ? "k6 drops trailing zeros" : last.decimals > 6 ? "k6 rounds to six decimals" : "";
  case Print::bytes: {
    const bool tenths = last.value < 10 && not last.unit.starts_with(" B");
    return last.decimals == (tenths ? 1 : 0) ? "" : "k6 prints one decimal below 10 units and none above";
  }
  case Print::count:
    return {};
  }
  return {};
}

} // namespace onsale::calibration
