#include "sim/engine/histogram.hpp"
#include "sim/engine/percentile.hpp"
#include "sim/engine/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace onsale::engine {
namespace {

const std::vector<double> ranks{0, 0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 1};

// 50,000 values over twelve powers of ten: no percentile is further than 1/256 from the value at that rank.
TEST(Histogram, IsWithinItsErrorBound)
{
  const RandomFamily family(1, 0, "histogram test");
  RandomStream random(family, 0);
  Histogram histogram;
  std::vector<double> values;
  for (int i = 0; i < 50'001; ++i) {
    values.push_back(std::exp(random.uniform(std::log(1e-6), std::log(1e6))));
    histogram.add(values.back());
  }
  std::sort(values.begin(), values.end());
  for (const double p : ranks) {
    const double exact = values[static_cast<std::size_t>(p * 50'000)];
    EXPECT_NEAR(histogram.percentile(p), exact, exact / 256) << "p = " << p;
  }
}

TEST(Histogram, KeepsCountSumAndExtremesExactly)
{
  Histogram histogram;
  histogram.add(3);
  histogram.add(0.125, 2);
  histogram.add(50, 0);
  EXPECT_EQ(histogram.count(), 3U);
  EXPECT_EQ(histogram.sum(), 3.25);
  EXPECT_EQ(histogram.min(), 0.125);
  EXPECT_EQ(histogram.max(), 3);
  EXPECT_DOUBLE_EQ(histogram.mean(), 3.25 / 3);
  EXPECT_NEAR(histogram.percentile(0), 0.125, 0.125 / 256);
  EXPECT_NEAR(histogram.percentile(1), 3, 3.0 / 256);
}

TEST(Histogram, OfNothingIsZero)
{
  const Histogram histogram;
  EXPECT_EQ(histogram.percentile(0.5), 0);
  EXPECT_EQ(histogram.mean(), 0);
  EXPECT_EQ(histogram.min(), 0);
  EXPECT_EQ(histogram.max(), 0);
}

TEST(Histogram, TakesZeroTinyAndHugeValues)
{
  Histogram histogram;
  for (const double value : {0.0, 1e-300, 1e300})
    histogram.add(value);
  EXPECT_EQ(histogram.percentile(0), 0);
  EXPECT_EQ(histogram.max(), 1e300);
  EXPECT_NEAR(histogram.percentile(1), 0x1p33, 0x1p33 / 128); // the last bucket ends at 2^33
  EXPECT_LE(histogram.percentile(0.5), 1e-9);
}

TEST(Histogram, MergedEqualsAllValuesInOne)
{
  const RandomFamily family(1, 0, "histogram merge test");
  RandomStream random(family, 0);
  Histogram whole;
  Histogram parts[3];
  for (int i = 0; i < 3'000; ++i) {
    const double value = static_cast<double>(random.below(1000)) / 64; // exact sums, in any order
    whole.add(value);
    parts[i % 2].add(value); // the third stays empty
  }
  Histogram merged;
  for (const Histogram& part : parts)
    merged.merge(part);
  EXPECT_EQ(merged.count(), whole.count());
  EXPECT_EQ(merged.sum(), whole.sum());
  EXPECT_EQ(merged.min(), whole.min());
  EXPECT_EQ(merged.max(), whole.max());
  for (const double p : ranks)
    EXPECT_EQ(merged.percentile(p), whole.percentile(p));
}

} // namespace
} // namespace onsale::engine
