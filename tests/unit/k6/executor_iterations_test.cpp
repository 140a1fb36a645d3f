#include "tests/unit/k6/load_test_fixture.hpp"

#include <gmock/gmock.h>

namespace onsale::k6 {
namespace {

using testing::ElementsAre;
using State = ScenarioProgress::State;

TEST(IterationsRun, LetsEveryUserDoItsOwnIterations)
{
  TestRig rig("scenarios: {s: {executor: per-vu-iterations, vus: 2, iterations: 3}}", sleeping("1s"), never);
  const auto result = rig.run();
  EXPECT_THAT(rig.samples.times("iterations"), ElementsAre(1, 1, 2, 2, 3, 3));
  EXPECT_DOUBLE_EQ(result.duration_s, 3);
  EXPECT_EQ(result.progress.scenarios.front().iterations_planned, 6);
  EXPECT_EQ(result.progress.scenarios.front().state, State::finished);
}

// Iterations of 2 s, 3 each; maxDuration 3 s passes inside the second one, which ends at 4: the third is dropped.
TEST(IterationsRun, DropsPerUserWhatHasNotBegunInTime)
{
  TestRig rig("scenarios: {s: {executor: per-vu-iterations, vus: 2, iterations: 3, maxDuration: 3s}}", sleeping("2s"),
              never);
  const auto result = rig.run();
  EXPECT_EQ(result.progress.complete, 4);
  EXPECT_THAT(rig.samples.times("dropped_iterations"), ElementsAre(4, 4));
  EXPECT_EQ(rig.counted("dropped_iterations"), 2);
}

// Hard stop at 3 + 0.5: the second iteration is interrupted, not dropped; the third and fourth are.
TEST(IterationsRun, DropsTheRestOfAnInterruptedUser)
{
  TestRig rig(
      "scenarios: {s: {executor: per-vu-iterations, vus: 1, iterations: 4, maxDuration: 3s, gracefulStop: 500ms}}",
      sleeping("2s"), never);
  const auto result = rig.run();
  EXPECT_EQ(result.progress.complete, 1);
  EXPECT_EQ(result.progress.interrupted, 1);
  EXPECT_EQ(rig.counted("dropped_iterations"), 2);
  EXPECT_THAT(rig.samples.times("dropped_iterations"), ElementsAre(3.5));
}

// Five iterations of 1 s among 2 users: 2 end at 1, 2 at 2, the last at 3; the other user leaves at 2.
TEST(IterationsRun, SharesIterationsAmongWhoeverIsFree)
{
  TestRig rig("scenarios: {s: {executor: shared-iterations, vus: 2, iterations: 5}}", sleeping("1s"), never);
  const auto result = rig.run();
  EXPECT_THAT(rig.samples.times("iterations"), ElementsAre(1, 1, 2, 2, 3));
  EXPECT_DOUBLE_EQ(result.duration_s, 3);
  EXPECT_EQ(result.progress.scenarios.front().iterations_planned, 5);
}

// Iterations begin at 0, 2 (two each time); maxDuration 3 s: 6 of 10 are dropped, in one sample when the last ends.
TEST(IterationsRun, DropsTheRestOfSharedIterationsAtItsEnd)
{
  TestRig rig("scenarios: {s: {executor: shared-iterations, vus: 2, iterations: 10, maxDuration: 3s}}", sleeping("2s"),
              never);
  rig.run();
  EXPECT_THAT(rig.samples.times("dropped_iterations"), ElementsAre(4));
  EXPECT_THAT(rig.samples.values("dropped_iterations"), ElementsAre(6));
}

} // namespace
} // namespace onsale::k6
