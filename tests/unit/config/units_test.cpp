#include "model/config/units.hpp"

#include <gtest/gtest.h>

#include <string>

namespace onsale::config {

namespace {

double seconds(std::string_view text, std::string_view unit = {})
{
  const auto parsed = parse_duration(text, unit);
  EXPECT_TRUE(parsed.value) << parsed.problem;
  return parsed.value.value_or(Duration(-99)).count();
}

} // namespace

TEST(Duration, IsReadInAllItsForms)
{
  EXPECT_DOUBLE_EQ(seconds("30s"), 30);
  EXPECT_DOUBLE_EQ(seconds("1m30s"), 90);
  EXPECT_DOUBLE_EQ(seconds("500ms"), 0.5);
  EXPECT_DOUBLE_EQ(seconds("2us"), 2e-6);
  EXPECT_DOUBLE_EQ(seconds("2µs"), 2e-6);
  EXPECT_DOUBLE_EQ(seconds("1h"), 3600);
  EXPECT_DOUBLE_EQ(seconds("1.5s"), 1.5);
  EXPECT_DOUBLE_EQ(seconds("-1m30s"), -90);
  EXPECT_DOUBLE_EQ(seconds("0"), 0);
  EXPECT_DOUBLE_EQ(seconds("PT1M30S"), 90);
  EXPECT_DOUBLE_EQ(seconds("P1DT0.5S"), 86400.5);
  EXPECT_DOUBLE_EQ(seconds("30000", "ms"), 30);
}

TEST(Duration, NeedsAUnit)
{
  EXPECT_EQ(parse_duration("30").problem, "30 needs a unit, as in 30s or 30ms");
}

TEST(Duration, RefusesEverythingElse)
{
  for (const std::string text : {"", "s", "abc", "3x", "30s5", "1m 30s", " 30s", "inf", "nans", "0x10s", "1e400s",
                                 "--1s", "1m-30s", "P", "-", "."})
    EXPECT_EQ(parse_duration(text).problem, "expected a duration such as 30s, 1m30s or 500ms, found \"" + text + "\"");
}

TEST(Duration, IsShownInTheLargestFittingUnit)
{
  EXPECT_EQ(format_duration(Duration(30)), "30s");
  EXPECT_EQ(format_duration(Duration(90)), "90s");
  EXPECT_EQ(format_duration(Duration(120)), "2m");
  EXPECT_EQ(format_duration(Duration(7200)), "2h");
  EXPECT_EQ(format_duration(Duration(1.5)), "1.5s");
  EXPECT_EQ(format_duration(Duration(0.25)), "250ms");
  EXPECT_EQ(format_duration(Duration(3e-6)), "3us");
  EXPECT_EQ(format_duration(Duration(40e-9)), "40ns");
  EXPECT_EQ(format_duration(Duration(0)), "0s");
  EXPECT_EQ(format_duration(Duration(-2)), "-2s");
}

TEST(Bytes, AreAlwaysPowersOf1024)
{
  EXPECT_EQ(parse_bytes("512MB").value, 512LL << 20);
  EXPECT_EQ(parse_bytes("2GiB").value, 2LL << 30);
  EXPECT_EQ(parse_bytes("64KB").value, 64LL << 10);
  EXPECT_EQ(parse_bytes("512m").value, 512LL << 20);
  EXPECT_EQ(parse_bytes("1.5k").value, 1536);
  EXPECT_EQ(parse_bytes("100B").value, 100);
  EXPECT_EQ(parse_bytes("8192", "B").value, 8192);
  EXPECT_EQ(parse_bytes("8192").problem, "8192 needs a unit, as in 8192MB or 8192KB");
  EXPECT_EQ(parse_bytes("12XB").problem, "expected a size such as 512MB or 2GiB, found \"12XB\"");
  EXPECT_EQ(parse_bytes("99999999TB").problem, "\"99999999TB\" is too large for a size");
}

TEST(Bytes, AreShownInTheLargestUnitThatDividesThem)
{
  EXPECT_EQ(format_bytes(512LL << 20), "512MB");
  EXPECT_EQ(format_bytes(1000), "1000B");
  EXPECT_EQ(format_bytes(0), "0B");
}

TEST(Rate, IsPerSecond)
{
  EXPECT_DOUBLE_EQ(*parse_rate("1849/s").value, 1849);
  EXPECT_DOUBLE_EQ(*parse_rate("120/min").value, 2);
  EXPECT_DOUBLE_EQ(*parse_rate("1/ms").value, 1000);
  EXPECT_DOUBLE_EQ(*parse_rate("5", "s").value, 5);
  EXPECT_EQ(parse_rate("1849").problem, "1849 needs a unit, as in 1849/s");
  EXPECT_EQ(parse_rate("1849/x").problem, "expected a rate such as 1849/s, found \"1849/x\"");
  EXPECT_EQ(parse_rate("/s").problem, "expected a rate such as 1849/s, found \"/s\"");
}

TEST(Number, IsPlainDecimal)
{
  EXPECT_DOUBLE_EQ(*parse_number("0.5").value, 0.5);
  EXPECT_DOUBLE_EQ(*parse_number("-1e3").value, -1000);
  for (const std::string text : {"", "inf", "nan", "-inf", "0x10", "1,5", "1 ", "1e999", "six"})
    EXPECT_EQ(parse_number(text).problem, "expected a number, found \"" + text + "\"");
}

TEST(Integer, MayBeWrittenWithAnExponentWhenWhole)
{
  EXPECT_EQ(parse_integer("12").value, 12);
  EXPECT_EQ(parse_integer("1e6").value, 1'000'000);
  EXPECT_EQ(parse_integer("1.5").problem, "expected an integer, found \"1.5\"");
  EXPECT_EQ(parse_integer("1e30").problem, "1e30 is too large for an integer");
}

TEST(Boolean, KnowsTheWordsOfYaml)
{
  EXPECT_EQ(parse_boolean("True").value, true);
  EXPECT_EQ(parse_boolean("off").value, false);
  EXPECT_EQ(parse_boolean("1").problem, "expected true or false, found \"1\"");
}

TEST(Ratio, MayBeAPercentage)
{
  EXPECT_DOUBLE_EQ(*parse_ratio("12%").value, 0.12);
  EXPECT_DOUBLE_EQ(*parse_ratio("0.12").value, 0.12);
  EXPECT_EQ(parse_ratio("12 %").problem, "expected a ratio such as 0.12 or 12%, found \"12 %\"");
}

} // namespace onsale::config
