// What `onsale run` prints and leaves behind.
#include "tests/cli/program.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace onsale::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;
using testing::StartsWith;

class Run : public testing::Test {
protected:
  Run() { place_.write("shop.yaml", small_scenario()); }

  Ended run(std::vector<std::string> arguments) const
  {
    arguments.insert(arguments.begin(), {"run", "shop.yaml"});
    return place_.run(arguments);
  }

  Workplace place_;
};

} // namespace

TEST_F(Run, PrintsWhatK6PrintsAndWhatTheSystemDid)
{
  const Ended ended = run({});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_EQ(ended.errors, "");
  EXPECT_THAT(ended.output,
              StartsWith("\n  execution: local (simulated)\n     script: shop.yaml\n     output: -\n\n"
                         "  scenarios: (100.00%) 1 scenario, 60 max VUs, 5s max duration (incl. graceful stop):\n"
                         "           * buyers: 60 looping VUs for 3s (gracefulStop: 2s)\n\n"));
  EXPECT_THAT(ended.output, HasSubstr("✓ 'p(95)<5000' p(95)="));
  EXPECT_THAT(ended.output, HasSubstr("running (3.2s), 00/60 VUs, "));
  EXPECT_THAT(ended.output, HasSubstr("buyers ✓ [ 100% ] 60 VUs  3s\n"));
  EXPECT_THAT(ended.output, HasSubstr("     bottleneck  "));
  EXPECT_THAT(ended.output, testing::ContainsRegex("booking core +seat_taken +[0-9]+ x hold .HTTP 409. until 3 s"));
  EXPECT_THAT(ended.output, HasSubstr("     cpu         box: server "));
  EXPECT_THAT(ended.output, Not(HasSubstr("\x1b["))) << "colour belongs on terminals";
}

TEST_F(Run, SummaryModesAreK6s)
{
  EXPECT_THAT(run({"--summary-mode", "legacy"}).output, HasSubstr("\n   ✓ http_req_duration"));
  EXPECT_THAT(run({"--summary-mode", "compact"}).output, HasSubstr("█ TOTAL RESULTS"));
  EXPECT_THAT(run({"--summary-mode", "full"}).output, HasSubstr("http_req_waiting"));
  const Ended refused = run({"--summary-mode", "short"});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.errors, HasSubstr("short not in {legacy,compact,full}"));
}

TEST_F(Run, CrossedThresholdIsExitCode99)
{
  const Ended ended = run({"--set", "spring.datasource.hikari.maximum-pool-size=1", "--set",
                           "endpoints.hold.flow.1.transaction.0.query=900ms", "--set",
                           "options.thresholds.http_req_duration.0=p(95)<5"});
  EXPECT_EQ(ended.exit_code, 99);
  EXPECT_THAT(ended.errors, HasSubstr("thresholds on metrics 'http_req_duration' have been crossed\n"));
}

TEST_F(Run, QuietPrintsTheResultAlone)
{
  EXPECT_THAT(run({"--quiet"}).output, testing::AllOf(Not(HasSubstr("execution:")), Not(HasSubstr("simulated")),
                                                      HasSubstr("http_reqs"), HasSubstr("bottleneck")));
}

TEST_F(Run, CheckPrintsBothSidesOfEveryStationsLaws)
{
  const Ended ended = run({"--check"});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_THAT(ended.output, HasSubstr("\n     station "));
  for (const char* station : {"box cpu", "tomcat workers", "hikari pool", "row locks"})
    EXPECT_THAT(ended.output, testing::ContainsRegex(std::string("\n     ") + station + " .*✓\n"));
  EXPECT_THAT(ended.output, Not(HasSubstr("✗\n")));
}

TEST_F(Run, AnatomyHasARowForEachEndpoint)
{
  const std::string output = run({"--anatomy"}).output;
  EXPECT_THAT(output, testing::ContainsRegex("\n     ms of +requests +connect +network .*cpu.* all\n"));
  EXPECT_THAT(output, testing::ContainsRegex("\n     token +mean +[0-9]+ "));
  EXPECT_THAT(output, testing::ContainsRegex(
                          "\n     hold +mean +[0-9]+ .*\n +p50 +[0-9]+ .*\n +p95 +[0-9]+ .*\n +p99 +[0-9]+ "));
}

TEST_F(Run, JsonHoldsEverythingAndNothingElseIsPrinted)
{
  const Ended ended = run({"--json", "--seed", "5", "--set", "server.tomcat.threads.max=9"});
  EXPECT_EQ(ended.errors, "");
  const auto json = nlohmann::json::parse(ended.output);
  EXPECT_EQ(json.at("seed"), 5);
  EXPECT_EQ(json.at("system"), "small");
  EXPECT_GT(json.at("summary").at("metrics").at("http_reqs").at("count"), 100);
  EXPECT_TRUE(json.at("bottleneck").is_string());
  EXPECT_TRUE(json.at("saturations").is_array());
  EXPECT_EQ(json.at("failures").at(0).at("cause"), "seat_taken");
  EXPECT_EQ(json.at("anatomy").at(4).at("endpoint"), "hold");
  EXPECT_GT(json.at("anatomy").at(4).at("mean_ms").at("cpu"), 0);
  EXPECT_TRUE(json.at("broken_laws").empty());
  std::string origin;
  for (const auto& setting : json.at("settings"))
    if (setting.at("name") == "server.tomcat.threads.max")
      origin = setting.at("value").get<std::string>() + " " + setting.at("origin").get<std::string>();
  EXPECT_EQ(origin, "9 --set");
}

