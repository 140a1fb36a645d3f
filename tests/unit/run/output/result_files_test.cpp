#include "sim/run/output/result_files.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace onsale::run {
namespace {

using system::Part;

EndpointAnatomy anatomy_of(const std::string& endpoint, std::uint64_t requests, double cpu_s, double pool_s)
{
  EndpointAnatomy each{endpoint, "mean", {}};
  each.sums.requests = requests;
  each.sums.total_s[static_cast<std::size_t>(Part::cpu)] = cpu_s;
  each.sums.total_s[static_cast<std::size_t>(Part::pool)] = pool_s;
  return each;
}

} // namespace

TEST(ResultFiles, TimeSeriesHasTwoColumnsForEachResource)
{
  Series series;
  series.resources = {{.id = "box cpu"}, {.id = "pool, main"}};
  series.points.push_back({1, 20, 93.5, 0.5, 12.25, {{0.75, 3}, {1.0 / 3, 0}}, 4, 1, 10, 30, 38, 40, {}});
  EXPECT_EQ(timeseries_csv(series),
            "time_s,vus,requests_per_s,failures_per_s,iterations_per_s,dropped_per_s,mean_ms,p50_ms,p95_ms,p99_ms,"
            "max_ms,box cpu utilisation,box cpu queued,"
            "\"pool, main utilisation\",\"pool, main queued\"\n"
            "1,20,93.5,0.5,4,1,12.25,10,30,38,40,0.75,3,0.333333333,0\n");
}

// Classes from 10 us on by eighths of an octave: 10 ms is 2^(79.7/8) of it, so in class 1 + 79.
TEST(ResultFiles, LatenciesAreCountedByClass)
{
  SeriesPoint point;
  std::vector<double> durations_ms = {10, 40, 10, 0};
  describe_latencies(point, durations_ms);
  EXPECT_EQ(point.p50_ms, 10);
  EXPECT_EQ(point.max_ms, 40);
  EndpointSeries endpoint;
  endpoint.name = "hold";
  endpoint.points.push_back({.time_s = 2, .latencies = point.latencies});
  EXPECT_EQ(latencies_csv({endpoint}), "endpoint,time_s,from_ms,to_ms,requests\n"
                                       "hold,2,0,0.01,1\n"
                                       "hold,2,9.39012,10.24,2\n"
                                       "hold,2,37.5605,40.96,1\n");
}

TEST(ResultFiles, NoNameIsAFormula)
{
  EXPECT_EQ(csv_field("=1+2"), "'=1+2");
  EXPECT_EQ(csv_field("-x, y"), "\"'-x, y\"");
  EXPECT_EQ(csv_field("'@sum"), "''@sum");
  EXPECT_EQ(csv_field("'quoted'"), "'quoted'");
  EXPECT_EQ(csv_field("-1"), "-1");
  EXPECT_EQ(csv_field("-1e3"), "-1e3");
  EXPECT_EQ(csv_field("-1+2"), "'-1+2");
  EXPECT_EQ(csv_field("'-1"), "''-1");
  EXPECT_EQ(csv_field("two\nlines"), "\"two\nlines\"");
  EXPECT_EQ(csv_field(""), "");
}

TEST(ResultFiles, LogLinesAreQuoted)
{
  const FailurePoint point{.time_s = 30.5,
                           .vus = 40,
                           .requests_per_s = 12,
                           .resource = "hikari pool",
                           .cause = "pool_timeout",
                           .endpoint = "reserve",
                           .status = 500,
                           .count = 3,
                           .last_s = 31,
                           .evidence = "3 x reserve",
                           .log_line = "HikariPool-1 - \"busy\" (total=10, idle=0)"};
  EXPECT_EQ(failures_csv({point}),
            "time_s,vus,requests_per_s,resource,cause,endpoint,status,count,last_s,evidence,log_line\n"
            "30.5,40,12,hikari pool,pool_timeout,reserve,500,3,31,3 x reserve,"
            "\"HikariPool-1 - \"\"busy\"\" (total=10, idle=0)\"\n");
}

// 4 requests: 8 ms of CPU in all are 2 ms each, 2 ms of pool 0.5 ms each.
TEST(ResultFiles, AnatomyIsMeanMillisecondsOfEachPart)
{
  const std::string csv = anatomy_csv({anatomy_of("hold", 4, 0.008, 0.002), anatomy_of("idle", 0, 0, 0)});
  EXPECT_EQ(csv, "endpoint,of,requests,client_ms,connect_ms,network_ms,accept_ms,worker_ms,cpu_wait_ms,cpu_ms,gc_ms,"
                 "throttled_ms,redis_ms,pool_ms,lock_ms,query_ms,io_ms,commit_ms,front_ms,broker_ms,delay_ms,total_ms\n"
                 "hold,mean,4,0,0,0,0,0,0,2,0,0,0,0.5,0,0,0,0,0,0,0,2.5\n"
                 "idle,mean,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0\n");
}

TEST(ResultFiles, ManifestNamesNothingOfTheMachine)
{
  Scenario scenario;
  scenario.path = "/srv/somebody/scenarios/shop/rush.yaml";
  scenario.system.name = "shop";
  scenario.test = "rush";
  scenario.files = {"/srv/somebody/scenarios/shop/rush.yaml", "/srv/somebody/scenarios/shop/system.yaml"};
  scenario.settings = {{"server.tomcat.threads.max", "50", "/srv/somebody/scenarios/shop/system.yaml:14:5"},
                       {"jvm.max-heap", "", "JVM default"}};
  scenario.hash = 0xabc;
  const std::string text = manifest_json({"shop/rush", {"a=b"}, {}, 7, "1.2.3"}, scenario, {});
  EXPECT_EQ(text.find("somebody"), std::string::npos);
  const auto manifest = nlohmann::json::parse(text);
  EXPECT_EQ(manifest.at("version"), "1.2.3");
  EXPECT_EQ(manifest.at("scenario"), "shop/rush");
  EXPECT_EQ(manifest.at("scenario_hash"), "0000000000000abc");
  EXPECT_EQ(manifest.at("seed"), 7);
  EXPECT_EQ(manifest.at("set"), nlohmann::json({"a=b"}));
  EXPECT_EQ(manifest.at("files"), nlohmann::json({"rush.yaml", "system.yaml"}));
  EXPECT_EQ(manifest.at("settings").at(0).at("origin"), "system.yaml:14:5");
}

TEST(ResultFiles, BytesThatAreNoTextDoNotMakeTheManifestUnwritable)
{
  const std::string text = manifest_json({"shop/rush", {"a=\xff"}, {}, 7, "1.2.3"}, {}, {});
  EXPECT_TRUE(nlohmann::json::accept(text));
}

} // namespace onsale::run
