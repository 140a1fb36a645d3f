#include "sim/run/verdict/bottleneck.hpp"

#include <gtest/gtest.h>

namespace onsale::run {
namespace {

/// Utilisations of each resource second by second; 10 VUs and 5 requests/s more in each.
Series series_of(std::vector<system::Resource> resources, const std::vector<std::vector<double>>& utilisations)
{
  Series series;
  series.resources = std::move(resources);
  series.capacities.assign(series.resources.size(), 2);
  for (std::size_t second = 0; second < utilisations.front().size(); ++second) {
    const auto ordinal = static_cast<double>(second + 1);
    SeriesPoint point;
    point.time_s = ordinal;
    point.vus = 10 * (second + 1);
    point.requests_per_s = 5 * ordinal;
    for (const auto& resource : utilisations)
      point.resources.push_back({resource[second], 7 * ordinal});
    series.points.push_back(point);
  }
  return series;
}

} // namespace

TEST(Bottleneck, TwoBusySecondsAreNoSaturation)
{
  EXPECT_TRUE(saturations(series_of({{.id = "box cpu"}}, {{1, 1, 0.5, 1, 1}})).empty());
}

// Full in seconds 3 to 6: from 2 s on, 4 seconds, mean (1 + 0.96 + 1 + 1) / 4 = 0.99; the load is that of second 3.
TEST(Bottleneck, SaturationBeginsWithTheFirstOfTheBusySeconds)
{
  const auto found = saturations(series_of({{.id = "box cpu"}}, {{0.2, 0.9, 1, 0.96, 1, 1, 0.1}}));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].time_s, 2);
  EXPECT_EQ(found[0].vus, 30U);
  EXPECT_EQ(found[0].requests_per_s, 15);
  EXPECT_EQ(found[0].seconds, 4);
  EXPECT_NEAR(found[0].utilisation, 0.99, 1e-12);
}

TEST(Bottleneck, WhoDoesTheWorkIsBlamedBeforeWhoWaitsForIt)
{
  const auto series =
      series_of({{.id = "tomcat workers", .depth = 5}, {.id = "hikari pool", .depth = 4}, {.id = "box cpu"}},
                {{1, 1, 1, 1, 1, 1}, {0, 1, 1, 1, 1, 1}, {0, 0, 1, 1, 1, 1}});
  EXPECT_EQ(
      bottleneck_line(series),
      "box cpu, 100 % busy for 4 s from 2 s on (then 30 VUs, 15 requests/s); behind it hikari pool full from 1 s (up "
      "to 42 waiting), tomcat workers full from 0 s (up to 42 waiting)");
}

} // namespace onsale::run
