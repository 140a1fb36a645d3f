#include "sim/engine/percentile.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <vector>

namespace onsale::engine {

// Position p (n - 1) of 1..10: 4.5, 8.1 and 8.55, counted from 0.
TEST(Percentile, InterpolatesBetweenNeighbours)
{
  std::vector<double> values{10, 3, 5, 1, 9, 7, 2, 8, 6, 4};
  EXPECT_DOUBLE_EQ(percentile(values, 0.5), 5.5);
  EXPECT_DOUBLE_EQ(percentile(values, 0.9), 9.1);
  EXPECT_DOUBLE_EQ(percentile(values, 0.95), 9.55);
  EXPECT_DOUBLE_EQ(percentile(values, 0), 1);
  EXPECT_DOUBLE_EQ(percentile(values, 1), 10);
}

TEST(Percentile, OfFourValuesNearTheEnd)
{
  std::vector<double> values{4, 2, 3, 1};
  EXPECT_DOUBLE_EQ(percentile(values, 0.99), 3.97); // position 2.97: 3 + 0.97 * (4 - 3)
}

TEST(Percentile, OfOneValueIsThatValueAndOfNoneIsZero)
{
  std::vector<double> one{7};
  EXPECT_EQ(percentile(one, 0.99), 7);
  EXPECT_EQ(percentile({}, 0.5), 0);
}

TEST(Percentile, ReordersButKeepsTheValues)
{
  std::vector<double> values(101);
  std::iota(values.begin(), values.end(), 0.0);
  std::reverse(values.begin(), values.end());
  for (const double p : {0.25, 0.5, 0.75, 0.1})
    EXPECT_DOUBLE_EQ(percentile(values, p), 100 * p);
  std::sort(values.begin(), values.end());
  EXPECT_EQ(values.front(), 0);
  EXPECT_EQ(values.back(), 100);
}

} // namespace onsale::engine
