#include "sim/engine/time.hpp"

#include <gtest/gtest.h>

#include <type_traits>

namespace onsale::engine {

TEST(Time, CountsSecondsFromTheStartOfTheRun)
{
  using namespace std::chrono_literals;
  EXPECT_EQ(in_seconds(Duration(30s)), 30);
  EXPECT_EQ(in_seconds(Duration(5ms)), 0.005);
  EXPECT_EQ(at_seconds(2) + seconds(0.5), at_seconds(2.5));
  EXPECT_EQ(in_seconds(at_seconds(7) - at_seconds(4)), 3);
}

// What must not compile: a bare number as a duration, a wall-clock time as a simulated one.
TEST(Time, IsNeitherANumberNorTheWallClock)
{
  EXPECT_FALSE((std::is_convertible_v<double, Duration>));
  EXPECT_FALSE((std::is_constructible_v<Time, std::chrono::steady_clock::time_point>));
  EXPECT_FALSE((std::is_constructible_v<Time, std::chrono::system_clock::time_point>));
}

TEST(Time, KeepsForeverLaterThanAnyRun)
{
  EXPECT_LT(at_seconds(1e12), end_of_time);
  EXPECT_EQ(at_seconds(1e12) + forever, end_of_time);
}

} // namespace onsale::engine
