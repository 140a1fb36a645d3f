// What CI servers, pull requests, dashboards and other programs are given.
#include "tests/cli/program.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace onsale::cli {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;
using testing::StartsWith;

std::string kit(const std::string& name)
{
  std::ifstream file(ONSALE_SOURCE_DIR "/docs/kit/" + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace

TEST(Kit, ScenariosAreListedForPrograms)
{
  const Workplace place;
  const auto list = Json::parse(place.run({"scenarios", "--json"}).output);
  const auto shop =
      std::find_if(list.begin(), list.end(), [](const Json& each) { return each.at("name") == "examples/on-sale"; });
  ASSERT_NE(shop, list.end());
  EXPECT_THAT(shop->at("title").get<std::string>(), StartsWith("Tickets go on sale"));
}

TEST(Kit, AScenarioComesFromAnotherProgram)
{
  const Workplace place;
  place.write("small.yaml", small_scenario());
  place.write("broken.yaml", "system: [\n");
  const std::string program = ONSALE_PROGRAM;
  const std::string folder = (place / "").string();
  const auto run = [&](const std::string& file) {
    return std::system(
        ("cd '" + folder + "' && cat " + file + " | '" + program + "' run - -q --json > out.json 2> err.txt").c_str());
  };
  EXPECT_EQ(run("small.yaml"), 0) << place.read("err.txt");
  EXPECT_EQ(Json::parse(place.read("out.json")).at("system"), "small");
  EXPECT_NE(run("broken.yaml"), 0);
  EXPECT_THAT(place.read("err.txt"), HasSubstr("standard input:"));
}

TEST(Kit, CiServersAndPullRequestsAreTold)
{
  const Workplace place;
  place.write("small.yaml", small_scenario());
  const Ended ended = place.run({"run", "small.yaml", "-q", "--junit", "junit.xml", "--markdown", "run.md"});
  ASSERT_EQ(ended.exit_code, 0) << ended.errors;
  EXPECT_THAT(place.read("junit.xml"), testing::AllOf(HasSubstr("tests=\"2\" failures=\"0\""),
                                                      HasSubstr("name=\"http_req_duration p(95)&lt;5000\" time=\"3"),
                                                      HasSubstr("name=\"fewer than 1 % are lost\"")));
  EXPECT_THAT(place.read("run.md"),
              testing::AllOf(StartsWith("### small.yaml\n\nKeeps its promise: "),
                             HasSubstr("| kept | http\\_req\\_duration | p(95)\\<5000 | "), HasSubstr("| hold | ")));
  std::string strict = small_scenario();
  strict.replace(strict.find("p(95)<5000"), 10, "p(95)<0.01");
  place.write("strict.yaml", strict);
  const Ended crossed = place.run({"run", "strict.yaml", "-q", "--junit", "junit.xml"});
  EXPECT_EQ(crossed.exit_code, 99) << crossed.errors;
  EXPECT_THAT(place.read("junit.xml"),
              testing::AllOf(HasSubstr("failures=\"1\""), HasSubstr("<failure message=\"was ")));
}

TEST(Kit, AComparisonIsATableForAPullRequest)
{
  const Workplace place;
  place.write("small.yaml", small_scenario());
  const Ended ended = place.run({"compare", "small.yaml", "small.yaml", "-q", "--replications", "2", "--b-set",
                                 "endpoints.token.flow.0.cpu=40ms", "--markdown", "compare.md"});
  EXPECT_EQ(ended.exit_code, 3) << ended.errors;
  EXPECT_THAT(place.read("compare.md"),
              testing::AllOf(HasSubstr("| figure | A | B | change | |"), HasSubstr("**worse**")));
}

TEST(Kit, TheClockOfTheFilesBeginsWhenTold)
{
  const Workplace place;
  place.write("small.yaml", small_scenario());
  const Ended ended =
      place.run({"run", "small.yaml", "-q", "--start-time", "2026-12-01T19:00:00+09:00", "--tag", "testid=simulated",
                 "--out", "openmetrics=m.txt", "--out", "csv=s.csv", "--out", "json=s.json"});
  ASSERT_EQ(ended.exit_code, 0) << ended.errors;
  const std::string series = place.read("m.txt");
  // date -u -d 2026-12-01T10:00:01Z +%s
  EXPECT_THAT(series,
              HasSubstr("tomcat_threads_busy_threads{instance=\"1\",name=\"http-nio-8080\",testid=\"simulated\"}"));
  EXPECT_THAT(series, HasSubstr(" 1796119201.000\n"));
  EXPECT_THAT(place.read("s.csv"), HasSubstr(",179611920"));
  EXPECT_THAT(place.read("s.json"), HasSubstr("\"time\":\"2026-12-01T10:00:0"));
  const Ended wrong = place.run({"run", "small.yaml", "-q", "--start-time", "tomorrow"});
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_THAT(wrong.errors, HasSubstr("--start-time: \"tomorrow\": expected a time like 2026-12-01T10:00:00Z"));
}

// Every series that the dashboard asks for is one that `--out openmetrics` writes.
TEST(Kit, TheDashboardAsksForWhatThereIs)
{
  const Workplace place;
  place.write("small.yaml", small_scenario());
  ASSERT_EQ(place.run({"run", "small.yaml", "-q", "--tag", "testid=a", "--out", "openmetrics=m.txt"}).exit_code, 0);
  const std::string series = place.read("m.txt");
  std::size_t asked = 0;
  const auto dashboard = Json::parse(kit("grafana-dashboard.json"));
  for (const Json& panel : dashboard.at("panels"))
    for (const Json& target : panel.at("targets")) {
      const std::string query = target.at("expr");
      const std::size_t brace = query.find('{');
      std::size_t first = brace;
      while (first > 0 && (std::isalnum(query[first - 1]) != 0 || query[first - 1] == '_'))
        --first;
      EXPECT_THAT(series, HasSubstr("\n" + query.substr(first, brace - first) + "{")) << query;
      ++asked;
    }
  EXPECT_GE(asked, 10U);
}

// Two processes, each on a host like the server's; the line of the console names both.
TEST(Instances, AreThereFromTheStart)
{
  const Workplace place;
  place.write("small.yaml", small_scenario());
  const Ended ended = place.run({"run", "small.yaml", "-q", "--set", "instances=2"});
  EXPECT_EQ(ended.exit_code, 0) << ended.errors;
  EXPECT_THAT(ended.output, testing::ContainsRegex("cpu         box: .*; server 2: server"));
}

} // namespace onsale::cli
