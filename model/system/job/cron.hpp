/// Spring's CronExpression: six fields, second minute hour day-of-month month day-of-week.
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string>

namespace onsale::system {

/// `0 */5 9-18 * * MON-FRI`: lists, ranges, steps, names of months and days, `?` for `*`; `@hourly`, `@daily`,
/// `@midnight`, `@weekly`, `@monthly`, `@yearly`. A day must match both of its fields. L, W and # are not known.
class Cron {
public:
  /// @param fault  why, if there is none
  static std::optional<Cron> parse(const std::string& text, std::string& fault);

  /// The first instant after that one which it names, both in seconds since 1970-01-01 UTC; nothing: there is none.
  std::optional<std::int64_t> next(std::int64_t after_s) const;

private:
  bool names_day(std::int64_t days) const;
  std::optional<std::int64_t> next_in_day(std::int64_t from_s) const;

  std::bitset<60> seconds_;
  std::bitset<60> minutes_;
  std::bitset<24> hours_;
  std::bitset<32> days_;     // of the month, from 1
  std::bitset<13> months_;   // from 1
  std::bitset<8> week_days_; // 0: Sunday
};

} // namespace onsale::system
