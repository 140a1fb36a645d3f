#include "model/system/job/cron.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

namespace onsale::system {
namespace {

constexpr std::int64_t day_s = 86'400;

constexpr std::array<std::string_view, 12> month_names = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                          "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
constexpr std::array<std::string_view, 7> day_names = {"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> macros = {{{"@yearly", "0 0 0 1 1 *"},
                                                                                  {"@annually", "0 0 0 1 1 *"},
                                                                                  {"@monthly", "0 0 0 1 * *"},
                                                                                  {"@weekly", "0 0 0 * * 0"},
                                                                                  {"@daily", "0 0 0 * * *"},
                                                                                  {"@midnight", "0 0 0 * * *"},
                                                                                  {"@hourly", "0 0 * * * *"}}};

struct CronField {
  std::string_view name;
  int least = 0;
  int most = 0;
};
constexpr std::array<CronField, 6> cron_fields = {{{"second", 0, 59},
                                                   {"minute", 0, 59},
                                                   {"hour", 0, 23},
                                                   {"day of the month", 1, 31},
                                                   {"month", 1, 12},
                                                   {"day of the week", 0, 7}}};

int number_of(std::string_view text, const CronField& field)
{
  for (std::size_t i = 0; field.most == 12 && i < month_names.size(); ++i)
    if (text == month_names[i])
      return static_cast<int>(i) + 1;
  for (std::size_t i = 0; field.most == 7 && i < day_names.size(); ++i)
    if (text == day_names[i])
      return static_cast<int>(i);
  int number = -1;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return read.ec == std::errc() && read.ptr == text.data() + text.size() ? number : -1;
}

/// `*`, `5`, `1-7`, `*/5`, `10/5`, `1-20/5`. @return whether it is one
template <class Bits> bool add_range(std::string_view text, const CronField& field, Bits& bits)
{
  int step = 1;
  const std::size_t slash = text.find('/');
  if (slash != std::string_view::npos) {
    step = number_of(text.substr(slash + 1), {});
    text = text.substr(0, slash);
  }
  int from = field.least;
  int to = field.most;
  if (text != "*" && text != "?") {
    const std::size_t dash = text.find('-');
    from = number_of(text.substr(0, dash), field);
    if (dash != std::string_view::npos)
      to = number_of(text.substr(dash + 1), field);
    else if (slash == std::string_view::npos)
      to = from;
  }
  if (from < field.least || to > field.most || from > to || step < 1)
    return false;
  for (int i = from; i <= to; i += step)
    bits.set(static_cast<std::size_t>(i));
  return true;
}

template <class Bits> bool read_field(const std::string& text, const CronField& field, Bits& bits)
{
  std::istringstream ranges(text);
  for (std::string range; std::getline(ranges, range, ',');)
    if (not add_range(range, field, bits))
      return false;
  return bits.any();
}

} // namespace

std::optional<Cron> Cron::parse(const std::string& text, std::string& fault)
{
  std::string expression = text;
  for (const auto& [macro, meaning] : macros)
    if (text == macro)
      expression = meaning;
  std::istringstream stream(expression);
  std::vector<std::string> words;
  for (std::string word; stream >> word;)
    words.push_back(word);
  if (words.size() != cron_fields.size()) {
    fault = "expected six fields (second minute hour day-of-month month day-of-week), there are " +
            std::to_string(words.size());
    return std::nullopt;
  }
  Cron cron;
  const std::array<bool, 6> valid = {
      read_field(words[0], cron_fields[0], cron.seconds_), read_field(words[1], cron_fields[1], cron.minutes_),
      read_field(words[2], cron_fields[2], cron.hours_),   read_field(words[3], cron_fields[3], cron.days_),
      read_field(words[4], cron_fields[4], cron.months_),  read_field(words[5], cron_fields[5], cron.week_days_)};
  for (std::size_t i = 0; i < valid.size(); ++i)
    if (not valid[i]) {
      fault = words[i] + " is no " + std::string(cron_fields[i].name) + ": expected " +
              std::to_string(cron_fields[i].least) + " to " + std::to_string(cron_fields[i].most) +
              ", `*`, ranges, lists or steps";
      return std::nullopt;
    }
  if (cron.week_days_[7]) // Sunday has two numbers
    cron.week_days_.set(0);
  return cron;
}

bool Cron::names_day(std::int64_t days) const
{
  const std::chrono::sys_days day{std::chrono::days(days)};
  const std::chrono::year_month_day date(day);
  return months_[static_cast<unsigned>(date.month())] && days_[static_cast<unsigned>(date.day())] &&
         week_days_[std::chrono::weekday(day).c_encoding()];
}

std::optional<std::int64_t> Cron::next_in_day(std::int64_t from_s) const
{
  for (std::int64_t hour = from_s / 3600; hour < 24; ++hour) {
    if (not hours_[static_cast<std::size_t>(hour)])
      continue;
    for (std::int64_t minute = hour == from_s / 3600 ? from_s / 60 % 60 : 0; minute < 60; ++minute) {
      if (not minutes_[static_cast<std::size_t>(minute)])
        continue;
      const std::int64_t begin_s = hour * 3600 + minute * 60;
      for (std::int64_t second = begin_s + 60 > from_s && begin_s < from_s ? from_s % 60 : 0; second < 60; ++second)
        if (seconds_[static_cast<std::size_t>(second)])
          return begin_s + second;
    }
  }
  return std::nullopt;
}

std::optional<std::int64_t> Cron::next(std::int64_t after_s) const
{
  constexpr std::int64_t longest = 366 * 41; // a 29th of February on a given day of the week
  const std::int64_t from_s = after_s + 1;
  const std::int64_t today = from_s / day_s;
  for (std::int64_t day = today; day < today + longest; ++day)
    if (names_day(day))
      if (const auto found = next_in_day(day == today ? from_s % day_s : 0))
        return day * day_s + *found;
  return std::nullopt;
}

} // namespace onsale::system
