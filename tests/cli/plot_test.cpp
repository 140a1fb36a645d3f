// Pictures from result files: each is drawn by a real run, and what cannot be drawn is said.
#include "tests/cli/program.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <cstdlib>

namespace onsale::cli {
namespace {

using testing::HasSubstr;

/// A small run in `name`, for gnuplot to draw.
void run_into(const Workplace& place, const std::string& name, std::vector<std::string> more = {})
{
  place.write("small.yaml", small_scenario());
  more.insert(more.begin(), {"run", "small.yaml", "-q", "--out-dir", name});
  ASSERT_EQ(place.run(more).exit_code, 0);
}

} // namespace

TEST(Plot, DrawsAllThatOneRunHasDataFor)
{
  const Workplace place;
  run_into(place, "result");
  const Ended ended = place.run({"plot", "result", "--slo", "5", "--json"});
  ASSERT_EQ(ended.exit_code, 0) << ended.errors;
  std::vector<std::string> names;
  const auto listed = nlohmann::json::parse(ended.output);
  for (const auto& picture : listed.at("pictures")) {
    names.push_back(picture.at("name"));
    EXPECT_NE(place.read(picture.at("file")).find("<svg"), std::string::npos) << names.back();
    EXPECT_FALSE(picture.at("reading").get<std::string>().empty());
  }
  EXPECT_THAT(names, testing::ElementsAre("over-time", "percentiles", "heat-map", "spectrum", "anatomy", "resources",
                                          "failures"));
  EXPECT_NE(place.read("pictures/percentiles.svg").find("<text>5 ms</text>"), std::string::npos);
}

TEST(Plot, SameFilesGiveTheSameBytes)
{
  const Workplace place;
  run_into(place, "result");
  ASSERT_EQ(place.run({"plot", "result", "--only", "over-time", "--out", "a"}).exit_code, 0);
  ASSERT_EQ(place.run({"plot", "result", "--only", "over-time", "--out", "b"}).exit_code, 0);
  EXPECT_EQ(place.read("a/over-time.svg"), place.read("b/over-time.svg"));
}

TEST(Plot, SeveralSeedsAreABandAndSeveralSettingsSideBySide)
{
  const Workplace place;
  run_into(place, "one");
  run_into(place, "two", {"--seed", "2"});
  run_into(place, "five", {"--set", "spring.datasource.hikari.maximum-pool-size=1"});
  EXPECT_THAT(place.run({"plot", "one", "two"}).output, testing::StartsWith("pictures/replications.svg "));
  EXPECT_THAT(place.run({"plot", "one", "five"}).output, testing::StartsWith("pictures/overlay.svg "));
  EXPECT_THAT(place.read("pictures/overlay.svg"), HasSubstr("spring.datasource.hikari.maximum-pool-size=1"));
}

namespace {

/// Figures of a sweep's table.
const std::string figures = "http_req_duration med,http_req_duration avg,http_req_duration p(90),http_req_duration "
                            "p(95),http_reqs rate,iterations rate,";

} // namespace

TEST(Plot, TableOfASweepIsAHockeyStickOrASurface)
{
  const Workplace place;
  place.write("one.csv", "point,vus," + figures + "bottleneck\n0,100,5,6,8,9,50,5,\n1,200,50,60,80,90,60,6,box cpu\n");
  place.write("two.csv",
              "point,vus,pool," + figures + "bottleneck\n0,100,2,5,6,8,9,50,5,\n1,200,2,50,60,80,90,60,6,box cpu\n");
  place.write("three.csv", "point,vus,pool,faults.redis slow.factor," + figures +
                               "bottleneck\n0,100,2,1,5,6,8,9,50,5,\n1,100,2,3,50,60,80,90,60,6,box cpu\n");
  place.write("none.csv", "a,b\n1,2\n");
  EXPECT_THAT(place.run({"plot", "one.csv"}).output, testing::StartsWith("pictures/hockey-stick.svg "));
  EXPECT_NE(place.read("pictures/hockey-stick.svg").find("box cpu full from 200 on"), std::string::npos);
  EXPECT_THAT(place.run({"plot", "two.csv"}).output, testing::StartsWith("pictures/surface.svg "));
  EXPECT_NE(place.read("pictures/surface.svg").find("<text>90 ms</text>"), std::string::npos);
  EXPECT_THAT(place.run({"plot", "three.csv"}).output, testing::StartsWith("pictures/surface.svg "));
  EXPECT_NE(place.read("pictures/surface.svg").find("faults.redis slow.factor = 3"), std::string::npos);
  EXPECT_EQ(place.run({"plot", "none.csv"}).errors,
            "none.csv: expected the table of a sweep (`onsale sweep ... --csv FILE`), found a column a first\n");
}

TEST(Plot, KnobsTurnedOneAtATimeAreBarsBesideTheScenarioAsItIs)
{
  const Workplace place;
  place.write("knobs.csv", "point,vus,a.b+c.d," + figures + "bottleneck\n0,,,5,6,8,9,50,5,\n1,200,,5,6,8,90,60,6,\n" +
                               "2,,10ms,50,60,80,900,60,6,box cpu\n");
  const Ended ended = place.run({"plot", "knobs.csv"});
  EXPECT_THAT(ended.output, testing::StartsWith("pictures/knobs.svg ")) << ended.errors;
  const std::string picture = place.read("pictures/knobs.svg");
  for (const char* words : {"as it is", "vus = 200", "a.b and 1 more = 10ms", "900 ms"})
    EXPECT_NE(picture.find(std::string("<text>") + words + "</text>"), std::string::npos) << words;
}

TEST(Plot, PngIsOneOfTheFormats)
{
  const Workplace place;
  run_into(place, "result");
  ASSERT_EQ(place.run({"plot", "result", "--only", "spectrum", "--format", "png"}).exit_code, 0);
  EXPECT_THAT(place.read("pictures/spectrum.png"), testing::StartsWith("\x89PNG"));
}

TEST(Plot, WhatCannotBeDrawnIsSaid)
{
  const Workplace place;
  EXPECT_EQ(place.run({"plot", "nowhere"}).errors,
            "nowhere: no such result folder (`onsale run ... --out-dir FOLDER` writes one)\n");
  run_into(place, "result");
  const Ended unknown = place.run({"plot", "result", "--only", "hockey"});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_THAT(unknown.errors,
              testing::StartsWith("--only: there is no picture \"hockey\" of these files, but over-time,"));
  place.write("result/timeseries.csv", "time_s,vus\n1\n");
  EXPECT_EQ(place.run({"plot", "result"}).errors,
            "result/timeseries.csv:2: 1 fields, expected the 2 that the first line names\n");
  EXPECT_THAT(place.files(), testing::Not(testing::Contains("pictures")));
}

TEST(Plot, MissingGnuplotIsToldByThePackageThatHasIt)
{
  const Workplace place;
  const std::string path = std::getenv("PATH");
  setenv("PATH", place.operator/("empty").c_str(), 1);
  const Ended ended = place.run({"plot", "nowhere"});
  setenv("PATH", path.c_str(), 1);
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_EQ(ended.errors, "onsale: gnuplot draws the pictures and is not installed: `apt-get install gnuplot-nox`\n");
}

} // namespace onsale::cli
