// Help, lists and examples: what is offered works.
#include "tests/cli/program.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace onsale::cli {
namespace {

using testing::HasSubstr;

} // namespace

TEST(Commands, EachHasHelpWithExamples)
{
  const Workplace place;
  for (const char* command :
       {"run", "replay", "incidents", "scenarios", "audit", "calibrate", "plot", "report", "sweep", "limit", "compare",
        "explain", "schema", "new", "completion", "man", "reference"}) {
    const Ended ended = place.run({command, "--help"});
    EXPECT_EQ(ended.exit_code, 0);
    EXPECT_THAT(ended.output, HasSubstr(std::string("  onsale ") + command)) << command;
  }
  EXPECT_THAT(place.run({"--help"}).output, HasSubstr("  onsale run examples/closed-web-tier\n"));
  EXPECT_EQ(place.run({}).exit_code, 2);
}

TEST(Commands, ScenariosAreListedWithTheUseOfTheirPublishedResults)
{
  const Workplace place;
  const Ended ended = place.run({"scenarios"});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_THAT(ended.output, testing::ContainsRegex("(^|\n)queue-5000vu/queue-token-issue +fitted +Concert booking"));
  EXPECT_THAT(ended.output, testing::ContainsRegex("(^|\n)examples/on-sale +Tickets go on sale"));
}

/// Each file of scenarios/examples for a few simulated seconds, with its stations' laws.
// Both fail in the rush; with retries nobody gets through after it either.
TEST(Commands, TheExampleOfRetriesSaysTheTruth)
{
  const Workplace place;
  const Ended once = place.run({"run", "examples/retries", "-q", "--set", "services.stock.retry.max-attempts=1"});
  EXPECT_THAT(once.output, testing::ContainsRegex("http_req_failed\\.+: (3[0-9]|4[0-9])\\."));
  const Ended again = place.run({"run", "examples/retries", "-q"});
  EXPECT_THAT(again.output, testing::ContainsRegex("http_req_failed\\.+: (7[5-9]|8[0-9])\\."));
}

TEST(Commands, ExamplesRun)
{
  const Workplace place;
  const std::vector<std::pair<std::string, std::vector<std::string>>> shortened = {
      {"examples/closed-web-tier",
       {"--set", "options.scenarios.users.duration=3s", "--set", "options.scenarios.users.vus=200"}},
      {"examples/on-sale",
       {"--set", "options.scenarios.rush.stages.1.duration=5s", "--set", "options.scenarios.rush.stages.2.duration=1s",
        "--set", "queue.promote-batch=10"}},
      {"examples/in-process-cache", {}},
      {"examples/flow-language", {"--set", "options.scenarios.buying.duration=10s"}},
      {"examples/after-commit", {"--set", "options.scenarios.orders.rate=15"}}, // that mail keeps up with
      {"examples/scheduled-jobs", {}},
      {"examples/circuit-breaker", {"--set", "options.scenarios.payments.duration=25s"}},
      {"examples/cpu-limit", {"--set", "options.scenarios.reports.duration=20s"}},
      {"examples/deadlocks", {"--set", "options.scenarios.users.duration=5s"}},
      {"examples/instances", {"--set", "options.scenarios.users.duration=12s"}},
      {"examples/kafka", {}},
      {"examples/memory-limit", {}},
      {"examples/nginx", {}},
      {"examples/outbox", {"--set", "options.scenarios.orders.duration=24s"}},
      {"examples/postgresql",
       {"--set", "options.scenarios.users.duration=5s", "--set", "postgresql.max_connections=200"}},
      {"examples/rate-limit", {"--set", "options.scenarios.rush.duration=5s"}},
      {"examples/retries", {"--set", "services.stock.retry.max-attempts=1"}},
      {"examples/outbound-service",
       {"--set", "options.scenarios.payments.duration=20s"}}}; // before its service is slow
  std::vector<std::string> tested;
  for (const auto& [name, sets] : shortened) {
    std::vector<std::string> arguments = {"run", name, "--check", "--anatomy"};
    arguments.insert(arguments.end(), sets.begin(), sets.end());
    const Ended ended = place.run(arguments);
    EXPECT_EQ(ended.exit_code, name == "examples/retries" ? 99 : 0) << name << ended.errors; // whose rush is too much
    EXPECT_THAT(ended.output, testing::Not(HasSubstr("✗\n"))) << name;
    tested.push_back(name.substr(name.find('/') + 1) + ".yaml");
  }
  std::vector<std::string> there;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(ONSALE_SOURCE_DIR) + "/scenarios/examples"))
    if (entry.path().extension() == ".yaml") // a script is run as the documentation says
      there.push_back(entry.path().filename().string());
  EXPECT_THAT(there, testing::UnorderedElementsAreArray(tested)) << "an example that no test runs";
}

namespace {

constexpr const char* published = R"({
  "system": "small", "test": "rush",
  "workload": {"scenarios": {"default": {"executor": "constant-vus", "vus": 60, "duration": "3s"}}},
  "results": {"form": "k6-summary", "metrics": {
    "http_reqs": {"type": "counter", "unit": "1", "values": {"count": {"value": 1600, "raw": "1600"}}},
    "http_req_duration": {"type": "trend", "unit": "s",
      "values": {"avg": {"value": 0.01, "raw": "10ms"}, "p95": {"value": 0.02, "raw": "20ms"}}}}}})";

/// A system folder with one published test.
void write_published(const Workplace& place, const std::string& system, const std::string& scenario)
{
  std::filesystem::create_directories(place / (system + "/published"));
  place.write(system + "/published/rush.json", published);
  place.write(system + "/rush.yaml",
              scenario + "published: {results: published/rush.json, kind: blind, targets: {http_reqs: 50%}}\n");
}

} // namespace

TEST(Replay, JsonHasTheAgreedKeys)
{
  const Workplace place;
  write_published(place, "small", small_scenario());
  const Ended ended = place.run({"replay", "--scenarios", ".", "--json"});
  EXPECT_EQ(ended.exit_code, 0) << ended.errors;
  const auto runs = nlohmann::json::parse(ended.output).at("runs");
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(runs[0].at("system"), "small");
  EXPECT_EQ(runs[0].at("test"), "rush");
  EXPECT_EQ(runs[0].at("kind"), "blind");
  EXPECT_TRUE(runs[0].at("seconds").is_number());
  ASSERT_FALSE(runs[0].at("metrics").empty());
  for (const auto& metric : runs[0].at("metrics"))
    for (const char* key : {"name", "published", "predicted", "relative_error", "admissible", "target", "met"})
      EXPECT_TRUE(metric.contains(key)) << key;
}

TEST(Replay, FaultsOfOneScenarioDoNotHideTheOthers)
{
  const Workplace place;
  write_published(place, "a-broken", "include: gone.yaml\n");
  write_published(place, "b-sound", small_scenario());
  const Ended ended = place.run({"replay", "--scenarios", "."});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.errors, HasSubstr("./a-broken/rush.yaml:1:10: \"a-broken/gone.yaml\": no such file"));
  EXPECT_THAT(ended.output, testing::StartsWith("small/rush  blind"));
}

TEST(Replay, UnknownSelectorIsToldItsNearestName)
{
  const Workplace place;
  write_published(place, "small", small_scenario());
  const Ended ended = place.run({"replay", "smal/rush", "--scenarios", "."});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_EQ(ended.errors, ".: there is no scenario called \"smal/rush\", did you mean \"small/rush\"?\n");
}

} // namespace onsale::cli
