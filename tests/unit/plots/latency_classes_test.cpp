#include "plots/latency_classes.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace onsale::plots {

/// 90 requests in [1, 2) ms, 9 in [4, 8), 1 in [16, 32): p90 is the 90th, p91 the 91st, p100 the last.
TEST(LatencyClasses, PercentileIsTheMiddleOfTheClassThatHoldsItsRank)
{
  LatencyClasses classes;
  EXPECT_TRUE(std::isnan(classes.percentile_ms(0.5)));
  classes.add(16, 32, 1);
  classes.add(1, 2, 40);
  classes.add(4, 8, 9);
  classes.add(1, 2, 50);
  EXPECT_DOUBLE_EQ(classes.requests(), 100);
  EXPECT_DOUBLE_EQ(classes.percentile_ms(0), std::sqrt(2));
  EXPECT_DOUBLE_EQ(classes.percentile_ms(0.9), std::sqrt(2));
  EXPECT_DOUBLE_EQ(classes.percentile_ms(0.91), std::sqrt(32));
  EXPECT_DOUBLE_EQ(classes.percentile_ms(1), std::sqrt(512));
}

} // namespace onsale::plots
