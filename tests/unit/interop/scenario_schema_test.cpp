#include "model/config/yaml_reader.hpp"
#include "sim/interop/scenario_schema.hpp"
#include "tests/unit/interop/schema_check.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace onsale::interop {
namespace {

using Json = nlohmann::json;

const std::filesystem::path scenarios = std::filesystem::path(ONSALE_SOURCE_DIR) / "scenarios";

std::string text_of(const std::filesystem::path& path)
{
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

const Json& schema()
{
  static const Json schema = Json::parse(scenario_schema());
  return schema;
}

std::vector<std::string> refused(const std::string& yaml)
{
  config::Faults faults;
  const auto documents = config::read_yaml(yaml, "test.yaml", faults);
  EXPECT_TRUE(faults.empty());
  return refusals(json_of(documents->front()), schema(), schema());
}

void collect_undescribed(const Json& schema, const std::string& place, std::vector<std::string>& found)
{
  if (schema.contains("properties") and schema["properties"].is_object())
    for (const auto& [key, value] : schema["properties"].items())
      if (not value.contains("description") and not place.starts_with("/properties/settings"))
        found.push_back(place + "/" + key);
  if (schema.is_structured())
    for (const auto& [key, value] : schema.items())
      collect_undescribed(value, place + "/" + key, found);
}

} // namespace

TEST(ScenarioSchema, FileOfTheTreeIsWhatTheReadersTell)
{
  EXPECT_EQ(text_of(scenarios / "scenario.schema.json"), scenario_schema())
      << "readers have changed: onsale schema > scenarios/scenario.schema.json";
}

TEST(ScenarioSchema, EveryScenarioOfTheTreeIsValid)
{
  int files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(scenarios))
    if (entry.path().extension() == ".yaml") {
      EXPECT_THAT(refused(text_of(entry.path())), testing::IsEmpty()) << entry.path();
      ++files;
    }
  EXPECT_GT(files, 50);
}

TEST(ScenarioSchema, KeysThatNobodyReadsAreRefused)
{
  EXPECT_THAT(refused("hsots: {}"), testing::ElementsAre("/hsots: nothing may stand here"));
  EXPECT_THAT(refused("hosts: {box: {croes: 2}}"), testing::ElementsAre("/hosts/box/croes: nothing may stand here"));
  EXPECT_THAT(refused("settings: {server.tomcat.threads.maxx: 2}"), testing::SizeIs(1));
  EXPECT_THAT(refused("endpoints: {a: {flow: [{cpu: 1ms, memory: 1}]}}"), testing::SizeIs(1));
  EXPECT_THAT(refused("journeys: {a: {steps: [{request: {endpoint: a, sned: {}}}]}}"), testing::SizeIs(1));
  EXPECT_THAT(refused("statuses: {seat_gone: 409}"), testing::ElementsAre("/statuses/seat_gone: enum"));
}

TEST(ScenarioSchema, ValuesOfTheWrongKindAreRefused)
{
  EXPECT_THAT(refused("hosts: {box: {cores: 0}}"), testing::ElementsAre("/hosts/box/cores: exclusiveMinimum"));
  EXPECT_THAT(refused("hosts: {box: {memory: 16}}"), testing::ElementsAre("/hosts/box/memory: maximum"));
  EXPECT_THAT(refused("network: {round-trip: 5}"), testing::ElementsAre("/network/round-trip: anyOf"));
  EXPECT_THAT(refused("options: {scenarios: {a: {executor: constant-vu}}}"), testing::SizeIs(1));
  EXPECT_THAT(refused("network: {round-trip: {mean: 5ms, law: gamma}}"), testing::IsEmpty());
  EXPECT_THAT(refused("settings: {server: {tomcat: {threads: {max: 20}}}}"), testing::IsEmpty());
}

TEST(ScenarioSchema, StepsHaveOneKeyThatSaysWhatTheyAre)
{
  EXPECT_THAT(refused("endpoints: {a: {flow: [{cpu: 1ms, query: 1ms}]}}"),
              testing::Contains("/endpoints/a/flow/0: oneOf"));
}

TEST(ScenarioSchema, EveryKeyHasADescription)
{
  std::vector<std::string> undescribed;
  collect_undescribed(schema(), "", undescribed);
  EXPECT_THAT(undescribed, testing::IsEmpty());
}

} // namespace onsale::interop
