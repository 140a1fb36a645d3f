// onsale audit on files and folders: verdicts, exit codes, both forms of output.
#include "tests/cli/program.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace onsale::cli {
namespace {

using testing::HasSubstr;

const std::string data = std::string(ONSALE_SOURCE_DIR) + "/calibration/data";

constexpr const char* contradictory = R"({"metrics": {
  "http_reqs": {"count": 100, "rate": 10},
  "http_req_failed": {"passes": 1, "fails": 98, "value": 0.01}}})";

TEST(Audit, MeasuredRunsRaiseNoAlarm)
{
  const Workplace place;
  std::vector<std::string> arguments = {"audit", "--json"};
  for (const auto& entry : std::filesystem::directory_iterator(data))
    arguments.push_back(entry.path().string());
  const Ended ended = place.run(arguments);
  EXPECT_EQ(ended.exit_code, 0) << ended.errors;
  EXPECT_EQ(ended.errors, data + "/a-idle: holds no result of k6\n");
  const auto audits = nlohmann::json::parse(ended.output).at("audits");
  EXPECT_EQ(audits.size(), 36U); // text and export of 18 runs
  for (const auto& audit : audits)
    EXPECT_EQ(audit.at("verdict"), "holds") << audit.at("name");
}

TEST(Audit, ABrokenLawIsExitCodeOne)
{
  const Workplace place;
  place.write("summary.json", contradictory);
  const Ended ended = place.run({"audit", "summary.json"});
  EXPECT_EQ(ended.exit_code, 1) << ended.errors;
  EXPECT_THAT(ended.output, HasSubstr("http_req_failed counts 1 + 98 = 99 requests, http_reqs 100"));
}

TEST(Audit, ScriptOptionsGiveThePlan)
{
  const Workplace place;
  place.write("summary.json", R"({"metrics": {"http_reqs": {"count": 100, "rate": 10}}})");
  place.write("options.json", R"({"scenarios": {"a": {"executor": "constant-vus", "vus": 1, "duration": "60s"}}})");
  EXPECT_EQ(place.run({"audit", "summary.json"}).exit_code, 0);
  const Ended ended = place.run({"audit", "summary.json", "--script-options", "options.json"});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_THAT(ended.output, HasSubstr("the options make a run of 60 to 150 s"));
  place.write("empty.json", "{}");
  EXPECT_EQ(place.run({"audit", "summary.json", "--script-options", "empty.json"}).errors,
            "empty.json: no k6 options: expected `scenarios`, `stages`, `duration` or `iterations`\n");
}

TEST(Audit, FaultsOfAllFilesAreToldAtOnce)
{
  const Workplace place;
  place.write("a.csv", "metric_name,timestamp,metric_value\nhttp_reqs,1\n");
  place.write("b.txt", "no summary\n");
  const Ended ended = place.run({"audit", "a.csv", "b.txt", "gone.json"});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_EQ(ended.output, "");
  EXPECT_EQ(ended.errors, "a.csv:2:1: 2 fields below 3 column names\n"
                          "b.txt: no k6 summary in 1 lines: there is no line like \"http_req_duration....: avg=1.2ms "
                          "min=1ms\"\n"
                          "gone.json: No such file or directory\n");
}

TEST(Audit, AFolderWithoutResultsIsNothingToAudit)
{
  const Workplace place;
  std::filesystem::create_directory(place / "runs");
  const Ended ended = place.run({"audit", "runs"});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_EQ(ended.errors, "runs: holds no result of k6\nruns: no results to audit\n");
}

} // namespace
} // namespace onsale::cli
