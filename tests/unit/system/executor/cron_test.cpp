#include "model/system/job/cron.hpp"

#include <gmock/gmock.h>

#include <chrono>

namespace onsale::system {
namespace {

std::int64_t at(int year, unsigned month, unsigned day, int hour = 0, int minute = 0, int second = 0)
{
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
  return std::chrono::sys_days(date).time_since_epoch().count() * 86400 + hour * 3600 + minute * 60 + second;
}

std::int64_t next(const std::string& text, std::int64_t after)
{
  std::string fault;
  const auto cron = Cron::parse(text, fault);
  EXPECT_TRUE(cron) << fault;
  return cron ? cron->next(after).value_or(-1) : -1;
}

std::string fault_of(const std::string& text)
{
  std::string fault;
  EXPECT_FALSE(Cron::parse(text, fault));
  return fault;
}

} // namespace

// 2026-03-02 is a Monday.
TEST(Cron, NamesTheNextInstant)
{
  EXPECT_EQ(next("* * * * * *", at(2026, 3, 2)), at(2026, 3, 2, 0, 0, 1));
  EXPECT_EQ(next("0 * * * * *", at(2026, 3, 2)), at(2026, 3, 2, 0, 1));
  EXPECT_EQ(next("*/10 * * * * *", at(2026, 3, 2, 9, 59, 50)), at(2026, 3, 2, 10));
  EXPECT_EQ(next("0 0 10 * * *", at(2026, 3, 2, 10)), at(2026, 3, 3, 10)); // the instant itself is past
  EXPECT_EQ(next("0 0 10 * * *", at(2026, 3, 2, 9, 59, 59)), at(2026, 3, 2, 10));
  EXPECT_EQ(next("0 0/15 9-17 * * MON-FRI", at(2026, 3, 6, 17, 45)), at(2026, 3, 9, 9)); // over a weekend
  EXPECT_EQ(next("30 5,35 8 * * *", at(2026, 3, 2, 8, 5, 30)), at(2026, 3, 2, 8, 35, 30));
  EXPECT_EQ(next("0 0 0 1 JAN ?", at(2026, 3, 2)), at(2027, 1, 1));
  EXPECT_EQ(next("0 0 0 * * SUN", at(2026, 3, 2)), at(2026, 3, 8));
  EXPECT_EQ(next("0 0 0 * * 7", at(2026, 3, 2)), at(2026, 3, 8));
  EXPECT_EQ(next("@daily", at(2026, 3, 2, 1)), at(2026, 3, 3));
  EXPECT_EQ(next("@hourly", at(2026, 3, 2, 1, 30)), at(2026, 3, 2, 2));
}

// Both fields of the day must match (Spring's CronExpression, unlike cron(8)): the 13th that is a Friday.
TEST(Cron, ADayMatchesBothItsFields)
{
  EXPECT_EQ(next("0 0 0 13 * FRI", at(2026, 3, 14)), at(2026, 11, 13));
  EXPECT_EQ(next("0 0 0 29 2 *", at(2026, 3, 2)), at(2028, 2, 29));
  EXPECT_EQ(next("0 0 0 31 2 *", at(2026, 3, 2)), -1);
}

TEST(Cron, SaysWhatIsWrong)
{
  EXPECT_EQ(fault_of("* * * * *"),
            "expected six fields (second minute hour day-of-month month day-of-week), there are 5");
  EXPECT_EQ(fault_of("0 60 * * * *"), "60 is no minute: expected 0 to 59, `*`, ranges, lists or steps");
  EXPECT_EQ(fault_of("0 0 0 L * *"), "L is no day of the month: expected 1 to 31, `*`, ranges, lists or steps");
  EXPECT_EQ(fault_of("0 0 0 * * FRY"), "FRY is no day of the week: expected 0 to 7, `*`, ranges, lists or steps");
  EXPECT_EQ(fault_of("*/0 * * * * *"), "*/0 is no second: expected 0 to 59, `*`, ranges, lists or steps");
}

} // namespace onsale::system
