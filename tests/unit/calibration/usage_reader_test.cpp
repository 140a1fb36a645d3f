#include "calibration/k6/usage_reader.hpp"
#include "model/config/faults.hpp"

#include <gtest/gtest.h>

namespace onsale::calibration {
namespace {

UsageSeries usage_in(std::string_view text)
{
  Input input("usage", text);
  return read_usage(input);
}

std::string usage_refusal(std::string_view text)
{
  try {
    usage_in(text);
  } catch (const config::InvalidInput& error) {
    return error.what();
  }
  return "accepted";
}

TEST(UsageReader, ScrapesOfPrometheusAreRows)
{
  const UsageSeries usage = usage_in("# HELP hikaricp_connections_active Active connections\n"
                                     "# TYPE hikaricp_connections_active gauge\n"
                                     "hikaricp_connections_active{pool=\"a b, {c}\"} 5 1700000000000\n"
                                     "process_cpu_seconds_total 10 1700000000000\n"
                                     "hikaricp_connections_active{pool=\"a b, {c}\"} 7 1700000002000\n"
                                     "process_cpu_seconds_total 11.5 1700000002000\n");
  EXPECT_EQ(usage.first_unix_s, 1.7e9);
  EXPECT_EQ(usage.time_s, (std::vector<double>{0, 2}));
  const auto* const active = usage.find("hikaricp_connections_active{pool=\"a b, {c}\"}");
  ASSERT_NE(active, nullptr);
  EXPECT_DOUBLE_EQ(usage.mean(*active, 0, 2), 6);
  EXPECT_DOUBLE_EQ(usage.mean(*usage.find("process_cpu_seconds_total"), 0, 2), 0.75);
}

TEST(UsageReader, ASeriesThatMissesInARowKeepsItsValue)
{
  const UsageSeries usage = usage_in("a 1 1000\nb 2 2000\na NaN 3000\n");
  EXPECT_EQ(usage.find("a")->values, (std::vector<double>{1, 1, 1}));
  EXPECT_EQ(usage.find("b")->values, (std::vector<double>{0, 2, 2}));
}

TEST(UsageReader, PlainScrapesAreRowsAtTheUptimeOfTheProcess)
{
  const UsageSeries usage =
      usage_in("process_uptime_seconds 60\ncpu_total 5\nprocess_uptime_seconds 360\ncpu_total 9\n");
  EXPECT_EQ(usage.time_s, (std::vector<double>{0, 300}));
  EXPECT_EQ(usage.find("cpu_total")->values, (std::vector<double>{5, 9}));
  const UsageSeries first = usage_in("cpu_total 5\n");
  const UsageSeries both = joined(first, usage_in("cpu_total 9\nheap 1\n"));
  EXPECT_EQ(both.time_s, (std::vector<double>{0, 1}));
  EXPECT_EQ(both.find("cpu_total")->values, (std::vector<double>{5, 9}));
  EXPECT_EQ(both.find("heap")->values, (std::vector<double>{0, 1}));
}

TEST(UsageReader, AnswersOfPrometheusAreRead)
{
  const UsageSeries usage = usage_in(R"({"status":"success","data":{"resultType":"matrix","result":[
    {"metric":{"__name__":"process_cpu_seconds_total","job":"app"},"values":[[1700000000,"1"],[1700000015,"4"]]},
    {"metric":{"__name__":"up"},"values":[[1700000015,"1"]]}]}})");
  EXPECT_EQ(usage.time_s, (std::vector<double>{0, 15}));
  EXPECT_EQ(usage.first_unix_s, 1.7e9);
  EXPECT_EQ(usage.find("process_cpu_seconds_total{job=\"app\"}")->values, (std::vector<double>{1, 4}));
}

TEST(UsageReader, ExportsOfGrafanaAreRead)
{
  const UsageSeries usage = usage_in("Time,\"pool active\",process_cpu_seconds_total\n"
                                     "2024-01-01 00:00:00,3,1\n2024-01-01 00:00:15,,4\n");
  EXPECT_EQ(usage.time_s, (std::vector<double>{0, 15}));
  EXPECT_EQ(usage.first_unix_s, 1704067200);
  EXPECT_EQ(usage.find("pool active")->values, (std::vector<double>{3, 3}));
  EXPECT_DOUBLE_EQ(usage.mean(*usage.find("process_cpu_seconds_total"), 0, 15), 0.2);
}

TEST(UsageReader, NamesThePlaceOfEveryFault)
{
  EXPECT_EQ(usage_refusal(""), "usage:1:1: expected a line of column names, found nothing");
  EXPECT_EQ(usage_refusal("t,cpu\n"), "usage:2:1: expected rows of numbers, found none");
  EXPECT_EQ(usage_refusal("t,cpu\n0,x\n"), "usage:2:3: cpu: expected a number, found \"x\"");
  EXPECT_EQ(usage_refusal("t,cpu\n0,1\n0,2\n"), "usage:3:1: t: is not later than the row before");
  EXPECT_EQ(usage_refusal("t,cpu\n0\n"), "usage:2:1: 1 fields below 2 column names");
  EXPECT_EQ(usage_refusal("t,t\n0\n"), "usage:1:3: a second column \"t\"");
  EXPECT_EQ(usage_refusal("cpu,heap\n0,1\n"),
            "usage:1:1: there is no column of times: expected t, ts, Time, time or timestamp among cpu, heap");
  EXPECT_EQ(usage_refusal("t,\"cpu\n"), "usage:1:3: a quote that is not closed");
  EXPECT_EQ(usage_refusal("a 1 1000\nb 2\n"), "usage:2:1: has no timestamp, which the lines before have");
  EXPECT_EQ(usage_refusal("a 1 x\n"), "usage:1:5: expected a timestamp in ms, found \"x\"");
  EXPECT_EQ(usage_refusal("a{b=\"c 1 1000\n"), "usage:1:2: labels that are not closed by }");
  EXPECT_EQ(usage_refusal("a 1 2000\na 1 1000\n"), "usage:2:1: is earlier than the line before");
}

} // namespace
} // namespace onsale::calibration
