#include "calibration/k6/run_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace onsale::calibration {
namespace {

namespace fs = std::filesystem;

const fs::path measured = fs::path(ONSALE_SOURCE_DIR) / "calibration/data";

TEST(RunFolder, HoldsTheTestAndWhatTheServerCounted)
{
  const RunFolder run = read_run_folder(measured / "c-journey-baseline-1");
  EXPECT_EQ(run.name, "c-journey-baseline-1");
  EXPECT_EQ(run.knob("server.tomcat.threads.max"), "200");
  EXPECT_EQ(run.knob("Xmx"), "512m");
  EXPECT_EQ(run.knob("no.such.knob"), "");
  ASSERT_TRUE(run.result.has_value());
  EXPECT_EQ(run.result->find("http_reqs{name:status}", "count")->low, 30717);
  EXPECT_NEAR(run.result->find("http_req_duration{name:token}", "avg")->low, 0.12263, 1e-5);
  EXPECT_EQ(k6::initialised_vus(run.result->options.value()), 800);
  const ServedEndpoint* const occupy = run.served_endpoint("occupy");
  ASSERT_NE(occupy, nullptr);
  EXPECT_DOUBLE_EQ(occupy->worker_cpu_s, 0.9222e-3);
  EXPECT_DOUBLE_EQ(occupy->connection_hold_s, 22.2420e-3);
  EXPECT_EQ(run.served_endpoint("charge"), nullptr);
}

// Line 23 and 24 of timeseries.csv: `4,..,ALL,115,0,,4.576,..,39,11,0,2547.3` and `4,..,occupy,16,0,,2.900,..`.
TEST(RunFolder, HoldsEachSecondOfEachEndpoint)
{
  const RunFolder run = read_run_folder(measured / "c-journey-baseline-1");
  const auto second =
      std::find_if(run.seconds.begin(), run.seconds.end(), [](const auto& it) { return it.second == 4; });
  ASSERT_NE(second, run.seconds.end());
  EXPECT_EQ(second->requests, 115);
  EXPECT_DOUBLE_EQ(second->mean_s, 4.576e-3);
  EXPECT_EQ(second->vus, 39);
  EXPECT_DOUBLE_EQ(second->iteration_mean_s.value(), 2.5473);
  const auto occupy = std::find_if(run.endpoint_seconds.begin(), run.endpoint_seconds.end(),
                                   [](const auto& it) { return it.second == 4 && it.endpoint == "occupy"; });
  ASSERT_NE(occupy, run.endpoint_seconds.end());
  EXPECT_DOUBLE_EQ(occupy->p50_s, 2.622e-3);
  double requests = 0;
  for (const auto& each : run.seconds)
    requests += each.requests;
  EXPECT_EQ(requests, run.result->find("http_reqs", "count")->low);
}

TEST(RunFolder, EveryMeasuredRunIsRead)
{
  int loaded = 0;
  int all = 0;
  for (const auto& entry : fs::directory_iterator(measured)) {
    if (not entry.is_directory())
      continue;
    const RunFolder run = read_run_folder(entry.path());
    ++all;
    loaded += run.result.has_value() ? 1 : 0;
    EXPECT_NE(run.server.find("cpu_java_s"), nullptr) << run.name;
  }
  EXPECT_EQ(all, 19);
  EXPECT_EQ(loaded, 18); // a-idle has no load
}

TEST(UsageSeries, TellsRatesOfTotalsAndMeansOfGauges)
{
  Input input("usage.csv", "t,threads,cpu_s\n0,10,1.5\n1,20,2\n3,20,4\n");
  const UsageSeries usage = read_usage_csv(input);
  EXPECT_DOUBLE_EQ(usage.mean(*usage.find("cpu_s"), 0, 3), 2.5 / 3);
  EXPECT_DOUBLE_EQ(usage.mean(*usage.find("threads"), 0, 3), (15 + 2 * 20) / 3.0);
  EXPECT_DOUBLE_EQ(usage.mean(*usage.find("threads"), 1, 3), 20);
  EXPECT_EQ(usage.mean(*usage.find("threads"), 1, 2), 0);
}

// 3 s to 5 s of CPU, a new process, then 0.5 s of CPU: 2.5 s in 2 s.
TEST(UsageSeries, ATotalThatFallsBeganAnew)
{
  Input input("usage.csv", "ts,cpu_s\n100,3\n101,5\n102,0.5\n");
  const UsageSeries usage = read_usage_csv(input);
  EXPECT_EQ(usage.first_unix_s, 100);
  EXPECT_DOUBLE_EQ(usage.mean(*usage.find("cpu_s"), 0, 2), 1.25);
}

} // namespace
} // namespace onsale::calibration
