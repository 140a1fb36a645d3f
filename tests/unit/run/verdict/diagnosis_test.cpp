#include "sim/run/verdict/diagnosis.hpp"
#include "sim/run/verdict/verdict.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace onsale::run {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

/// A minute with two resources; each is full from one second to another.
RunResult run_with(std::pair<int, int> cpu_full, std::pair<int, int> workers_full, std::pair<int, int> failing = {0, 0})
{
  RunResult result;
  result.load.duration_s = 60;
  using Kind = system::Resource::Kind;
  result.series.resources = {{.id = "app cpu"}, {.id = "tomcat workers", .kind = Kind::held, .depth = 5}};
  result.series.capacities = {2, 200};
  for (int second = 1; second <= 60; ++second) {
    const auto in = [&](std::pair<int, int> stretch) { return second > stretch.first && second <= stretch.second; };
    SeriesPoint point;
    point.time_s = second;
    point.vus = 100;
    point.requests_per_s = 50;
    point.failures_per_s = in(failing) ? 20 : 0;
    point.mean_ms = 10;
    point.resources = {{in(cpu_full) ? 1.0 : 0.4, 5}, {in(workers_full) ? 1.0 : 0.1, 50}};
    result.series.points.push_back(point);
  }
  return result;
}

Scenario with_fault(double from_s, double to_s)
{
  Scenario scenario;
  operations::Fault fault;
  fault.name = "database down";
  fault.from = engine::seconds(from_s);
  fault.to = engine::seconds(to_s);
  scenario.plan.faults.push_back(fault);
  return scenario;
}

} // namespace

// The database is away from 20 to 40 s, threads wait for it from 23 s on, and the CPU is full with the backlog.
TEST(Diagnosis, AFaultComesBeforeWhatItFilled)
{
  const RunResult result = run_with({40, 50}, {23, 42}, {21, 40});
  const auto found = causes(with_fault(20, 40), result);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].what, "database down");
  EXPECT_EQ(found[1].what, "tomcat workers");
  EXPECT_EQ(found[1].because, "database down");
  EXPECT_EQ(found[2].what, "app cpu");
  EXPECT_EQ(found[2].because, "database down");
  EXPECT_EQ(cause_text(with_fault(20, 40), result),
            "database down from 20 s to 40 s, which fills tomcat workers from 23 s on");
}

TEST(Diagnosis, AFaultThatDoesNoHarmIsNotToBlame)
{
  const auto found = causes(with_fault(5, 6), run_with({40, 60}, {0, 0}));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].what, "app cpu");
  EXPECT_EQ(found[0].because, "");
}

TEST(Diagnosis, WorkComesBeforeWhatIsHeldWhileWaitingForIt)
{
  const auto found = causes({}, run_with({10, 60}, {8, 60}));
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].what, "app cpu");
}

TEST(Verdict, SaysWhatBecameOfThePromiseAndWhy)
{
  RunResult result = run_with({10, 60}, {0, 0});
  k6::Summary::Metric metric{.name = "http_req_duration", .thresholds = {{"p(95)<400", 812, false}}};
  result.summary.metrics.push_back(metric);
  EXPECT_EQ(verdict({}, result), "Breaks its promise: p(95) below 400ms is 812ms; app cpu is full from 10 s on, at 100 "
                                 "users and 50 requests/s.");
  result.summary.metrics[0].thresholds[0] = {"p(95)<400", 120, true};
  EXPECT_THAT(verdict({}, result), StartsWith("Keeps its promise: p(95) below 400ms is 120ms; "));
}

TEST(Verdict, LostCustomersComeBeforeKeptPromises)
{
  RunResult result = run_with({0, 0}, {0, 0});
  k6::Summary::Metric metric{.name = "http_req_duration", .thresholds = {{"p(95)<400", 120, true}}};
  result.summary.metrics.push_back(metric);
  result.summary.metrics.push_back({.name = "http_reqs", .kind = k6::MetricKind::counter, .values = {{"count", 1000}}});
  result.load.failed = {{.status = 503, .count = 300}};
  EXPECT_THAT(verdict({}, result),
              StartsWith("Loses customers: 300 of 1,000 requests got a server error (30 %); nothing "
                         "is full: app cpu, at most 40 % busy over 3 s"));
}

} // namespace onsale::run
