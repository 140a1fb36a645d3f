#include "sim/run/scenario.hpp"

#include <gmock/gmock.h>

namespace onsale::run {
namespace {

Scenario example(std::vector<std::string> sets)
{
  return load_scenario({.path = std::string(ONSALE_SOURCE_DIR) + "/scenarios/examples/closed-web-tier.yaml",
                        .sets = std::move(sets),
                        .application_files = {}});
}

std::string value_of(const Scenario& scenario, const std::string& setting)
{
  for (const auto& line : scenario.settings)
    if (line.name == setting)
      return line.value + " from " + line.origin.substr(line.origin.rfind('/') + 1);
  return "";
}

} // namespace

TEST(Scenario, SetReachesSettingsAndTheScenarioAlike)
{
  const Scenario scenario = example({"server.tomcat.threads.max=7", "hosts.app.cores=3", "jvm.max-heap=1GB",
                                     "jvm.young-share=50%", "options.scenarios.users.vus=12"});
  EXPECT_EQ(scenario.system.settings.tomcat.threads_max, 7U);
  EXPECT_EQ(scenario.system.hosts.at(0).cpu.cores, 3);
  EXPECT_EQ(scenario.system.jvm.young_share, 0.5);
  EXPECT_EQ(value_of(scenario, "jvm.max-heap"), "1GB from --set");
  EXPECT_EQ(std::get<k6::ConstantVus>(scenario.load.scenarios.at(0).executor).vus, 12);
}

TEST(Scenario, EverySettingSaysWhereItsValueComesFrom)
{
  const Scenario scenario = example({});
  EXPECT_THAT(value_of(scenario, "spring.datasource.hikari.maximum-pool-size"),
              testing::MatchesRegex("10 from closed-web-tier[.]yaml:[0-9]+:3"));
  EXPECT_EQ(value_of(scenario, "server.tomcat.accept-count"), "100 from Spring Boot default");
}

TEST(Scenario, HashChangesWithWhateverCanChangeAResult)
{
  const auto hash = example({}).hash;
  EXPECT_EQ(example({}).hash, hash);
  EXPECT_NE(example({"server.tomcat.threads.max=51"}).hash, hash);
  EXPECT_NE(example({"hosts.app.cores=3"}).hash, hash);
}

} // namespace onsale::run
