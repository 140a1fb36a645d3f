#include "sim/run/verdict/failure_points.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace onsale::run {
namespace {

using testing::HasSubstr;

/// Ten seconds with 10 VUs more in each; one resource, busy as given in all of them.
RunResult run_with(double utilisation)
{
  RunResult result;
  result.series.resources = {{.id = "hikari pool", .kind = system::Resource::Kind::held, .part = "hikari"}};
  result.series.capacities = {10};
  for (int second = 1; second <= 10; ++second) {
    SeriesPoint point;
    point.time_s = second;
    point.vus = 10U * static_cast<unsigned>(second);
    point.requests_per_s = 5;
    point.resources = {{second > 4 ? utilisation : 0.1, 20}};
    result.series.points.push_back(point);
  }
  return result;
}

} // namespace

TEST(FailurePoints, AreInOrderOfTheirFirstSignWithTheLoadOfThatTime)
{
  RunResult result = run_with(1);
  result.failures.push_back({"reserve",
                             "pool_timeout",
                             "hikari pool",
                             500,
                             {3, engine::at_seconds(7.5), engine::at_seconds(9), "HikariPool-1 - timed out"}});
  result.jvm_log = {{engine::at_seconds(2.5), "Thread starvation"}, {engine::at_seconds(6), "Thread starvation"}};
  const auto points = failure_points(result);
  ASSERT_EQ(points.size(), 3U);
  EXPECT_EQ(points[0].resource, "jvm");
  EXPECT_EQ(points[0].count, 2U);
  EXPECT_EQ(points[0].vus, 30U);
  EXPECT_EQ(points[1].cause, "saturated");
  EXPECT_EQ(points[1].time_s, 4);
  EXPECT_EQ(points[1].evidence, "100 % of 10 busy for 6 s, up to 20 waiting");
  EXPECT_EQ(points[2].cause, "pool_timeout");
  EXPECT_EQ(points[2].vus, 80U);
  EXPECT_EQ(points[2].last_s, 9);
  EXPECT_EQ(points[2].log_line, "HikariPool-1 - timed out");
}

TEST(LoadLimit, AFullResourceIsTheServersLimit)
{
  const LoadLimit limit = load_limit({}, run_with(1));
  EXPECT_EQ(limit.by, LoadLimit::By::server);
  EXPECT_EQ(limit.evidence, "hikari pool full from 4 s on; connections stop at the 100 VUs, 8192 are allowed");
}

TEST(LoadLimit, WithoutAFullResourceTheGeneratorAskedForNoMore)
{
  const LoadLimit limit = load_limit({}, run_with(0.7));
  EXPECT_EQ(limit.by, LoadLimit::By::generator);
  EXPECT_THAT(limit.evidence, HasSubstr("100 VUs asked for no more"));
  EXPECT_THAT(limit.evidence, HasSubstr("hikari pool, at most 70 % busy"));
}

TEST(LoadLimit, ACpuThatK6FillsIsTheGeneratorsLimit)
{
  RunResult result = run_with(1);
  result.series.resources = {{.id = "box cpu", .part = "host", .host = "box"}};
  result.cpu_users = {{"box", "server", 2, 4}, {"box", "k6", 2, 6}};
  const LoadLimit limit = load_limit({}, result);
  EXPECT_EQ(limit.by, LoadLimit::By::generator);
  EXPECT_THAT(limit.evidence, HasSubstr("k6 itself used 60 % of box cpu"));
}

// 10 VUs whose shortest iteration lasts 1 s begin at most 10 x 10 / 1 + 10 = 110 in 10 s. Of 1,000 planned, 890 are
// lost whatever the server does; 900 were dropped.
TEST(LoadLimit, DropsThatNoServerCouldAvoidAreTheGeneratorsLimit)
{
  Scenario scenario;
  k6::ConstantArrivalRate arrivals;
  arrivals.rate = 100;
  arrivals.duration_ns = 10 * k6::second_ns;
  arrivals.vus = {10, 10};
  scenario.load.scenarios.emplace_back().executor = arrivals;
  RunResult result = run_with(1);
  result.summary.metrics = {
      {"dropped_iterations", k6::MetricKind::counter, k6::MetricContent::number, {{"count", 900}, {"rate", 90}}, {}},
      {"iteration_duration", k6::MetricKind::trend, k6::MetricContent::time, {{"avg", 1200}, {"min", 1000}}, {}}};
  const LoadLimit limit = load_limit(scenario, result);
  EXPECT_EQ(limit.by, LoadLimit::By::generator);
  EXPECT_THAT(limit.evidence, HasSubstr("890 of the 900 dropped iterations were lost before any server"));
}

} // namespace onsale::run
