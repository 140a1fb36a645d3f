#include "model/k6/output/sample_time.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <utility>

namespace onsale::k6 {

namespace {

template <class Unit> std::string whole(Instant instant)
{
  return fmt::format("{}", std::chrono::floor<Unit>(instant).time_since_epoch().count());
}

} // namespace

Instant instant_of(Instant start, double time_s)
{
  return start + std::chrono::nanoseconds(std::llround(time_s * 1e9));
}

std::optional<Instant> parse_rfc3339(const std::string& text)
{
  using namespace std::chrono;
  int year_number = 0;
  unsigned month_number = 0;
  unsigned day_number = 0;
  int hour = 0;
  int minute = 0;
  int length = 0;
  if (std::sscanf(text.c_str(), "%4d-%2u-%2uT%2d:%2d:%n", &year_number, &month_number, &day_number, &hour, &minute,
                  &length) != 5 ||
      length == 0)
    return std::nullopt;
  std::size_t used = 0;
  double second = -1;
  const std::string rest = text.substr(static_cast<std::size_t>(length));
  const auto end = rest.find_first_not_of("0123456789.");
  try {
    second = std::stod(rest.substr(0, end), &used);
  } catch (const std::exception&) {
    return std::nullopt;
  }
  const year_month_day date{year{year_number}, month{month_number}, day{day_number}};
  if (not date.ok() || hour > 23 || minute > 59 || second < 0 || second >= 61 || end == std::string::npos ||
      used != end)
    return std::nullopt;
  const std::string zone = rest.substr(end);
  int offset_hours = 0;
  int offset_minutes = 0;
  if (zone != "Z" && (zone.size() != 6 || zone[3] != ':' ||
                      std::sscanf(zone.c_str() + 1, "%2d:%2d", &offset_hours, &offset_minutes) != 2 ||
                      (zone[0] != '+' && zone[0] != '-')))
    return std::nullopt;
  const auto offset = hours{offset_hours} + minutes{offset_minutes};
  return instant_of(sys_days{date} + hours{hour} + minutes{minute} + (zone[0] == '-' ? offset : -offset), second);
}

std::string rfc3339(Instant instant, bool with_nanoseconds)
{
  using namespace std::chrono;
  const auto day = floor<days>(instant);
  const year_month_day date{day};
  const hh_mm_ss clock{instant - day};
  auto text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                          static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                          clock.minutes().count(), clock.seconds().count());
  if (with_nanoseconds && clock.subseconds().count() != 0) {
    text += fmt::format(".{:09}", clock.subseconds().count());
    text.erase(text.find_last_not_of('0') + 1);
  }
  return text + "Z";
}

TimeFormat parse_time_format(std::string_view word)
{
  constexpr std::array<std::pair<std::string_view, TimeFormat>, 6> formats{
      {{"unix", TimeFormat::unix},
       {"unix_milli", TimeFormat::unix_milli},
       {"unix_micro", TimeFormat::unix_micro},
       {"unix_nano", TimeFormat::unix_nano},
       {"rfc3339", TimeFormat::rfc3339},
       {"rfc3339_nano", TimeFormat::rfc3339_nano}}};
  for (const auto& [name, format] : formats)
    if (name == word)
      return format;
  throw std::invalid_argument(fmt::format(
      "'{}' is not a time format; one of unix, unix_milli, unix_micro, unix_nano, rfc3339, rfc3339_nano", word));
}

std::string time_text(Instant instant, TimeFormat format)
{
  switch (format) {
  case TimeFormat::unix_milli:
    return whole<std::chrono::milliseconds>(instant);
  case TimeFormat::unix_micro:
    return whole<std::chrono::microseconds>(instant);
  case TimeFormat::unix_nano:
    return whole<std::chrono::nanoseconds>(instant);
  case TimeFormat::rfc3339:
    return rfc3339(instant, false);
  case TimeFormat::rfc3339_nano:
    return rfc3339(instant, true);
  case TimeFormat::unix:
    break;
  }
  return whole<std::chrono::seconds>(instant);
}

} // namespace onsale::k6
