#include "model/config/faults.hpp"
#include "sim/interop/scaffold.hpp"
#include "sim/interop/yaml_text.hpp"
#include "sim/run/scenario.hpp"
#include "tests/unit/run/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <fstream>

namespace onsale::interop {
namespace {

using testing::HasSubstr;

std::string text_of(const std::vector<ScaffoldFile>& files, const std::string& name)
{
  for (const ScaffoldFile& file : files)
    if (file.name == name)
      return file.text;
  return "";
}

std::string objection(const ScaffoldOptions& options)
{
  try {
    (void)scaffold(options);
  } catch (const config::InvalidInput& invalid) {
    return invalid.what();
  }
  return "";
}

} // namespace

TEST(Scaffold, IsAScenarioThatCanBeRead)
{
  const run::TemporaryFolder place;
  write_scaffold(place.path() / "shop", scaffold({.name = "shop",
                                                  .endpoints = {"GET /events/{id}/seats", "POST /reservations"},
                                                  .threads = 40,
                                                  .pool = 8,
                                                  .vus = 70,
                                                  .duration = "20s",
                                                  .spring = {},
                                                  .k6 = {}}));
  const auto scenario =
      run::load_scenario({.path = place.path() / "shop" / "load.yaml", .sets = {}, .application_files = {}});
  EXPECT_EQ(scenario.name(), "shop/load");
  EXPECT_EQ(scenario.system.settings.tomcat.threads_max, 40U);
  EXPECT_EQ(scenario.system.settings.hikari.maximum_pool_size, 8U);
  ASSERT_EQ(scenario.system.endpoints.size(), 2U);
  EXPECT_EQ(scenario.system.endpoints[0].id, "get_events_seats");
  EXPECT_EQ(scenario.system.endpoints[1].method, "POST");
  EXPECT_EQ(std::get<k6::ConstantVus>(scenario.load.scenarios.front().executor).vus, 70);
}

TEST(Scaffold, TakesSettingsFromTheApplicationAndMarksTheRestAsDefaults)
{
  const run::TemporaryFolder place;
  std::ofstream(place.path() / "application.yml")
      << "server: {tomcat: {threads: {max: 64}}}\nspring: {application: {name: shop}}\n";
  ScaffoldOptions options{.name = "shop"};
  options.spring = place.path() / "application.yml";
  const std::string system = text_of(scaffold(options), "system.yaml");
  EXPECT_THAT(system, testing::ContainsRegex("  server.tomcat.threads.max: 64 # .*application.yml:1:"));
  EXPECT_THAT(system, HasSubstr("  spring.datasource.hikari.maximum-pool-size: 10 # HikariCP default: is it yours?\n"));
  EXPECT_THAT(system, HasSubstr("  # 1 more properties of application.yml are not modelled.\n"));
}

TEST(Scaffold, TakesTheLoadFromK6WithAJourneyForEachFunction)
{
  const run::TemporaryFolder place;
  ScaffoldOptions options{.name = "shop"};
  options.k6 = nlohmann::ordered_json::parse(R"({
    "scenarios": {"a": {"executor": "constant-vus", "vus": 5, "duration": "10s", "exec": "browse"},
                  "b": {"executor": "per-vu-iterations", "exec": "buy"}},
    "thresholds": {"http_req_duration": ["p(95)<500"], "own_trend": ["avg<1"]}})");
  const auto files = scaffold(options);
  EXPECT_THAT(text_of(files, "load.yaml"), HasSubstr("# Left out: thresholds on own_trend"));
  write_scaffold(place.path() / "shop", files);
  const auto scenario =
      run::load_scenario({.path = place.path() / "shop" / "load.yaml", .sets = {}, .application_files = {}});
  EXPECT_NE(scenario.journeys.find("browse"), nullptr);
  EXPECT_NE(scenario.journeys.find("buy"), nullptr);
  EXPECT_EQ(scenario.load.thresholds.size(), 1U);
}

TEST(Scaffold, RefusesWhatItCannotUse)
{
  EXPECT_EQ(objection({.name = "my shop"}), "NAME: expected letters, digits, - and _, found `my shop`");
  EXPECT_EQ(objection({.name = "shop", .endpoints = {"GET events"}}),
            "--endpoint: expected METHOD /PATH such as `GET /events/{id}/seats`, found `GET events`");
  EXPECT_EQ(objection({.name = "shop", .endpoints = {"/a", "GET /a"}}), "--endpoint: `GET /a` is given twice");
}

TEST(Scaffold, LeavesNothingBehindWhenTheLoadCannotBeRun)
{
  const run::TemporaryFolder place;
  ScaffoldOptions options{.name = "shop"};
  options.duration = "soon";
  EXPECT_THROW(write_scaffold(place.path() / "shop", scaffold(options)), config::InvalidInput);
  EXPECT_TRUE(std::filesystem::is_empty(place.path()));
  std::filesystem::create_directory(place.path() / "shop");
  EXPECT_THROW(write_scaffold(place.path() / "shop", scaffold({.name = "shop"})), config::InvalidInput);
}

TEST(YamlText, WritesSmallListsInOneLine)
{
  EXPECT_EQ(yaml_text(nlohmann::ordered_json::parse(
                          R"({"a": {"b": [1, "p(95)<500"]}, "stages": [{"duration": "1m", "target": 5}], "no": true})"),
                      2),
            "\n  a:\n    b: [1, \"p(95)<500\"]\n  stages:\n    - {duration: \"1m\", target: 5}\n  \"no\": true\n");
}

} // namespace onsale::interop
