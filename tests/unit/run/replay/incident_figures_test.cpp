#include "sim/run/replay/incident_figures.hpp"

#include <gtest/gtest.h>

namespace onsale::run {
namespace {

/// 40 seconds of 100 requests of 10 ms each; trouble over (10 s, `until`]: 100 ms each and 5 failures a second.
RunResult run_with_trouble(double until_s)
{
  RunResult result;
  for (int second = 1; second <= 40; ++second) {
    SeriesPoint point;
    point.time_s = second;
    point.requests_per_s = 100;
    const bool bad = second > 10 && second <= until_s;
    point.failures_per_s = bad ? 5 : 0;
    std::vector<double> durations_ms(100, bad ? 100.0 : 10.0);
    describe_latencies(point, durations_ms);
    result.series.points.push_back(std::move(point));
  }
  return result;
}

TEST(IncidentFigures, CountFromTheBeginningToTheLastBadSecond)
{
  RunResult result = run_with_trouble(25);
  result.timeline = {{engine::at_seconds(10), operations::TimelineEvent::Kind::fault, "database slow begins"},
                     {engine::at_seconds(13), operations::TimelineEvent::Kind::sign, "p95 > 50ms"}};
  const IncidentFigures figures = incident_figures(result, 10);
  EXPECT_DOUBLE_EQ(figures.normal_p95_ms, 10);
  EXPECT_DOUBLE_EQ(figures.detected_s, 3);
  EXPECT_EQ(figures.detected_by, "p95 > 50ms");
  EXPECT_DOUBLE_EQ(figures.recovered_s, 15);
  EXPECT_DOUBLE_EQ(figures.lost_requests, 75);
  EXPECT_NEAR(figures.p95_during_ms, 100, 9); // a class is 9 % wide
  EXPECT_NEAR(figures.p95_after_ms, 10, 0.9);
}

TEST(IncidentFigures, ARunThatEndsInTroubleNeverRecovered)
{
  const IncidentFigures figures = incident_figures(run_with_trouble(38), 10);
  EXPECT_EQ(figures.recovered_s, never);
  EXPECT_EQ(figures.detected_s, never);
  const IncidentFigures again = incident_figures_from_json(to_json(figures));
  EXPECT_EQ(again.recovered_s, never);
  EXPECT_EQ(again.lost_requests, figures.lost_requests);
}

TEST(IncidentFigures, WithoutTroubleNothingIsLost)
{
  const IncidentFigures figures = incident_figures(run_with_trouble(0), 10);
  EXPECT_DOUBLE_EQ(figures.recovered_s, 0);
  EXPECT_DOUBLE_EQ(figures.lost_requests, 0);
}

} // namespace
} // namespace onsale::run
