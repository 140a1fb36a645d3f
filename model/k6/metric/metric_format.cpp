#include "model/k6/metric/metric_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace onsale::k6 {

namespace {

std::string truncated(double value, int decimals)
{
  const double scale = std::pow(10, decimals);
  return rounded(std::trunc(scale * value) / scale, decimals);
}

std::string in_unit(double value_ms, TimeUnit unit)
{
  switch (unit) {
  case TimeUnit::seconds:
    return fmt::format("{:.2f}s", value_ms / 1000);
  case TimeUnit::milliseconds:
    return fmt::format("{:.2f}ms", value_ms);
  case TimeUnit::microseconds:
    break;
  }
  return fmt::format("{:.2f}µs", value_ms * 1000);
}

} // namespace

std::string shortest(double value)
{
  if (value == 0)
    return "0";
  std::array<char, 32> buffer{};
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::abs(value), std::chars_format::scientific).ptr;
  const std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  const auto e = text.find('e');
  if (e == std::string_view::npos) // infinity or not a number
    return fmt::format("{}{}", std::signbit(value) ? "-" : "", text);
  int exponent = 0;
  std::from_chars(text.data() + e + (text[e + 1] == '+' ? 2 : 1), end, exponent);
  std::string digits(1, text[0]);
  if (e > 2)
    digits += text.substr(2, e - 2);

  std::string result = value < 0 ? "-" : "";
  const auto count = static_cast<int>(digits.size());
  if (exponent < -6 || exponent >= 21)
    result += fmt::format("{}{}{}e{:+}", digits[0], count > 1 ? "." : "", digits.substr(1), exponent);
  else if (exponent < 0)
    result += "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
  else if (exponent >= count - 1)
    result += digits + std::string(static_cast<std::size_t>(exponent - count + 1), '0');
  else
    result += digits.substr(0, static_cast<std::size_t>(exponent) + 1) + "." +
              digits.substr(static_cast<std::size_t>(exponent) + 1);
  return result;
}

std::string rounded(double value, int decimals)
{
  auto text = fmt::format("{:.{}f}", value, decimals);
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.')
      text.pop_back();
  }
  return text == "-0" ? "0" : text;
}

std::string duration_text(double value_ms)
{
  if (value_ms == 0)
    return "0s";
  if (value_ms < 0.001)
    return truncated(value_ms * 1'000'000, 0) + "ns";
  if (value_ms < 1)
    return truncated(value_ms * 1000, 2) + "µs";
  if (value_ms < 1000)
    return truncated(value_ms, 2) + "ms";
  auto seconds = truncated(std::fmod(value_ms, 60'000) / 1000, value_ms > 60'000 ? 0 : 2) + "s";
  const auto minutes = static_cast<long long>(value_ms / 60'000);
  if (minutes < 1)
    return seconds;
  const auto hours = minutes / 60;
  return fmt::format("{}{}m{}", hours > 0 ? fmt::format("{}h", hours) : "", minutes % 60, seconds);
}

std::string bytes_text(double bytes)
{
  constexpr std::array<const char*, 9> units{"B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"};
  if (bytes < 10)
    return shortest(bytes) + " B";
  const double power = std::min(std::floor(std::log(bytes) / std::log(1000)), 8.0);
  const double value = std::floor(bytes / std::pow(1000, power) * 10 + 0.5) / 10;
  // A half rounds up here (12.5 kB is 13 kB), where printf would round it to even.
  const auto number = value < 10 ? fmt::format("{:.1f}", value) : fmt::format("{:.0f}", std::floor(value + 0.5));
  return fmt::format("{} {}", number, units[static_cast<std::size_t>(power)]);
}

std::string percent_text(double share)
{
  return fmt::format("{:.2f}%", std::trunc(share * 100 * 100) / 100);
}

std::string value_text(double value, MetricContent content, std::optional<TimeUnit> time_unit)
{
  switch (content) {
  case MetricContent::time:
    return time_unit ? in_unit(value, *time_unit) : duration_text(value);
  case MetricContent::data:
    return bytes_text(value);
  case MetricContent::number:
    break;
  }
  return rounded(value, 6);
}

std::size_t width(std::string_view text)
{
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string padded(std::string text, std::size_t columns)
{
  const auto taken = width(text);
  if (taken < columns)
    text.append(columns - taken, ' ');
  return text;
}

std::string styled(std::string_view text, Style style, bool colour)
{
  constexpr std::array<const char*, 7> codes{"", "1", "32", "31", "36", "36;2", "2"};
  if (not colour || style == Style::none)
    return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", codes[static_cast<std::size_t>(style)], text);
}

} // namespace onsale::k6
