#include "tests/unit/k6/load_test_fixture.hpp"

#include <gmock/gmock.h>

namespace onsale::k6 {
namespace {

using testing::ElementsAre;

// Iterations of 4 s begin at 0, 4 and 8 and end at 12: none begins after 10.
TEST(LoopingVusRun, EndsTheLastIterationsOfAConstantNumberOfUsers)
{
  TestRig rig("{vus: 3, duration: 10s}", sleeping("4s"), never);
  const auto result = rig.run();
  EXPECT_THAT(rig.samples.times("iterations"), ElementsAre(4, 4, 4, 8, 8, 8, 12, 12, 12));
  EXPECT_DOUBLE_EQ(result.duration_s, 12);
  EXPECT_EQ(result.progress.interrupted, 0);
  EXPECT_THAT(rig.samples.values("vus"), testing::Each(3));
}

TEST(LoopingVusRun, BeginsNoIterationAtTheEndItself)
{
  TestRig rig("{vus: 1, duration: 10s}", sleeping("5s"), never);
  EXPECT_EQ(rig.run().progress.complete, 2);
}

// Regular end at 10, hard stop at 12: the iteration that began at 6 would have ended at 12.5.
TEST(LoopingVusRun, InterruptsAtTheGracefulStop)
{
  TestRig rig("scenarios: {s: {executor: constant-vus, vus: 2, duration: 10s, gracefulStop: 2s}}", sleeping("6.25s"),
              never);
  const auto result = rig.run();
  EXPECT_DOUBLE_EQ(result.duration_s, 12);
  EXPECT_EQ(result.progress.complete, 2);
  EXPECT_EQ(result.progress.interrupted, 2);
  EXPECT_EQ(rig.test.progress().vus_active, 0);
}

// The example of the plan's test. No iteration ever ends by itself, so users are active exactly as reserved:
//   0:4  1:5  2:6  33:5  42:4  50:1  53:0
TEST(LoopingVusRun, CutsReleasedSlotsOffAfterTheGracefulRampDown)
{
  TestRig rig(
      "scenarios: {s: {executor: ramping-vus, startVUs: 4, stages: [{duration: 2s, target: 6}, {duration: 5s, "
      "target: 1}, {duration: 4s, target: 5}, {duration: 4s, target: 1}, {duration: 3s, target: 4}, {duration: 2s, "
      "target: 4}, {duration: 0s, target: 1}, {duration: 3s, target: 1}]}}",
      sleeping("1h"), never);
  const std::vector<std::pair<double, int>> expected{{0, 4},     {0.99, 4}, {1, 5},     {2, 6},  {32.99, 6}, {33, 5},
                                                     {41.99, 5}, {42, 4},   {49.99, 4}, {50, 1}, {52.99, 1}, {53, 0}};
  for (const auto& [time_s, active] : expected)
    EXPECT_EQ(rig.run_until(time_s).vus_active, active) << "at " << time_s;
  EXPECT_TRUE(rig.test.over());
  EXPECT_EQ(rig.test.result().progress.interrupted, 6); // each slot held one iteration all the time
}

// 2 users at 0; slot 2 is released at 1 (cut off at 6) and planned again from 3. Its iteration of 2.5 s goes on to 2.5,
// so it has left by then, and the user comes back at 3 with a new iteration.
TEST(LoopingVusRun, StartsAReleasedSlotAgainThatHasLeft)
{
  TestRig rig(
      "scenarios: {s: {executor: ramping-vus, startVUs: 2, gracefulRampDown: 5s, stages: [{duration: 1s, target: 1}, "
      "{duration: 2s, target: 2}, {duration: 1s, target: 2}]}}",
      sleeping("2.5s"), never);
  rig.run_until(2.75);
  EXPECT_EQ(rig.test.progress().vus_active, 1);
  rig.run_until(3);
  EXPECT_EQ(rig.test.progress().vus_active, 2);
  rig.run_until(20);
  EXPECT_THAT(rig.samples.times("iterations"), ElementsAre(2.5, 2.5, 5, 5.5));
}

// The same, but its iteration takes 3.5 s: at 3 it is planned again while it still runs, and loops on at 3.5 without a
// pause. The end is at 4; both users end what they began at 3.5.
TEST(LoopingVusRun, LetsASlotGoOnWhoseCountClimbsBackInTime)
{
  TestRig rig(
      "scenarios: {s: {executor: ramping-vus, startVUs: 2, gracefulRampDown: 5s, stages: [{duration: 1s, target: 1}, "
      "{duration: 2s, target: 2}, {duration: 1s, target: 2}]}}",
      sleeping("3.5s"), never);
  rig.run_until(20);
  EXPECT_THAT(rig.samples.times("iterations"), ElementsAre(3.5, 3.5, 7, 7));
  EXPECT_EQ(rig.test.result().progress.interrupted, 0);
}

TEST(LoopingVusRun, CutsOffAtTheStepWithoutGracefulRampDown)
{
  TestRig rig(
      "scenarios: {s: {executor: ramping-vus, startVUs: 2, gracefulRampDown: 0s, stages: [{duration: 4s, target: 0}]}}",
      sleeping("10s"), never);
  EXPECT_EQ(rig.run_until(1.99).vus_active, 2);
  EXPECT_EQ(rig.run_until(2).vus_active, 1);
  EXPECT_EQ(rig.run_until(4).vus_active, 0);
  EXPECT_DOUBLE_EQ(rig.test.result().duration_s, 4);
  EXPECT_EQ(rig.test.result().progress.interrupted, 2);
}

// Two jumps at one instant (at 1 s: 2 -> 1 -> 2) cancel the iteration of slot 2, and it begins anew with the user that
// was free for longest: the one it gave back.
TEST(LoopingVusRun, BeginsAnewASlotThatIsCutOffAndPlannedAtOneInstant)
{
  TestRig rig(
      "scenarios: {s: {executor: ramping-vus, startVUs: 2, gracefulRampDown: 0s, stages: [{duration: 1s, target: 2}, "
      "{duration: 0s, target: 1}, {duration: 0s, target: 2}, {duration: 2s, target: 2}]}}",
      sleeping("1.5s"), never);
  const auto result = rig.run_until(20);
  EXPECT_THAT(rig.samples.times("iterations"), ElementsAre(1.5, 2.5, 3, 4));
  EXPECT_EQ(result.interrupted, 1);
}

// One slot stops and starts again; three users wait in the buffer because another scenario needs three at the end.
TEST(LoopingVusRun, TakesTheUserThatWasFreeForLongest)
{
  TestRig rig("scenarios:\n"
              "  a: {executor: ramping-vus, startVUs: 1, gracefulRampDown: 0s, stages: [{duration: 1s, target: 1}, "
              "{duration: 0s, "
              "target: 0}, {duration: 1s, target: 0}, {duration: 0s, target: 1}, {duration: 1s, target: 1}]}\n"
              "  b: {executor: constant-vus, vus: 3, duration: 1s, startTime: 100s}\n",
              with_steps("      - request: {endpoint: occupy}\n      - sleep: 10s\n"), answering_after(0.1));
  rig.run_until(50);
  ASSERT_EQ(rig.target.asked.size(), 2);
  EXPECT_EQ(rig.target.asked[0].user, 0);
  EXPECT_EQ(rig.target.asked[1].user, 1);
}

TEST(LoopingVusRun, RefusesAJourneyThatLetsNoTimePass)
{
  TestRig rig("{vus: 1, duration: 10s}", with_steps("      - check: {name: always, when: status == 0}\n"), never);
  rig.test.start();
  try {
    rig.simulation.run_until(engine::at_seconds(20));
    FAIL() << "no exception";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(),
                 "scenario 'default': 100002 iterations began at 0 s without any time passing; let journey "
                 "'default' send a request or sleep");
  }
}

} // namespace
} // namespace onsale::k6
