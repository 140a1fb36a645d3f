#include "calibration/fit/parameter.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace onsale::fit {
namespace {

using testing::ElementsAre;

struct Found {
  std::vector<Parameter> parameters;
  std::vector<std::string> faults;
};

Found find(const std::string& text, const std::vector<std::string>& names)
{
  config::Faults faults;
  const auto document = config::parse_document(text, "system.yaml", faults);
  Found found{find_parameters(document, names, faults), {}};
  for (const config::Fault& fault : faults.list())
    found.faults.push_back(to_string(fault));
  return found;
}

constexpr const char* two_endpoints = R"(
mysql: {fsync: 0.5ms, buffer-pool-miss: 20%}
endpoints:
  a: {flow: [{cpu: 2ms}, {query: {cpu: 1ms, per-row: 0.2us}}]}
  b: {flow: [{cpu: 6ms}, {delay: {mean: 80ms, cv: 0.2}}]}
  c: {flow: [{cpu: 0}]}
)";

} // namespace

TEST(Parameter, MovesAlongItsLogarithmAndKeepsItsUnit)
{
  const auto found = find(two_endpoints, {"mysql.fsync"});
  ASSERT_EQ(found.parameters.size(), 1U);
  const Parameter& fsync = found.parameters[0];
  EXPECT_EQ(fsync.start(), 0.5);
  EXPECT_EQ(fsync.unit(), "ms");
  EXPECT_EQ(fsync.text(0), "0.5ms");
  EXPECT_DOUBLE_EQ(fsync.value(std::log(3)), 1.5);
  EXPECT_DOUBLE_EQ(fsync.coordinate(1.5), std::log(3));
  EXPECT_THAT(fsync.sets(std::log(2)), ElementsAre("mysql.fsync=1ms"));
}

TEST(Parameter, ShareStaysBelowOne)
{
  const auto found = find(two_endpoints, {"mysql.buffer-pool-miss"});
  ASSERT_EQ(found.parameters.size(), 1U);
  EXPECT_DOUBLE_EQ(found.parameters[0].value(std::log(4)), 50); // odds of 1 to 4, times 4
  EXPECT_LT(found.parameters[0].value(20), 100);
  EXPECT_NEAR(found.parameters[0].coordinate(50), std::log(4), 1e-12);
}

TEST(Parameter, TiedValuesKeepTheirRatio)
{
  const auto found = find(two_endpoints, {"endpoints.a.flow.0.cpu+endpoints.b.flow.0.cpu"});
  ASSERT_EQ(found.parameters.size(), 1U);
  EXPECT_THAT(found.parameters[0].sets(std::log(2)),
              ElementsAre("endpoints.a.flow.0.cpu=4ms", "endpoints.b.flow.0.cpu=12ms"));
}

TEST(Parameter, AnchorWritesOneParameter)
{
  const auto found = find("a: &cost 3ms\nb: *cost\nc: 3ms\n", {"b", "a"});
  ASSERT_EQ(found.parameters.size(), 1U);
  EXPECT_THAT(found.parameters[0].sets(0), ElementsAre("b=3ms", "a=3ms"));
}

TEST(Parameter, StarStandsForAnyKeyAndMapsForTheirMean)
{
  const auto cpu = find(two_endpoints, {"endpoints.*.flow.0.cpu"});
  EXPECT_EQ(cpu.parameters.size(), 2U);
  EXPECT_EQ(cpu.faults.size(), 1U) << "the third one is 0";
  const auto delay = find(two_endpoints, {"endpoints.b.flow.1.delay", "endpoints.a.flow.1.query"});
  ASSERT_EQ(delay.parameters.size(), 2U);
  EXPECT_EQ(delay.parameters[0].name, "endpoints.b.flow.1.delay.mean");
  EXPECT_EQ(delay.parameters[1].name, "endpoints.a.flow.1.query.cpu");
}

TEST(Parameter, FaultsNameWhatIsWrong)
{
  EXPECT_THAT(find(two_endpoints, {"mysql.fsinc"}).faults,
              ElementsAre("--fit: the scenario has no value \"mysql.fsinc\", did you mean \"mysql.fsync\"?"));
  EXPECT_THAT(
      find(two_endpoints, {"endpoints.c.flow.0.cpu"}).faults,
      ElementsAre("system.yaml:6:20: endpoints.c.flow.0.cpu: a fit starts from a number above 0 with at most a unit, "
                  "such as 0.8ms, found \"0\""));
}

TEST(Parameter, DemandsOfFlowsAndCommitAreFoundBySweep)
{
  config::Faults faults;
  const auto document = config::parse_document(two_endpoints, "system.yaml", faults);
  EXPECT_THAT(demand_names(document), ElementsAre("mysql.fsync", "endpoints.a.flow.0.cpu",
                                                  "endpoints.a.flow.1.query.cpu", "endpoints.a.flow.1.query.per-row",
                                                  "endpoints.b.flow.0.cpu", "endpoints.b.flow.1.delay.mean"));
}

} // namespace onsale::fit
