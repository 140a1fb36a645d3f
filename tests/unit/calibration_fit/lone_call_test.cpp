// What a request of a journey needs to be made without the rest of it.
#include "calibration/fit/lone_call.hpp"
#include "sim/run/scenario.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <string>
#include <vector>

namespace onsale::fit {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Call {
public:
  Call(const std::string& test, const std::string& endpoint)
  {
    path_ = std::filesystem::path(ONSALE_SOURCE_DIR "/scenarios") / (test + ".yaml");
    document_ = config::load_document(path_, faults_);
    call = lone_call(document_, std::vector<std::string>{"default"}, endpoint, {});
  }

  /// Puts the test in place of the file's own, and reads it. @throws config::InvalidInput
  run::Scenario scenario(double think_s)
  {
    for (const config::NodeEntry& section : call.test(document_, {.think_s = think_s}))
      if (config::Node* own = document_.root.find(section.key))
        *own = section.value;
      else
        document_.root.entries.push_back(section);
    run::Scenario scenario =
        run::read_scenario(document_, {.path = path_, .sets = {}, .application_files = {}}, faults_);
    faults_.throw_if_any();
    return scenario;
  }

  LoneCall call;

private:
  std::filesystem::path path_;
  config::Faults faults_;
  config::Document document_;
};

std::vector<std::string> endpoints_of(const run::Scenario& scenario, const k6::Program& program)
{
  std::vector<std::string> names;
  for (const k6::RequestSpec& request : program.requests)
    names.push_back(scenario.journeys.names.endpoints[request.endpoint]);
  return names;
}

} // namespace

TEST(LoneCall, BorrowsATokenFromASetupOfOneCallForEachUser)
{
  Call status("reference-server/c-journey-baseline-1", "status");
  EXPECT_THAT(status.call.borrowed, ElementsAre("User-Token from token"));
  const run::Scenario scenario = status.scenario(0.05);
  const k6::Journey& journey = scenario.journeys.all.front();
  EXPECT_EQ(journey.setup->repeat, 10U);
  EXPECT_THAT(endpoints_of(scenario, journey.setup->steps), ElementsAre("token"));
  EXPECT_THAT(endpoints_of(scenario, journey.steps), ElementsAre("status"));
  EXPECT_THAT(journey.setup->steps.variables.all(), ElementsAre("user", "ticket"));
}

TEST(LoneCall, SendsMinusOneWhereTheFlowOfTheEndpointLetsItPass)
{
  Call seats("reference-server/c-journey-baseline-1", "seats");
  EXPECT_THAT(seats.call.let_pass, ElementsAre("User-Token"));
  EXPECT_THAT(seats.call.borrowed, IsEmpty());
  const run::Scenario scenario = seats.scenario(0.05);
  EXPECT_FALSE(scenario.journeys.all.front().setup);
  EXPECT_THAT(scenario.journeys.all.front().steps.numbers, ElementsAre(-1));
}

/// Let pass, the endpoint would never ask whether there is such a hold.
TEST(LoneCall, LetsNothingPassWhereSomethingElseIsBorrowed)
{
  const Call reserve("reference-server/c-journey-baseline-1", "reserve");
  EXPECT_THAT(reserve.call.let_pass, IsEmpty());
  EXPECT_THAT(reserve.call.borrowed, ElementsAre("occupationId from occupy", "User-Token from token"));
}

TEST(LoneCall, TakesTheSetupThatFillsAListAlong)
{
  Call seats("queue-5000vu/seat-occupy-reserve", "available_seats");
  ASSERT_TRUE(seats.call.possible);
  const run::Scenario scenario = seats.scenario(0.05);
  EXPECT_EQ(scenario.journeys.all.front().setup->repeat, 10000U);
  EXPECT_THAT(endpoints_of(scenario, scenario.journeys.all.front().steps), ElementsAre("available_seats"));
}

TEST(LoneCall, IsNotPossibleWhereWhatASetupSharesWouldBeNeededInIt)
{
  const Call reserve("queue-5000vu/seat-occupy-reserve", "reserve");
  EXPECT_FALSE(reserve.call.possible);
  EXPECT_THAT(reserve.call.borrowed, ElementsAre("occupationId from occupy"));
}

TEST(LoneCall, HasTheLightLoadAndNothingElse)
{
  Call seats("queue-5000vu/seat-occupy-reserve", "available_seats");
  const run::Scenario scenario = seats.scenario(0.05);
  ASSERT_EQ(scenario.load.scenarios.size(), 1U);
  const auto& users = std::get<k6::ConstantVus>(scenario.load.scenarios.front().executor);
  EXPECT_EQ(users.vus, 10);
  EXPECT_EQ(users.duration_ns, 30 * k6::second_ns);
  EXPECT_THAT(scenario.load.thresholds, IsEmpty());
  EXPECT_EQ(scenario.test, "available_seats-alone");
}

} // namespace onsale::fit
