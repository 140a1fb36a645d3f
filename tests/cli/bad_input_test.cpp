// What a user is told whose input cannot be used: all of it, where it is, what was probably meant, and nothing is
// written.
#include "tests/cli/program.hpp"

#include <gmock/gmock.h>

namespace onsale::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

/// The small scenario with one text replaced by another.
std::string small_scenario_with(const std::string& old_text, const std::string& new_text)
{
  std::string text = small_scenario();
  const auto at = text.find(old_text);
  EXPECT_NE(at, std::string::npos) << old_text;
  return text.replace(at, old_text.size(), new_text);
}

/// Runs it with every output asked for: exit code 2, and the folder is as it was.
std::string refusal(const Workplace& place, std::vector<std::string> arguments)
{
  const auto before = place.files();
  for (const char* output : {"--out", "csv=raw.csv", "--summary-export", "summary.json", "--out-dir", "result"})
    arguments.emplace_back(output);
  arguments.insert(arguments.begin(), "run");
  const Ended ended = place.run(arguments);
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_EQ(ended.output, "");
  EXPECT_EQ(place.files(), before);
  return ended.errors;
}

std::string refusal_of(const std::string& old_text, const std::string& new_text)
{
  const Workplace place;
  place.write("shop.yaml", small_scenario_with(old_text, new_text));
  return refusal(place, {"shop.yaml"});
}

} // namespace

TEST(BadInput, UnknownKeyIsToldItsNearestName)
{
  EXPECT_EQ(refusal_of("{cores: 4}", "{corse: 4}"),
            "shop.yaml:4:8: hosts.box.cores is missing, expected a number\n"
            "shop.yaml:4:9: hosts.box: unknown key \"corse\", did you mean \"cores\"?\n");
}

TEST(BadInput, WrongUnitIsToldWhatFits)
{
  EXPECT_EQ(refusal_of("- cpu: 2ms", "- cpu: 2MB"), "shop.yaml:18:14: endpoints.token.flow[0].cpu: expected a duration "
                                                    "such as 30s, 1m30s or 500ms, found \"2MB\"\n");
}

TEST(BadInput, NegativeTimeIsRefused)
{
  EXPECT_EQ(refusal_of("- cpu: 2ms", "- cpu: -2ms"),
            "shop.yaml:18:14: endpoints.token.flow[0].cpu: -2ms is below 0s\n");
}

TEST(BadInput, UnknownEndpointInAJourneyIsToldItsNearestName)
{
  EXPECT_EQ(refusal_of("endpoint: token", "endpoint: tokne"),
            "shop.yaml:47:29: journeys.default.steps[4].request.endpoint: \"tokne\" is not an endpoint of the system, "
            "did you mean \"token\"?\n");
}

TEST(BadInput, UnknownJourneyIsToldItsNearestName)
{
  EXPECT_EQ(
      refusal_of("gracefulStop: 2s}", "gracefulStop: 2s, exec: defualt}"),
      "shop.yaml:34:85: scenario buyers: exec \"defualt\" is not among the journeys, did you mean \"default\"?\n");
}

TEST(BadInput, ThresholdOfAnUnknownMetricIsToldBeforeTheRun)
{
  EXPECT_THAT(refusal_of("http_req_duration: [", "http_req_durations: ["),
              testing::AllOf(StartsWith("shop.yaml: thresholds.http_req_durations: "), HasSubstr("http_req_duration")));
}

TEST(BadInput, AllFaultsOfAFileAreToldAtOnceInTheirOrder)
{
  const Workplace place;
  std::string text = small_scenario_with("{cores: 4}", "{cores: 0}");
  text.replace(text.find("users: 100,"), 11, "users: 0,");
  text.replace(text.find("vus: 60"), 7, "vus: -1");
  place.write("shop.yaml", text);
  EXPECT_EQ(refusal(place, {"shop.yaml"}),
            "shop.yaml:4:16: hosts.box.cores: 0 is not above 0\n"
            "shop.yaml:8:18: booking.users: 0 is below 1 (default 1)\n"
            "shop.yaml:34:43: options.scenarios.buyers.vus: -1 is below 1 (default 1)\n");
}

TEST(BadInput, CyclicIncludeShowsTheChain)
{
  const Workplace place;
  place.write("a.yaml", "include: b.yaml\n");
  place.write("b.yaml", "include: a.yaml\n");
  EXPECT_EQ(refusal(place, {"a.yaml"}), "b.yaml:1:10: include: cycle a.yaml -> b.yaml -> a.yaml\n");
}

