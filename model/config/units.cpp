#include "model/config/units.hpp"

#include "model/config/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <system_error>

namespace onsale::config {

namespace {

struct Unit {
  std::string_view name;
  double factor;
};

constexpr std::array time_units{Unit{"ns", 1e-9}, Unit{"us", 1e-6}, Unit{"µs", 1e-6}, Unit{"ms", 1e-3},   Unit{"s", 1},
                                Unit{"m", 60},    Unit{"min", 60},  Unit{"h", 3600},  Unit{"d", 86'400.0}};

constexpr double largest_exact_integer = 9'007'199'254'740'992.0; // 2^53

std::string lower(std::string_view text)
{
  std::string result(text);
  for (auto& letter : result)
    if (letter >= 'A' and letter <= 'Z')
      letter = static_cast<char>(letter - 'A' + 'a');
  return result;
}

template <class T> Parsed<T> expected(std::string_view what, std::string_view found)
{
  return {std::nullopt, fmt::format("expected {}, found {}", what, in_quotes(found))};
}

/// Reads a finite number at the start of the text and removes it.
std::optional<double> take_number(std::string_view& text, std::chars_format format = std::chars_format::general)
{
  const auto digits = text.starts_with('-') ? text.substr(1) : text;
  if (digits.empty() or not((digits[0] >= '0' and digits[0] <= '9') or digits[0] == '.')) // from_chars takes "inf"
    return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, format);
  if (error != std::errc{} or not std::isfinite(value))
    return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

std::string_view take_unit(std::string_view& text)
{
  const auto is_number = [](char letter) { return (letter >= '0' and letter <= '9') or letter == '.'; };
  const auto end = std::ranges::find_if(text, is_number);
  const auto unit = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(unit.size());
  return unit;
}

std::optional<double> seconds_per(std::string_view unit)
{
  const auto found = std::ranges::find(time_units, unit, &Unit::name);
  return found == time_units.end() ? std::nullopt : std::optional(found->factor);
}

std::optional<double> bytes_per(std::string_view unit)
{
  const auto name = lower(unit);
  if (name == "b")
    return 1;
  constexpr std::string_view prefixes = "kmgt";
  const auto power = name.empty() ? std::string_view::npos : prefixes.find(name[0]);
  const auto ending = name.empty() ? name : name.substr(1);
  if (power == std::string_view::npos or not(ending.empty() or ending == "b" or ending == "ib"))
    return std::nullopt;
  return std::pow(1024.0, static_cast<double>(power + 1));
}

/// ISO 8601 (`PT1M30S`, `P1D`) in the everyday form (`1m30s`, `1d`), which the same reader can take.
std::string everyday_form(std::string_view text)
{
  std::string result = lower(text);
  if (not result.starts_with("p"))
    return result;
  std::erase_if(result, [](char letter) { return letter == 'p' or letter == 't'; });
  return result;
}

} // namespace

Parsed<double> parse_number(std::string_view text)
{
  auto rest = text;
  const auto value = take_number(rest);
  return value and rest.empty() ? Parsed<double>{value, {}} : expected<double>(a_number, text);
}

Parsed<std::int64_t> parse_integer(std::string_view text)
{
  std::int64_t value = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error == std::errc{} and stop == end)
    return {value, {}};
  const auto number = parse_number(text).value;
  if (not number or *number != std::floor(*number))
    return expected<std::int64_t>(an_integer, text);
  if (std::abs(*number) > largest_exact_integer)
    return {std::nullopt, fmt::format("{} is too large for an integer", text)};
  return {static_cast<std::int64_t>(*number), {}};
}

Parsed<bool> parse_boolean(std::string_view text)
{
  const auto word = lower(text);
  if (word == "true" or word == "yes" or word == "on")
    return {true, {}};
  if (word == "false" or word == "no" or word == "off")
    return {false, {}};
  return expected<bool>(a_boolean, text);
}

Parsed<double> parse_ratio(std::string_view text)
{
  auto rest = text;
  const auto value = take_number(rest);
  if (value and rest.empty())
    return {value, {}};
  if (value and rest == "%")
    return {*value / 100.0, {}};
  return expected<double>(a_ratio, text);
}

Parsed<Duration> parse_duration(std::string_view text, std::string_view default_unit)
{
  if (const auto bare = parse_number(text).value) {
    if (default_unit.empty() and *bare != 0)
      return {std::nullopt, fmt::format("{} needs a unit, as in {}s or {}ms", text, text, text)};
    return {Duration(*bare * seconds_per(default_unit).value_or(1)), {}};
  }
  const auto everyday = everyday_form(text);
  std::string_view rest = everyday;
  const bool negative = rest.starts_with('-');
  rest.remove_prefix(negative ? 1 : 0);
  double total_s = 0;
  do {
    const auto value = rest.starts_with('-') ? std::nullopt : take_number(rest, std::chars_format::fixed);
    const auto unit_s = seconds_per(take_unit(rest));
    if (not value or not unit_s)
      return expected<Duration>(a_duration, text);
    total_s += *value * *unit_s;
  } while (not rest.empty());
  if (not std::isfinite(total_s))
    return {std::nullopt, fmt::format("{} is too long", in_quotes(text))};
  return {Duration(negative ? -total_s : total_s), {}};
}

Parsed<std::int64_t> parse_bytes(std::string_view text, std::string_view default_unit)
{
  auto rest = text;
  const auto value = take_number(rest, std::chars_format::fixed);
  if (not value)
    return expected<std::int64_t>(a_size, text);
  if (rest.empty() and default_unit.empty() and *value != 0)
    return {std::nullopt, fmt::format("{} needs a unit, as in {}MB or {}KB", text, text, text)};
  const auto unit_bytes = rest.empty() ? bytes_per(default_unit).value_or(1) : bytes_per(rest);
  if (not unit_bytes)
    return expected<std::int64_t>(a_size, text);
  const auto bytes = std::round(*value * *unit_bytes);
  if (std::abs(bytes) > largest_exact_integer)
    return {std::nullopt, fmt::format("{} is too large for a size", in_quotes(text))};
  return {static_cast<std::int64_t>(bytes), {}};
}

Parsed<double> parse_rate(std::string_view text, std::string_view default_unit)
{
  auto rest = text;
  const auto value = take_number(rest);
  if (not value)
    return expected<double>(a_rate, text);
  if (rest.empty() and default_unit.empty() and *value != 0)
    return {std::nullopt, fmt::format("{} needs a unit, as in {}/s", text, text)};
  const auto unit = rest.empty() ? default_unit : rest.substr(1);
  const auto unit_s = rest.empty() and default_unit.empty() ? std::optional(1.0) : seconds_per(unit);
  if (not unit_s or not(rest.empty() or rest[0] == '/'))
    return expected<double>(a_rate, text);
  return {*value / *unit_s, {}};
}

std::string format_duration(Duration duration)
{
  const auto size_s = std::abs(duration.count());
  if (size_s == 0)
    return "0s";
  for (const auto& [name, factor] : {Unit{"h", 3600}, Unit{"m", 60}})
    if (std::fmod(size_s, factor) == 0)
      return fmt::format("{:.10g}{}", duration.count() / factor, name);
  for (const auto& [name, factor] : {Unit{"s", 1}, Unit{"ms", 1e-3}, Unit{"us", 1e-6}})
    if (size_s >= factor * (1 - 1e-12)) // 0.001 s is 1ms, whatever the last bit says
      return fmt::format("{:.10g}{}", duration.count() / factor, name);
  return fmt::format("{:.10g}ns", duration.count() / 1e-9);
}

std::string format_bytes(std::int64_t bytes)
{
  std::int64_t count = bytes;
  std::size_t power = 0;
  constexpr std::array names{"B", "KB", "MB", "GB", "TB"};
  while (count != 0 and count % 1024 == 0 and power + 1 < names.size()) {
    count /= 1024;
    ++power;
  }
  return fmt::format("{}{}", count, names.at(power));
}

} // namespace onsale::config
