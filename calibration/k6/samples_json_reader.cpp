#include "calibration/k6/sample_collector.hpp"
#include "calibration/k6/samples_reader.hpp"
#include "model/config/wording.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <charconv>
#include <chrono>
#include <cmath>

namespace onsale::calibration {
namespace {

using simdjson::dom::element;

/// k6 gives times of samples to the nanosecond; seconds since 1970 in a double to a quarter of a microsecond.
constexpr double time_step_s = 1e-6;

template <class T> T member(const Input& input, const element& parent, const char* key)
{
  T value{};
  const simdjson::error_code error = parent[key].get(value);
  if (error != simdjson::SUCCESS)
    input.fail(0, fmt::format("{}: {}", key,
                              error == simdjson::NO_SUCH_FIELD ? "is missing" : "is not of the type that k6 writes"));
  return value;
}

std::string_view tag(const element& tags, const char* key)
{
  std::string_view value;
  return tags[key].get(value) == simdjson::SUCCESS ? value : std::string_view{};
}

void read_point(const Input& input, const element& line, SampleCollector& collector)
{
  const auto data = member<element>(input, line, "data");
  const auto time = member<std::string_view>(input, data, "time");
  const auto time_s = rfc3339_seconds(time);
  if (not time_s)
    input.fail(0, fmt::format("time: {} is not a time like 2024-01-01T00:00:01.5Z", config::in_quotes(time)));
  Sample sample{.metric = member<std::string_view>(input, line, "metric"),
                .time_s = *time_s,
                .value = member<double>(input, data, "value"),
                .name = {},
                .check = {},
                .group = {},
                .expected_response = {}};
  element tags;
  if (data["tags"].get(tags) == simdjson::SUCCESS && tags.is_object()) {
    sample.name = tag(tags, "name");
    sample.check = tag(tags, "check");
    sample.group = tag(tags, "group");
    sample.expected_response = tag(tags, "expected_response");
  }
  collector.add(sample);
}

void read_description(const Input& input, const element& line, SampleCollector& collector)
{
  const auto data = member<element>(input, line, "data");
  const auto name = member<std::string_view>(input, line, "metric");
  const auto kind = kind_named(member<std::string_view>(input, data, "type"));
  if (not kind)
    input.fail(0, fmt::format("{}: expected the type counter, gauge, rate or trend", config::in_quotes(name)));
  const auto content = content_named(member<std::string_view>(input, data, "contains"));
  collector.describe(name, {*kind, content.value_or(k6::MetricContent::number)});
}

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count)
{
  int value = 0;
  if (at + count > text.size())
    return std::nullopt;
  const char* const end = text.data() + at + count;
  const auto [stopped, error] = std::from_chars(text.data() + at, end, value);
  return error == std::errc() && stopped == end && value >= 0 ? std::optional(value) : std::nullopt;
}

/// Seconds east of UTC: `Z`, `+09:00`.
std::optional<int> zone_seconds(std::string_view zone)
{
  if (zone == "Z")
    return 0;
  const auto hours = digits(zone, 1, 2);
  const auto minutes = digits(zone, 4, 2);
  if (zone.size() != 6 || zone[3] != ':' || (zone[0] != '+' && zone[0] != '-') || not hours || not minutes)
    return std::nullopt;
  const int seconds = *hours * 3600 + *minutes * 60;
  return zone[0] == '+' ? seconds : -seconds;
}

} // namespace

std::optional<double> rfc3339_seconds(std::string_view text)
{
  const auto year = digits(text, 0, 4);
  const auto month = digits(text, 5, 2);
  const auto day = digits(text, 8, 2);
  const auto hour = digits(text, 11, 2);
  const auto minute = digits(text, 14, 2);
  const auto second = digits(text, 17, 2);
  if (not year || not month || not day || not hour || not minute || not second || text[4] != '-' || text[7] != '-' ||
      (text[10] != 'T' && text[10] != ' ') || text[13] != ':' || text[16] != ':')
    return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (not date.ok() || *hour > 23 || *minute > 59 || *second > 60)
    return std::nullopt;
  std::size_t at = 19;
  double fraction = 0;
  if (at < text.size() && text[at] == '.') {
    const std::size_t end = std::min(text.find_first_not_of("0123456789", at + 1), text.size());
    std::from_chars(text.data() + at, text.data() + end, fraction, std::chars_format::fixed);
    at = end;
  }
  const auto zone = zone_seconds(text.substr(at));
  if (not zone)
    return std::nullopt;
  const auto days = std::chrono::sys_days(date).time_since_epoch().count();
  return static_cast<double>(days) * 86400 + *hour * 3600 + *minute * 60 + *second - *zone + fraction;
}

K6Result read_samples_json(Input& input)
{
  SampleCollector collector({.time_step_s = time_step_s, .rounding = 0});
  simdjson::dom::parser parser;
  bool any = false;
  while (const auto text = input.next_line()) {
    if (text->empty())
      continue;
    element line;
    if (const auto error = parser.parse(text->data(), text->size()).get(line); error != simdjson::SUCCESS)
      input.fail(0, fmt::format("not JSON: {}", simdjson::error_message(error)));
    const auto type = member<std::string_view>(input, line, "type");
    if (type == "Point") {
      read_point(input, line, collector);
      any = true;
    } else if (type == "Metric") {
      read_description(input, line, collector);
    } else {
      input.fail(0, fmt::format("type: expected Metric or Point, found {}", config::in_quotes(type)));
    }
  }
  if (not any)
    input.fail(0, "expected samples (lines of type Point), found none");
  K6Result result = collector.result();
  result.name = input.name();
  return result;
}

} // namespace onsale::calibration