TEST(BadInput, MissingFileIsToldItsNearestName)
{
  const Workplace place;
  place.write("shop.yaml", small_scenario());
  EXPECT_EQ(refusal(place, {"shpo.yaml"}), "shpo.yaml: no such file, did you mean \"shop.yaml\"?\n");
}

TEST(BadInput, UnknownScenarioIsToldItsNearestName)
{
  const Workplace place;
  EXPECT_EQ(refusal(place, {"examples/on-sole"}), std::string(ONSALE_SOURCE_DIR) +
                                                      "/scenarios: there is no scenario called \"examples/on-sole\", "
                                                      "did you mean \"examples/on-sale\"?\n");
}

TEST(BadInput, UnknownSettingOfSetIsToldItsNearestName)
{
  const Workplace place;
  place.write("shop.yaml", small_scenario());
  EXPECT_EQ(refusal(place, {"shop.yaml", "--set", "spring.datasource.hikari.maximum-pool-sise=3"}),
            "--set: unknown setting \"spring.datasource.hikari.maximum-pool-sise\", did you mean "
            "\"spring.datasource.hikari.maximum-pool-size\"?\n");
}

TEST(BadInput, ValueOfSetIsCheckedLikeTheFiles)
{
  const Workplace place;
  place.write("shop.yaml", small_scenario());
  EXPECT_EQ(refusal(place, {"shop.yaml", "--set", "server.tomcat.threads.max=0", "--set", "hosts.box.cores=many"}),
            "--set: server.tomcat.threads.max: 0 is below 1 (Spring Boot default 200)\n"
            "--set: hosts.box.cores: expected a number, found \"many\"\n");
}

TEST(BadInput, UnknownOutputIsToldWhatThereIs)
{
  const Workplace place;
  place.write("shop.yaml", small_scenario());
  EXPECT_EQ(refusal(place, {"shop.yaml", "--out", "influxdb=x", "--out", "json"}),
            "--out: there is no output called \"influxdb\", expected one of csv, json, openmetrics, prometheus, "
            "trace, otlp\n"
            "--out: json needs a file: json=FILE\n");
}

TEST(BadInput, OutputThatCannotBeWrittenIsToldBeforeTheRun)
{
  const Workplace place;
  place.write("shop.yaml", small_scenario());
  const auto errors_of = [&](const std::vector<std::string>& output) {
    std::vector<std::string> arguments = {"run", "shop.yaml"};
    arguments.insert(arguments.end(), output.begin(), output.end());
    const Ended ended = place.run(arguments);
    EXPECT_EQ(ended.exit_code, 2);
    EXPECT_EQ(ended.output, "");
    return ended.errors;
  };
  EXPECT_EQ(errors_of({"--out", "csv=gone/raw.csv"}), "--out: cannot write gone/raw.csv: No such file or directory\n");
  EXPECT_EQ(errors_of({"--summary-export", "gone/s.json"}),
            "--summary-export: cannot write gone/s.json: No such file or directory\n");
  EXPECT_EQ(errors_of({"--out-dir", "shop.yaml"}), "--out-dir: shop.yaml: is a file, expected a folder\n");
  EXPECT_EQ(errors_of({"--out-dir", "shop.yaml/result"}),
            "--out-dir: shop.yaml/result: cannot be written: Not a directory\n");
  EXPECT_THAT(place.files(), ElementsAre("shop.yaml"));
}

TEST(BadInput, FolderThatHoldsOtherFilesIsNotReplaced)
{
  const Workplace place;
  place.write("shop.yaml", small_scenario());
  const Ended ended = place.run({"run", "shop.yaml", "--out-dir", "."});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_EQ(ended.errors,
            "--out-dir: .: is no result folder, since it holds shop.yaml; it would be replaced as a whole\n");
  EXPECT_THAT(place.files(), ElementsAre("shop.yaml"));
}

TEST(BadInput, FilesOfOneRunDoNotGoWithReplications)
{
  const Workplace place;
  place.write("shop.yaml", small_scenario());
  const Ended ended = place.run({"run", "shop.yaml", "--replications", "3", "--out-dir", "result", "--check"});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_EQ(ended.errors, "--check: shows one run and cannot be used with --replications\n"
                          "--out-dir: shows one run and cannot be used with --replications\n");
}

TEST(BadInput, MisspeltCommandIsToldItsNearestName)
{
  const Workplace place;
  const Ended ended = place.run({"repaly"});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_EQ(ended.errors, "onsale: there is no command called \"repaly\", did you mean \"replay\"?\n");
}

} // namespace onsale::cli
