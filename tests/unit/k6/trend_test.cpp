#include "model/k6/metric/trend.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace onsale::k6 {
namespace {

Trend of(const std::vector<double>& values)
{
  Trend trend;
  for (const double value : values)
    trend.add(value);
  return trend;
}

TEST(Trend, InterpolatesBetweenTheNearestRanks)
{
  // Ten values: p(90) is at rank 0.9 x 9 = 8.1, so 9 + 0.1 (10 - 9); p(95) at 8.55; the median at 4.5.
  const auto ten = of({7, 1, 10, 3, 5, 9, 2, 8, 4, 6});
  EXPECT_DOUBLE_EQ(ten.statistic("med"), 5.5);
  EXPECT_DOUBLE_EQ(ten.statistic("p(90)"), 9.1);
  EXPECT_DOUBLE_EQ(ten.statistic("p(95)"), 9.55);
  EXPECT_DOUBLE_EQ(of({4, 2, 1, 3}).statistic("p(99)"), 3.97);
  EXPECT_EQ(ten.statistic("p(0)"), 1);
  EXPECT_EQ(ten.statistic("p(100)"), 10);
  EXPECT_EQ(ten.statistic("avg"), 5.5);
  EXPECT_EQ(ten.statistic("count"), 10);
}

TEST(Trend, IsTheValueForOneAndZeroForNone)
{
  for (const auto* name : {"avg", "min", "med", "max", "p(99.9)"}) {
    EXPECT_EQ(of({42}).statistic(name), 42) << name;
    EXPECT_EQ(Trend().statistic(name), 0) << name;
  }
}

TEST(Trend, RanksZerosBetweenNegativeAndPositiveValues)
{
  // Sorted: -2 -1 0 0 0 3 4.
  const auto trend = of({0, 3, -1, 0, 4, -2, 0});
  const std::vector<double> sorted{-2, -1, 0, 0, 0, 3, 4};
  for (std::size_t rank = 0; rank < sorted.size(); ++rank)
    EXPECT_DOUBLE_EQ(trend.percentile(100.0 * static_cast<double>(rank) / 6), sorted[rank]) << rank;
  EXPECT_EQ(trend.minimum(), -2);
  EXPECT_EQ(trend.maximum(), 4);
}

TEST(Trend, SelectsExactlyWhatSortingWouldAlsoWhileItGrows)
{
  std::uint64_t state = 1; // a fixed linear congruential sequence, so that a failure repeats
  std::vector<double> values;
  Trend trend;
  for (int round = 0; round < 20; ++round) {
    for (int i = 0; i < 137; ++i) {
      state = state * 6364136223846793005U + 1442695040888963407U;
      const double value = static_cast<double>((state >> 33) % 1000) / 10;
      values.push_back(value);
      trend.add(value);
    }
    auto sorted = values;
    std::sort(sorted.begin(), sorted.end());
    for (const double percent : {99.0, 50.0, 95.0, 0.0, 90.0, 99.9, 100.0, 12.5}) {
      const double position = percent / 100 * static_cast<double>(sorted.size() - 1);
      const auto low = sorted[static_cast<std::size_t>(std::floor(position))];
      const auto high = sorted[static_cast<std::size_t>(std::ceil(position))];
      EXPECT_EQ(trend.percentile(percent), low + (high - low) * (position - std::floor(position)));
    }
  }
}

TEST(Trend, RefusesAStatisticThatK6DoesNotHave)
{
  for (const auto* name : {"p95", "p(-1)", "p()", "p(9x)", "mean", ""})
    EXPECT_THROW(static_cast<void>(Trend().statistic(name)), std::invalid_argument) << name;
  EXPECT_THAT([] { percent_of("p95"); },
              testing::ThrowsMessage<std::invalid_argument>(
                  "'p95' is not a statistic of a trend: avg, min, med, max, count or p(N) with N from 0 on"));
}

} // namespace
} // namespace onsale::k6
