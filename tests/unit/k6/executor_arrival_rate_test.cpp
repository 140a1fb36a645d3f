#include "tests/unit/k6/load_test_fixture.hpp"

#include <gmock/gmock.h>

namespace onsale::k6 {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::Pointwise;

// maxVUs 2, one VU preallocated, 1 iteration/s of 10 s over 6 s: t=0 starts; t=1 is dropped and a second VU is made;
// t=2 starts; t=3, 4, 5 are dropped, and the tick at exactly 6 too. The two iterations end at 10 and 12.
TEST(ArrivalRateRun, DropsWhatNoIdleUserCanTakeAndInitialisesOneUserAtATime)
{
  TestRig rig("scenarios: {s: {executor: constant-arrival-rate, rate: 1, duration: 6s, preAllocatedVUs: 1, maxVUs: 2}}",
              sleeping("10s"), never);
  const auto result = rig.run();
  EXPECT_EQ(result.progress.complete, 2);
  EXPECT_EQ(result.progress.interrupted, 0);
  EXPECT_EQ(result.progress.vus_initialised, 2);
  EXPECT_THAT(rig.samples.times("dropped_iterations"), ElementsAre(1, 3, 4, 5, 6));
  EXPECT_THAT(rig.samples.times("iterations"), ElementsAre(10, 12));
  EXPECT_DOUBLE_EQ(result.duration_s, 12);
}

// The second user is asked for at 1 and ready at 3.5; nobody else is initialised meanwhile.
TEST(ArrivalRateRun, LetsAnInitialisedUserJoinWhenItIsReady)
{
  LoadTest::Settings settings;
  settings.vu_initialisation_time = engine::seconds(2.5);
  TestRig rig("scenarios: {s: {executor: constant-arrival-rate, rate: 1, duration: 6s, preAllocatedVUs: 1, maxVUs: 5}}",
              sleeping("10s"), never, settings);
  rig.run_until(3);
  EXPECT_EQ(rig.test.progress().vus_initialised, 1);
  rig.run_until(3.5);
  EXPECT_EQ(rig.test.progress().vus_initialised, 2);
  rig.run_until(20);
  EXPECT_THAT(rig.samples.times("dropped_iterations"), ElementsAre(1, 2, 3, 5, 6)); // 4 is taken
  EXPECT_EQ(rig.test.result().progress.complete, 2);
}

TEST(ArrivalRateRun, WarnsOnceThatNoMoreUsersCanBeInitialised)
{
  TestRig rig("scenarios: {s: {executor: constant-arrival-rate, rate: 1, duration: 6s, preAllocatedVUs: 1, maxVUs: 2}}",
              sleeping("10s"), never);
  const auto warnings = rig.run().warnings;
  ASSERT_EQ(warnings.size(), 1);
  EXPECT_EQ(warnings[0].time_s, 3);
  EXPECT_EQ(warnings[0].message, "scenario 's': insufficient VUs, reached 2 active VUs and cannot initialise more");
}

TEST(ArrivalRateRun, GivesTheNextIterationToTheUserThatIsIdleLongest)
{
  TestRig rig("scenarios: {s: {executor: constant-arrival-rate, rate: 1, duration: 6s, preAllocatedVUs: 3}}",
              one_request, answering_after(0.1));
  rig.run();
  std::vector<std::uint32_t> users;
  for (const auto& asked : rig.target.asked)
    users.push_back(asked.user);
  EXPECT_THAT(users, ElementsAre(0, 1, 2, 0, 1, 2, 0));
}

// Iteration k is due at sqrt(2 k), k = 1..8.
TEST(ArrivalRateRun, FollowsARampOfRates)
{
  TestRig rig(
      "scenarios: {s: {executor: ramping-arrival-rate, stages: [{duration: 4s, target: 4}], preAllocatedVUs: 2}}",
      one_request, answering_after(0.1));
  rig.run();
  EXPECT_THAT(rig.asked_at(), Pointwise(DoubleNear(2e-9), {1.414213562, 2.0, 2.449489743, 2.828427125, 3.162277660,
                                                           3.464101615, 3.741657387, 4.0}));
}

// Iterations of 10 s at 0 and 1; the regular end is at 2, the hard stop at 2 + 3.
TEST(ArrivalRateRun, InterruptsWhatStillRunsAfterTheGracefulStop)
{
  TestRig rig("scenarios: {s: {executor: constant-arrival-rate, rate: 1, duration: 2s, preAllocatedVUs: 9, "
              "gracefulStop: 3s}}",
              sleeping("10s"), never);
  const auto result = rig.run();
  EXPECT_DOUBLE_EQ(result.duration_s, 5);
  EXPECT_EQ(result.progress.complete, 0);
  EXPECT_EQ(result.progress.interrupted, 3); // due at 0, 1 and 2
  EXPECT_TRUE(rig.samples.times("iterations").empty());
  EXPECT_TRUE(rig.samples.times("iteration_duration").empty());
}

TEST(ArrivalRateRun, CountsOnlyUsersInAnIterationAsActive)
{
  TestRig rig(
      "scenarios: {s: {executor: constant-arrival-rate, rate: 1, timeUnit: 4s, duration: 8s, preAllocatedVUs: 5}}",
      sleeping("1.5s"), never);
  rig.run();
  // Busy in [0, 1.5), [4, 5.5) and [8, 9.5): of the seconds 1..9 these are 1, 4, 5, 8 and 9. Of them
  // 4 and 8 are told as they were before the arrival: k6's gauge ticks first.
  EXPECT_THAT(rig.samples.values("vus"), ElementsAre(1, 0, 0, 0, 1, 0, 0, 0, 1));
  EXPECT_THAT(rig.samples.values("vus_max"), testing::Each(5));
}

TEST(ArrivalRateRun, TellsTheRateOfTheMoment)
{
  TestRig rig("scenarios: {s: {executor: ramping-arrival-rate, startRate: 10, timeUnit: 1m, preAllocatedVUs: 1, "
              "stages: [{duration: 10s, target: 70}]}}",
              one_request, answering_after(0.1));
  const auto progress = rig.run_until(5).scenarios.front();
  EXPECT_DOUBLE_EQ(progress.rate_per_s, 40.0 / 60);
  EXPECT_EQ(progress.duration_s, 10);
  EXPECT_EQ(progress.elapsed_s, 5);
  EXPECT_EQ(progress.vus_allocated, 1);
}

} // namespace
} // namespace onsale::k6
