// A sweep ends with the same table whatever happens to its processes on the way.
#include "tests/cli/program.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdlib>
#include <random>

namespace onsale::cli {
namespace {

using testing::HasSubstr;

const std::vector<std::string> small_sweep = {"sweep",          "shop.yaml",
                                              "--vary",         "vus=10..60:10",
                                              "--vary",         "spring.datasource.hikari.maximum-pool-size=1,5",
                                              "--replications", "2"};

std::vector<std::string> sweep(const std::vector<std::string>& more)
{
  std::vector<std::string> arguments = small_sweep;
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

} // namespace

TEST(Sweep, DoesNotDependOnHowManyRunSideBySide)
{
  const Workplace place;
  place.write("shop.yaml", small_scenario());
  const Ended one = place.run(sweep({"--out", "one.db", "--csv", "one.csv", "--jobs", "1"}));
  const Ended three = place.run(sweep({"--out", "three.db", "--csv", "three.csv", "--jobs", "3"}));
  EXPECT_EQ(one.exit_code, 0) << one.errors;
  EXPECT_EQ(one.output, three.output);
  EXPECT_EQ(place.read("one.csv"), place.read("three.csv"));
  EXPECT_THAT(one.output, testing::StartsWith("vus  spring.datasource.hikari.maximum-pool-size  http_reqs rate"));
}

TEST(Sweep, ComputesNoPointTwice)
{
  const Workplace place;
  place.write("shop.yaml", small_scenario());
  const Ended first = place.run(sweep({}));
  EXPECT_THAT(first.errors, testing::Not(HasSubstr("known already"))) << "nothing was there before";
  const Ended again = place.run(sweep({}));
  EXPECT_THAT(again.errors, HasSubstr("[24/24] known already"));
  EXPECT_EQ(first.output, again.output);
  const Ended wider = place.run(
      {"sweep", "shop.yaml", "--vary", "vus=10,20,70", "--vary", "spring.datasource.hikari.maximum-pool-size=1"});
  EXPECT_THAT(wider.errors, HasSubstr("[2/3] known already"));
}

// Each instant is drawn from the 150 ms after the start: while options are read, in the middle of runs, during commits.
TEST(Sweep, KilledTwentyTimesItEndsWithTheSameTable)
{
  const Workplace place;
  place.write("shop.yaml", small_scenario());
  const Ended whole = place.run(sweep({"--out", "whole.db", "--csv", "whole.csv"}));
  std::mt19937 draw(1); // NOLINT(bugprone-random-generator-seed): the same instants each time, as far as a clock allows
  int killed = 0;
  for (int i = 0; i < 20; ++i)
    killed += place.run_killed(sweep({"--out", "killed.db"}), std::chrono::milliseconds(draw() % 150)).exit_code != 0;
  EXPECT_GT(killed, 5) << "most of them should not have come to their end";
  const Ended resumed = place.run(sweep({"--out", "killed.db", "--csv", "killed.csv"}));
  EXPECT_EQ(resumed.exit_code, 0) << resumed.errors;
  EXPECT_EQ(resumed.output, whole.output);
  EXPECT_EQ(place.read("killed.csv"), place.read("whole.csv"));
}

TEST(Sweep, ThreeRanksGiveTheTableOfOneProcess)
{
  if (std::system("command -v mpirun >/dev/null") != 0)
    GTEST_SKIP() << "mpirun is not installed";
  const Workplace place;
  place.write("shop.yaml", small_scenario());
  EXPECT_EQ(place.run(sweep({"--out", "one.db", "--csv", "one.csv"})).exit_code, 0);
  std::string command =
      "cd " + (place / "").string() + " && mpirun --allow-run-as-root --oversubscribe -n 3 " ONSALE_PROGRAM;
  for (const std::string& argument : sweep({"--out", "ranks.db", "--csv", "ranks.csv", "-q"}))
    command += " " + argument;
  EXPECT_EQ(std::system((command + " >ranks.txt 2>&1").c_str()), 0) << place.read("ranks.txt");
  EXPECT_EQ(place.read("ranks.csv"), place.read("one.csv"));
}

TEST(Sweep, JsonHasEveryValue)
{
  const Workplace place;
  place.write("shop.yaml", small_scenario());
  const Ended ended = place.run({"sweep", "shop.yaml", "--vary", "vus=5,6", "--replications", "3", "--json", "-q"});
  const auto json = nlohmann::json::parse(ended.output);
  ASSERT_EQ(json.at("points").size(), 2U);
  EXPECT_EQ(json.at("points").at(1).at("varied").at("vus"), "6");
  EXPECT_EQ(json.at("points").at(0).at("figures").at(0).at("values").size(), 3U);
}

TEST(Sweep, WhatGoesWrongCanBeVariedByItsName)
{
  const Workplace place;
  place.write("shop.yaml", small_scenario() + "faults: [{fault: database slow, from: 0s, factor: 2}]\n");
  const Ended ended = place.run({"sweep", "shop.yaml", "--vary", "faults.database slow.factor=1,20", "--csv", "-"});
  EXPECT_EQ(ended.exit_code, 0) << ended.errors;
  EXPECT_THAT(ended.output, testing::StartsWith("point,faults.database slow.factor,"));
  EXPECT_THAT(ended.output, HasSubstr(",http_req_duration p(99),"));
  const Ended misspelt = place.run({"sweep", "shop.yaml", "--vary", "faults.database slwo.factor=1"});
  EXPECT_THAT(misspelt.errors, HasSubstr("did you mean \"database slow\"?"));
}

TEST(Sweep, FaultsOfAllPointsAreToldBeforeTheFirstRun)
{
  const Workplace place;
  place.write("shop.yaml", small_scenario());
  const Ended ended = place.run({"sweep", "shop.yaml", "--vary", "hosts.box.cors=1", "--vary", "vus=1,0"});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.errors, HasSubstr("did you mean \"cores\"? (at hosts.box.cors=1 vus=1)"));
  EXPECT_THAT(ended.errors, HasSubstr("--vary: vus: expected a number above 0, found \"0\""));
  EXPECT_THAT(place.files(), testing::ElementsAre("shop.yaml")) << "no store is begun";
}

} // namespace onsale::cli
