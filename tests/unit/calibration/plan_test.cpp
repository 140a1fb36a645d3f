#include "calibration/audit/plan.hpp"
#include "tests/unit/calibration/result_fixture.hpp"

#include <gtest/gtest.h>

namespace onsale::calibration {
namespace {

// 0 > 2 in 2 s, 3 s at 2, > 0 in 2 s: slot 1 loops from 1 to 7, slot 2 from 2 to 6, together 10 VU-seconds. The last
// iterations, half a second each, may add 0.5 s to both.
TEST(Plan, LoopingVusHaveTheAreaUnderTheRamp)
{
  const auto options = options_of({ramping_vus(0, {{2, 2}, {3, 2}, {2, 0}})});
  EXPECT_NEAR(looping_vu_seconds(options), 10, 1e-6);
  EXPECT_NEAR(most_vu_seconds(options, 0.5), 11, 1e-6);
  EXPECT_EQ(held_vus(options), 2);
  EXPECT_EQ(vus_at_start(options), 2);
  EXPECT_EQ(regular_end_s(options), 7);
}

// 10 > 1000 in 10 s: 5050; > 5000 in 20 s: 60,000; > 1000 in 30 s: 90,000; > 5000 in 10 s: 30,000.
TEST(Plan, ArrivalsAreTheAreaUnderTheRate)
{
  const auto options = options_of({ramping_arrivals(10, 200, 500, {{10, 1000}, {20, 5000}, {30, 1000}, {10, 5000}})});
  const auto arrivals = arrivals_of(options);
  ASSERT_TRUE(arrivals.has_value());
  EXPECT_NEAR(arrivals->planned, 185'050, 1e-6);
  EXPECT_EQ(arrivals->largest_rate_per_s, 5000);
  EXPECT_EQ(arrivals->most_vu_time_s, 500 * 70);
  EXPECT_TRUE(arrivals->alone);
  EXPECT_EQ(most_vus(options), 500);
}

TEST(Plan, TestsThatEndByIterationsHaveNoRegularEnd)
{
  auto scenario = ramping_vus(0, {});
  scenario.executor = k6::PerVuIterations{.vus = 100, .iterations = 1000};
  EXPECT_EQ(regular_end_s(options_of({scenario})), 0);
  EXPECT_EQ(planned_iterations(options_of({scenario})), 100'000);
  EXPECT_FALSE(planned_iterations(options_of({scenario, ramping_vus(1, {{1, 1}})})).has_value());
}

} // namespace
} // namespace onsale::calibration
