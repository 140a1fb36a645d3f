#include "sim/run/replay/replay.hpp"
#include "sim/run/replay/replay_report.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace onsale::run {
namespace {

using testing::HasSubstr;

ReplayRun some_run()
{
  ReplayRun run{"shop", "rush", "blind", 1.5, {}, "box cpu", "the server: box cpu full", {"hold: 3 x seat_taken"}, {}};
  run.metrics.push_back({.name = "http_req_duration avg",
                         .published = 0.1,
                         .predicted = 0.125,
                         .is_time = true,
                         .broken_law = {},
                         .target = 0.2});
  run.metrics.push_back({.name = "http_req_failed rate", .published = 0, .predicted = 0.5, .broken_law = {}});
  run.metrics.push_back({.name = "http_reqs count",
                         .published = 1000,
                         .predicted = 1010,
                         .admissible = false,
                         .broken_law = "counts: 2 is not 3"});
  return run;
}

ReplayRun predicting(double p95_s, double seconds)
{
  ReplayRun run{"shop", "rush", "blind", seconds, {}, "box cpu", "", {}, {}};
  run.metrics.push_back({.name = "http_req_duration p95",
                         .published = 0.4,
                         .predicted = p95_s,
                         .lowest = p95_s,
                         .highest = p95_s,
                         .is_time = true,
                         .broken_law = {},
                         .target = 0.15});
  return run;
}

} // namespace

TEST(ReplayReport, JsonHasTheAgreedKeysAndNullWhereThereIsNoNumber)
{
  const auto json = nlohmann::json::parse(replay_json({some_run()})).at("runs").at(0);
  EXPECT_EQ(json.at("system"), "shop");
  EXPECT_EQ(json.at("kind"), "blind");
  const auto& metrics = json.at("metrics");
  EXPECT_EQ(metrics.at(0).at("name"), "http_req_duration avg");
  EXPECT_NEAR(metrics.at(0).at("relative_error").get<double>(), 0.25, 1e-12);
  EXPECT_EQ(metrics.at(0).at("met"), false);
  EXPECT_TRUE(metrics.at(1).at("relative_error").is_null());
  EXPECT_TRUE(metrics.at(1).at("target").is_null());
  EXPECT_EQ(metrics.at(2).at("admissible"), false);
}

TEST(ReplayReport, OverviewHasOneLineForEachRun)
{
  const std::string table = replay_overview({some_run(), some_run()}, false);
  EXPECT_THAT(table,
              testing::ContainsRegex("\nshop/rush +blind +\\+1.0 %! +\\+25.0 % +- +- +- +0.00 -> 50.00 +0 of 1\n"));
  EXPECT_THAT(table, HasSubstr("0 of 2 targets met in 2 runs"));
}

TEST(ReplayReport, ARunSurvivesTheWayFromAChild)
{
  const ReplayRun run = some_run();
  EXPECT_EQ(replay_json({replay_run_from_json(replay_run_json(run))}), replay_json({run}));
}

TEST(ReplayReport, TableShowsErrorAndTargetSideBySide)
{
  const std::string table = replay_table(some_run(), false);
  EXPECT_THAT(table, testing::StartsWith("shop/rush  blind  (simulated in 1.50 s)\n"));
  EXPECT_THAT(table, HasSubstr("  ✗ http_req_duration avg          100.00 ms     125.00 ms    +25.0 %      20 %\n"));
  EXPECT_THAT(table, HasSubstr("    http_req_failed rate                   0        0.5000          -          \n"));
  EXPECT_THAT(table, HasSubstr("breaks a law: counts: 2 is not 3\n"));
  EXPECT_THAT(
      table,
      HasSubstr(
          "    bottleneck  box cpu\n    limited by  the server: box cpu full\n    failed      hold: 3 x seat_taken\n"));
}

TEST(Replay, PredictsTheMedianOfItsReplicationsAndShowsTheirRange)
{
  ReplayRun broken = predicting(0.45, 2);
  broken.broken_laws = {"U = X S"};
  const ReplayRun run = merged({predicting(0.9, 1), broken, predicting(0.3, 3)});
  EXPECT_EQ(run.replications, 3U);
  EXPECT_EQ(run.seconds, 6);
  EXPECT_EQ(run.metrics.front().predicted, 0.45);
  EXPECT_TRUE(run.met());
  EXPECT_THAT(run.broken_laws, testing::ElementsAre("replication 1: U = X S"));
  EXPECT_THAT(replay_table(run, false), HasSubstr("(simulated 3 times, median and range, in 6.00 s)"));
  EXPECT_THAT(replay_table(run, false),
              HasSubstr("400.00 ms     450.00 ms    +12.5 %      15 %      300.00 ms .. 900.00 ms\n"));
}

TEST(Replay, LeavesOutAFigureThatOneReplicationDoesNotHave)
{
  ReplayRun nothing_failed = predicting(0.4, 1);
  nothing_failed.metrics.clear();
  EXPECT_TRUE(merged({predicting(0.4, 1), nothing_failed}).metrics.empty());
}

} // namespace onsale::run
