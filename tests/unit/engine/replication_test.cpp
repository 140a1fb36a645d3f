#include "sim/engine/replication.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

namespace onsale::engine {

// 1.2, 1.5, 1.68, 1.89, 0.95, 1.49, 1.58, 1.55, 0.5, 1.09: mean 1.343, variance 0.16751, t(0.95; 9) = 1.8331:
// half-width 1.8331 sqrt(0.16751 / 10) = 0.23725. Law, Simulation Modeling and Analysis, example 4.26 (1.34 +- 0.24).
TEST(StudentInterval, AgreesWithTheTextbook)
{
  const std::vector<double> values{1.20, 1.50, 1.68, 1.89, 0.95, 1.49, 1.58, 1.55, 0.50, 1.09};
  const Interval interval = student_interval(values, 0.90);
  EXPECT_NEAR(interval.mean, 1.343, 1e-12);
  EXPECT_NEAR(interval.half_width, 0.23725, 1e-5);
}

// 1 and 3: mean 2, deviation sqrt(2), t(0.975; 1) = 12.7062: half-width 12.7062 sqrt(2) / sqrt(2).
TEST(StudentInterval, OfTwoReplications)
{
  const std::vector<double> values{1, 3};
  const Interval interval = student_interval(values, 0.95);
  EXPECT_DOUBLE_EQ(interval.mean, 2);
  EXPECT_NEAR(interval.half_width, 12.7062, 1e-4);
  EXPECT_TRUE(interval.covers(14.7));
  EXPECT_FALSE(interval.covers(14.8));
  EXPECT_NEAR(interval.low(), -10.7062, 1e-4);
}

TEST(StudentInterval, IsInfiniteWithoutTwoReplications)
{
  const std::vector<double> one{5};
  EXPECT_EQ(student_interval(one, 0.95).mean, 5);
  EXPECT_TRUE(std::isinf(student_interval(one, 0.95).half_width));
  EXPECT_TRUE(std::isinf(student_interval({}, 0.95).half_width));
}

TEST(StudentInterval, RefusesAConfidenceThatIsNone)
{
  const std::vector<double> values{1, 2};
  for (const double confidence : {0.0, 1.0, -0.5, 95.0, std::nan("")})
    EXPECT_THROW(student_interval(values, confidence), std::invalid_argument);
}

// Tables of Student's law; with endless freedom it is the normal law.
TEST(StudentQuantile, IsThatOfTheTables)
{
  EXPECT_NEAR(student_quantile(4, 0.975), 2.776445, 1e-6);
  EXPECT_NEAR(student_quantile(std::numeric_limits<double>::infinity(), 0.975), 1.959964, 1e-6);
}

} // namespace onsale::engine
