#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace onsale::config {

using Duration = std::chrono::duration<double>; ///< seconds

/// A quantity read from text, or what is wrong with the text: `expected a number, found "six"`.
template <class T> struct Parsed {
  std::optional<T> value;
  std::string problem;
};

/// What each kind of value looks like, for messages: `expected a duration such as ...`.
inline constexpr std::string_view a_number = "a number";
inline constexpr std::string_view an_integer = "an integer";
inline constexpr std::string_view a_boolean = "true or false";
inline constexpr std::string_view a_ratio = "a ratio such as 0.12 or 12%";
inline constexpr std::string_view a_duration = "a duration such as 30s, 1m30s or 500ms";
inline constexpr std::string_view a_size = "a size such as 512MB or 2GiB";
inline constexpr std::string_view a_rate = "a rate such as 1849/s";

/// All readers take plain decimal numbers (1849, 0.5, 1e6), never the locale's, and are strict about the rest of the
/// text.
Parsed<double> parse_number(std::string_view text);
Parsed<std::int64_t> parse_integer(std::string_view text); ///< also 1e6, if whole
Parsed<bool> parse_boolean(std::string_view text);         ///< true/false, yes/no, on/off, in any case
Parsed<double> parse_ratio(std::string_view text);         ///< `12%` is 0.12; the range is the caller's to check

/// `1m30s`, `500ms`, `2us`, `1h`, `1.5s`, `-1s`, Spring's `PT1M30S`; units ns us ms s m h d. A bare number takes the
/// default unit; without one it is refused, except 0.
Parsed<Duration> parse_duration(std::string_view text, std::string_view default_unit = {});

/// Bytes. B, K M G T with or without B or iB, in any case: always powers of 1024, as in -Xmx512m and Spring's DataSize.
Parsed<std::int64_t> parse_bytes(std::string_view text, std::string_view default_unit = {});

/// Events per second from `1849/s`, `100/min`, `5/h`. A bare number takes the default unit (`s`).
Parsed<double> parse_rate(std::string_view text, std::string_view default_unit = {});

/// In the largest unit that keeps the number at 1 or more: `30s`, `1.5s`, `250ms`, `2h`.
std::string format_duration(Duration duration);

/// In the largest unit that divides it: `512MB`, `1000B`.
std::string format_bytes(std::int64_t bytes);

} // namespace onsale::config
