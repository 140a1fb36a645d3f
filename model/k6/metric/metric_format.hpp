#pragma once

#include "model/k6/metric/metrics_sink.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace onsale::k6 {

/// How numbers of a summary look, digit for digit as in k6.

/// The shortest decimal that reads back as the same number, as ECMAScript writes numbers: `0.00003`, `1e-7`, `1e+21`.
std::string shortest(double value);

/// At most `decimals` decimals, rounded, without trailing zeros: `616.85918`.
std::string rounded(double value, int decimals);

/// Milliseconds in the unit that fits, truncated to two decimals: `868ns`, `21.46µs`, `1.01s`, `1m0s`, `1h2m3s`.
std::string duration_text(double value_ms);

/// Decimal units, two significant digits or whole units: `9.0 MB`, `193 kB`.
std::string bytes_text(double bytes);

/// Share (0 to 1) as a percentage, truncated to two decimals: `99.74%`.
std::string percent_text(double share);

/// k6's summaryTimeUnit: all times in one unit, with two decimals.
enum class TimeUnit : std::uint8_t { seconds, milliseconds, microseconds };

/// A value of a metric of that content.
std::string value_text(double value, MetricContent content, std::optional<TimeUnit> time_unit = {});

/// Characters, not bytes, of UTF-8 text: the columns it takes on a terminal.
std::size_t width(std::string_view text);

/// `text` and blanks up to `columns` columns.
std::string padded(std::string text, std::size_t columns);

/// ANSI styles, or nothing when colour is off.
enum class Style { none, bold, green, red, cyan, faint_cyan, faint };
std::string styled(std::string_view text, Style style, bool colour);

} // namespace onsale::k6