TEST_F(Run, ResultFolderIsWholeAndReplacesAnEarlierOne)
{
  for (const char* seed : {"1", "2"}) {
    EXPECT_EQ(run({"--out-dir", "out/result/", "--seed", seed}).exit_code, 0);
    EXPECT_THAT(place_.files(),
                ElementsAre("out", "out/result", "out/result/anatomy.csv", "out/result/blame.csv",
                            "out/result/endpoint_timeseries.csv", "out/result/endpoints.csv", "out/result/failures.csv",
                            "out/result/latencies.csv", "out/result/manifest.json", "out/result/outcomes.csv",
                            "out/result/summary.json", "out/result/timeseries.csv", "shop.yaml"));
    const auto manifest = nlohmann::json::parse(place_.read("out/result/manifest.json"));
    EXPECT_EQ(std::to_string(manifest.at("seed").get<int>()), seed);
    EXPECT_EQ(manifest.at("files"), nlohmann::json({"shop.yaml"}));
    EXPECT_THAT(manifest.at("scenario_hash").get<std::string>(), MatchesRegex("[0-9a-f]{16}"));
  }
  EXPECT_THAT(place_.read("out/result/timeseries.csv"),
              StartsWith("time_s,vus,requests_per_s,failures_per_s,iterations_per_s,dropped_per_s,mean_ms,p50_ms,p95_"
                         "ms,p99_ms,max_ms,box cpu utilisation,box cpu queued,"));
  EXPECT_THAT(place_.read("out/result/failures.csv"),
              StartsWith("time_s,vus,requests_per_s,resource,cause,endpoint,status,count,last_s,evidence,log_line\n"));
}

TEST_F(Run, SettingsComeFromApplicationFilesWithTheirPlace)
{
  place_.write("application.properties", "server.tomcat.threads.max=3\nserver.port=8080\n");
  const Ended ended = run({"--settings", "application.properties", "--json"});
  const auto json = nlohmann::json::parse(ended.output);
  EXPECT_EQ(json.at("settings").at(0).at("value"), "3");
  EXPECT_THAT(json.at("settings").at(0).at("origin").get<std::string>(), StartsWith("application.properties:1"));
  EXPECT_EQ(json.at("not_modelled").at(0).at("name"), "server.port");
}

TEST_F(Run, ReplicationsGiveMeansWithHalfWidths)
{
  const Ended ended = run({"--replications", "3", "--quiet"});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_THAT(ended.output, StartsWith("     3 replications "));
  EXPECT_THAT(ended.output,
              testing::ContainsRegex("\n     http_req_duration p\\(95\\) +[0-9.]+ms +[0-9.]+.s +[0-9.]+ %\n"));
  EXPECT_THAT(ended.output, HasSubstr("\n     bottleneck  none (3 of 3)\n"));
}

TEST_F(Run, FullDiskIsToldAndLeavesNoHalfResult)
{
  const Ended ended = run({"--out", "csv=/dev/full", "--out-dir", "result", "--summary-export", "summary.json"});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_EQ(ended.errors, "onsale: cannot write /dev/full: No space left on device\n");
  EXPECT_THAT(place_.files(), ElementsAre("shop.yaml"));
}

TEST_F(Run, InterruptEndsTheTestAsItStandsWithSummaryAndFiles)
{
  const std::vector<std::string> forever = {"run",       "shop.yaml", "--set", "options.scenarios.buyers.duration=100h",
                                            "--out-dir", "result",    "--out", "csv=raw.csv.gz",
                                            "--quiet"};
  const Ended ended = place_.run_until_file(forever, "result.");
  EXPECT_EQ(ended.exit_code, 130);
  EXPECT_THAT(ended.output, HasSubstr("http_reqs"));
  EXPECT_THAT(place_.files(), testing::IsSupersetOf({"raw.csv.gz", "shop.yaml"}));
}

TEST_F(Run, TakesK6sOwnOptionsInPlaceOfTheScenarios)
{
  const Ended ended = run({"-u", "2", "-i", "6", "--tag", "site=berlin", "--summary-trend-stats", "avg,p(99)",
                           "--summary-time-unit", "ms", "--out", "csv=raw.csv"});
  EXPECT_EQ(ended.exit_code, 0) << ended.errors;
  EXPECT_THAT(ended.output,
              HasSubstr("default: 6 iterations shared among 2 VUs (maxDuration: 10m0s, gracefulStop: 30s)"));
  EXPECT_THAT(ended.output,
              testing::ContainsRegex("http_req_duration[.]+: avg=[0-9]+[.][0-9][0-9]ms +p\\(99\\)=[0-9.]+ms *\n"));
  EXPECT_THAT(place_.read("raw.csv"), HasSubstr("site=berlin"));
  const Ended bad = run({"-s", "10", "--k6-version", "newest"});
  EXPECT_EQ(bad.exit_code, 2);
  EXPECT_THAT(bad.errors, HasSubstr("--stage: expected DURATION:TARGET such as 1m:100, found \"10\"\n"));
  EXPECT_THAT(bad.errors, HasSubstr("--k6-version: expected a version such as 0.47 or 2.2, found \"newest\"\n"));
}

TEST_F(Run, EndlessLoopWithoutTimeIsTold)
{
  std::string text = small_scenario();
  const auto steps = text.find("      - add: {metric: chosen_user");
  place_.write("shop.yaml", text.substr(0, steps));
  const Ended ended = run({"--out", "csv=raw.csv"});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_THAT(ended.errors, HasSubstr("let journey 'default' send a request or sleep"));
  EXPECT_THAT(place_.files(), ElementsAre("shop.yaml"));
}

} // namespace onsale::cli
