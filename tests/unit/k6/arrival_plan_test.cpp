#include "model/k6/options/arrival_plan.hpp"
#include "model/k6/options/options.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <vector>

namespace onsale::k6 {
namespace {

template <class Arrivals> std::vector<std::int64_t> all(Arrivals arrivals)
{
  std::vector<std::int64_t> times;
  while (const auto time = arrivals.next())
    times.push_back(*time);
  return times;
}

TEST(ConstantArrivals, AreDueAtMultiplesOfTheTruncatedPeriod)
{
  const ConstantArrivals three(3, second_ns, 10 * second_ns);
  EXPECT_EQ(three.period_ns(), 333333333);
  EXPECT_EQ(all(three).size(), 31);
  EXPECT_EQ(all(three).front(), 0);
  EXPECT_EQ(all(three).back(), 9999999990);

  const ConstantArrivals seven(7, second_ns, 10 * second_ns);
  EXPECT_EQ(seven.period_ns(), 142857142);
  EXPECT_EQ(all(seven).size(), 71);
}

TEST(ConstantArrivals, IncludeTheTickAtTheDuration)
{
  EXPECT_EQ(all(ConstantArrivals(10, second_ns, 10 * second_ns)).size(), 101);
  EXPECT_EQ(all(ConstantArrivals(100, second_ns, 10 * second_ns)).size(), 1001);
  EXPECT_EQ(all(ConstantArrivals(100, second_ns, 120 * second_ns)).size(), 12001);
}

// Up: area t^2 / 10 reaches 1 at sqrt(10), 2 at sqrt(20); flat: 2.5 at 5, 3 at 5.5; down mirrors up: 4 at 6.5279, 5, 6
// at 11.
TEST(RampingArrivals, AreDueWhenTheAreaUnderTheRateReachesAWholeNumber)
{
  const auto times = all(RampingArrivals(0, second_ns, {{5 * second_ns, 1}, {1 * second_ns, 1}, {5 * second_ns, 0}}));
  const std::vector<double> expected_s{3.162278, 4.472136, 5.5, 6.527864, 7.837722, 11.0};
  ASSERT_EQ(times.size(), expected_s.size());
  for (std::size_t i = 0; i < times.size(); ++i)
    EXPECT_NEAR(static_cast<double>(times[i]) / 1e9, expected_s[i], 1e-6) << i;
}

TEST(RampingArrivals, TakeTheRatePerTimeUnit)
{
  const auto times =
      all(RampingArrivals(0, second_ns / 3, {{5 * second_ns, 1}, {1 * second_ns, 1}, {5 * second_ns, 0}}));
  ASSERT_EQ(times.size(), 18);
  EXPECT_NEAR(static_cast<double>(times.front()) / 1e9, 1.825, 1e-3);
  EXPECT_NEAR(static_cast<double>(times.back()) / 1e9, 10.999, 1e-3);
}

// Rate t, area t^2 / 2: iteration k at sqrt(2k).
TEST(RampingArrivals, OfALinearRampAreSquareRoots)
{
  const auto times = all(RampingArrivals(0, second_ns, {{10 * second_ns, 10}}));
  ASSERT_EQ(times.size(), 50);
  for (std::size_t i = 0; i < times.size(); ++i)
    EXPECT_NEAR(static_cast<double>(times[i]), std::sqrt(2.0 * static_cast<double>(i + 1)) * 1e9, 2) << i;
  EXPECT_EQ(times[0], 1414213562);
  EXPECT_EQ(times[1], 2000000000);
  EXPECT_EQ(times.back(), 10000000000);
}

TEST(RampingArrivals, AreNoneWithoutRate)
{
  EXPECT_TRUE(all(RampingArrivals(0, second_ns, {{10 * second_ns, 0}})).empty());
  EXPECT_TRUE(all(RampingArrivals(5, second_ns, {})).empty());
}

// A jump to 4/s at 1 s after 1 s without load: 1.25, 1.5, 1.75, 2.0; 4e-9 is no double, hence the truncated nanosecond.
TEST(RampingArrivals, JumpWithAStageOfNoDuration)
{
  const auto times = all(RampingArrivals(0, second_ns, {{1 * second_ns, 0}, {0, 4}, {1 * second_ns, 4}}));
  EXPECT_THAT(times, testing::ElementsAre(1249999999, 1499999999, 1750000000, 1999999999));
}

} // namespace
} // namespace onsale::k6
