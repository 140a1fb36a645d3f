#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace onsale::k6 {

/// An instant of the calendar, UTC, as samples in files carry it.
using Instant = std::chrono::sys_time<std::chrono::nanoseconds>;

/// Where the clock of the files starts unless told: 2024-01-01T00:00:00Z, a fixed instant, so that the same run gives
/// the same bytes.
inline constexpr Instant default_start = std::chrono::sys_days{std::chrono::year{2024} / 1 / 1};

/// @param time_s  seconds since the start of the test; rounded to nanoseconds
Instant instant_of(Instant start, double time_s);

/// `2024-01-01T00:00:01.5Z`; without fraction when `with_nanoseconds` is false (Go's RFC3339 and RFC3339Nano, UTC).
std::string rfc3339(Instant instant, bool with_nanoseconds);

/// How a CSV file writes times: k6's K6_CSV_TIME_FORMAT.
enum class TimeFormat : std::uint8_t { unix, unix_milli, unix_micro, unix_nano, rfc3339, rfc3339_nano };

/// @throws std::invalid_argument for a word that k6 does not know
TimeFormat parse_time_format(std::string_view word);

/// `2026-12-01T10:00:00Z`, with a fraction or an offset (`+09:00`) if there is one; nothing for another text.
std::optional<Instant> parse_rfc3339(const std::string& text);

std::string time_text(Instant instant, TimeFormat format);

} // namespace onsale::k6
