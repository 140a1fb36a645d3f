#include "sim/study/knob.hpp"

#include <gmock/gmock.h>

namespace onsale::study {
namespace {

using testing::ElementsAre;

run::ScenarioRequest example(const std::string& name, std::vector<std::string> sets = {})
{
  return {
      .path = std::string(ONSALE_SOURCE_DIR) + "/scenarios/" + name, .sets = std::move(sets), .application_files = {}};
}

Knobs knobs(const run::ScenarioRequest& request)
{
  return {request, run::load_scenario(request)};
}

} // namespace

TEST(Knobs, EveryOtherNameIsWhatSetTakes)
{
  EXPECT_THAT(knobs(example("examples/closed-web-tier.yaml")).sets("hosts.app.cores", "4", "--vary"),
              ElementsAre("hosts.app.cores=4"));
}

TEST(Knobs, NamesJoinedByAPlusAreTurnedTogether)
{
  EXPECT_THAT(knobs(example("examples/closed-web-tier.yaml")).sets("hosts.app.cores+vus", "4", "--vary"),
              ElementsAre("hosts.app.cores=4", "vus=4"));
}

TEST(Knobs, VusScaleARampWithAllItsStages)
{
  const auto request = example("queue-5000vu/queue-token-issue.yaml");
  EXPECT_EQ(knobs(request).present("vus", "--over"), 5000);
  auto scaled = request;
  scaled.sets = knobs(request).sets("vus", "500", "--vary");
  EXPECT_THAT(scaled.sets, ElementsAre("vus=500"));
  const run::Scenario scenario = run::load_scenario(scaled);
  std::vector<std::int64_t> targets;
  for (const k6::Stage& stage : std::get<k6::RampingVus>(scenario.load.scenarios.front().executor).stages)
    targets.push_back(stage.target);
  EXPECT_THAT(targets, ElementsAre(100, 200, 500, 500, 0));
}

TEST(Knobs, RateTakesFinerStepsThanWholeIterations)
{
  auto request = example("examples/on-sale.yaml");
  EXPECT_EQ(knobs(request).present("rate", "--over"), 80);
  request.sets = knobs(request).sets("rate", "100.5", "--vary");
  EXPECT_NEAR(knobs(request).present("rate", "--over"), 100.5, 1e-3);
}

TEST(Knobs, PresentValueIsThatOfTheScenarioWithItsOverrides)
{
  const auto request = example("examples/closed-web-tier.yaml", {"hosts.app.cores=3"});
  EXPECT_EQ(knobs(request).present("hosts.app.cores", "--over"), 3);
  EXPECT_EQ(knobs(request).present("server.tomcat.threads.max", "--over"), 50);
}

TEST(Knobs, AKnobThatTheLoadDoesNotHaveIsRefused)
{
  try {
    knobs(example("examples/closed-web-tier.yaml")).present("rate", "--over");
    FAIL();
  } catch (const config::InvalidInput& invalid) {
    EXPECT_STREQ(invalid.what(), "--over: rate: the load has no arrival-rate executor, did you mean \"vus\"?");
  }
}

} // namespace onsale::study
