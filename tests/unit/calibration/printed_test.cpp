#include "calibration/k6/printed.hpp"

#include <gtest/gtest.h>

namespace onsale::calibration {
namespace {

void expect_interval(const std::optional<Figure>& figure, double low, double high)
{
  ASSERT_TRUE(figure.has_value());
  EXPECT_NEAR(figure->low, low, 1e-9 * high) << figure->text;
  EXPECT_NEAR(figure->high, high, 1e-9 * high) << figure->text;
}

TEST(Printed, TimesAreCutAtTwoDecimalsOfTheirUnit)
{
  expect_interval(read_printed("1.4s", Print::time), 1.40, 1.41);
  expect_interval(read_printed("910.85ms", Print::time), 0.91085, 0.91086);
  expect_interval(read_printed("298µs", Print::time), 298e-6, 298.01e-6);
  expect_interval(read_printed("676ns", Print::time), 676e-9, 676.01e-9);
  EXPECT_LT(read_printed("0s", Print::time)->high, 1e-9);
}

TEST(Printed, TimesFromOneMinuteOnAreCutAtWholeSeconds)
{
  expect_interval(read_printed("1m21s", Print::time), 81, 82);
  expect_interval(read_printed("1m0s", Print::time), 60, 61);
  expect_interval(read_printed("1h2m3s", Print::time), 3723, 3724);
}

TEST(Printed, SharesAreCutAndRatesRounded)
{
  expect_interval(read_printed("99.56%", Print::share), 0.9956, 0.9957);
  expect_interval(read_printed("99%", Print::check_share), 0.99, 1.0);
  expect_interval(read_printed("1849.081407/s", Print::rate), 1849.0814065, 1849.0814075);
}

TEST(Printed, BytesAreRoundedInThousands)
{
  expect_interval(read_printed("163 MB", Print::bytes), 162.45e6, 163.55e6);
  expect_interval(read_printed("1.3 MB/s", Print::bytes), 1.25e6, 1.35e6);
  expect_interval(read_printed("102 B/s", Print::bytes), 101.45, 102.55);
}

TEST(Printed, WhatIsNoSuchTextIsNothing)
{
  EXPECT_FALSE(read_printed("soon", Print::time).has_value());
  EXPECT_FALSE(read_printed("12 parsecs", Print::time).has_value());
  EXPECT_FALSE(read_printed("12", Print::share).has_value());
  EXPECT_FALSE(read_printed("", Print::count).has_value());
}

TEST(Typed, AuthorsMayHaveCutOrRounded)
{
  expect_interval(read_typed(1.19, "1.19초"), 1.18, 1.20);
  expect_interval(read_typed(0.2712, "271.2 ms"), 0.2711, 0.2713);
  expect_interval(read_typed(74, "1분 14초"), 73, 75);
  expect_interval(read_typed(884.29, "884.29 요청/초"), 884.28, 884.30);
  expect_interval(read_typed(0.97, "97.00%"), 0.9699, 0.9701);
}

TEST(Typed, WhatIsCountedIsExact)
{
  expect_interval(read_typed(411739, "411,739건"), 411739, 411739);
}

TEST(UnlikeK6, KnowsK6OwnText)
{
  for (const char* time : {"1.4s", "910.85ms", "0s", "1m21s", "442µs"})
    EXPECT_EQ(unlike_k6(time, Print::time), "") << time;
  EXPECT_EQ(unlike_k6("1685.63326/s", Print::rate), "");
  EXPECT_EQ(unlike_k6("100.00%", Print::share), "");
  EXPECT_EQ(unlike_k6("6.0 MB", Print::bytes), "");
}

TEST(UnlikeK6, SaysWhatK6WouldNotPrint)
{
  EXPECT_EQ(unlike_k6("3.70ms", Print::time), "k6 drops trailing zeros");
  EXPECT_EQ(unlike_k6("3.701ms", Print::time), "k6 cuts at two decimals, and at whole seconds from one minute on");
  EXPECT_EQ(unlike_k6("1200ms", Print::time), "k6 would take the next unit");
  EXPECT_EQ(unlike_k6("3110.906250/s", Print::rate), "k6 drops trailing zeros");
  EXPECT_EQ(unlike_k6("99.9%", Print::share), "k6 prints two decimals");
  EXPECT_EQ(unlike_k6("19.5 MB", Print::bytes), "k6 prints one decimal below 10 units and none above");
}

} // namespace
} // namespace onsale::calibration
