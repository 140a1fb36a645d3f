#include "model/k6/options/ramping_vus_plan.hpp"

#include <gmock/gmock.h>

#include <utility>

namespace onsale::k6 {
namespace {

using testing::ElementsAre;

VuPlan in_seconds(std::initializer_list<std::pair<std::int64_t, std::int64_t>> steps)
{
  VuPlan plan;
  for (const auto& [time_s, vus] : steps)
    plan.push_back({time_s * second_ns, vus});
  return plan;
}

RampingVus example()
{
  return {4,
          {{2 * second_ns, 6},
           {5 * second_ns, 1},
           {4 * second_ns, 5},
           {4 * second_ns, 1},
           {3 * second_ns, 4},
           {2 * second_ns, 4},
           {0, 1},
           {3 * second_ns, 1}},
          30 * second_ns};
}

TEST(RampingVusPlan, FollowsTheStagesOneVuAtATime)
{
  EXPECT_EQ(planned_vus(example()), in_seconds({{0, 4},  {1, 5},  {2, 6},  {3, 5},  {4, 4},  {5, 3},  {6, 2},
                                                {7, 1},  {8, 2},  {9, 3},  {10, 4}, {11, 5}, {12, 4}, {13, 3},
                                                {14, 2}, {15, 1}, {16, 2}, {17, 3}, {18, 4}, {20, 1}, {23, 0}}));
}

// Slot 6 is released at 3 and kept 30 s; slot 5 returns at 11 and is last released at 12; slots 2-4 at 20; slot 1 stays
// to the end at 23 and gets gracefulStop.
TEST(RampingVusPlan, KeepsReleasedVusForTheGracefulRampDown)
{
  EXPECT_EQ(reserved_vus(example(), 30 * second_ns),
            in_seconds({{0, 4}, {1, 5}, {2, 6}, {33, 5}, {42, 4}, {50, 1}, {53, 0}}));
}

TEST(RampingVusPlan, GivesGracefulStopToTheVusPlannedToTheEnd)
{
  EXPECT_EQ(reserved_vus(example(), 80 * second_ns),
            in_seconds({{0, 4}, {1, 5}, {2, 6}, {33, 5}, {42, 4}, {50, 1}, {103, 0}}));
}

TEST(RampingVusPlan, NeverKeepsAVuBeyondGracefulStop)
{
  // The end is at 33: every longer grace is cut there.
  EXPECT_EQ(reserved_vus(example(), 10 * second_ns), in_seconds({{0, 4}, {1, 5}, {2, 6}, {33, 0}}));
}

TEST(RampingVusPlan, HardStopsAtTheStepWithoutGracefulRampDown)
{
  const RampingVus ramp{2, {{0, 1}, {0, 2}, {2 * second_ns, 0}}, 0};
  EXPECT_EQ(reserved_vus(ramp, 5 * second_ns), in_seconds({{0, 2}, {0, 1}, {0, 2}, {1, 1}, {2, 0}}));
}

// Slot 2 is released at 1 and kept to 3; its return at 5 is a new reservation.
TEST(RampingVusPlan, ReservesAgainWhenTheCountClimbsBackTooLate)
{
  const RampingVus ramp{2, {{1 * second_ns, 1}, {3 * second_ns, 1}, {1 * second_ns, 2}}, 2 * second_ns};
  EXPECT_EQ(reserved_vus(ramp, 1 * second_ns), in_seconds({{0, 2}, {3, 1}, {5, 2}, {6, 0}}));
}

// Measured with k6: six VUs, 1 from 2 s on, 4 again from 3 s on. At 5 s all above the drop's target are cut off.
TEST(RampingVusPlan, CutsAfterAnInstantDropAlsoWhatHasClimbedAgain)
{
  const RampingVus ramp{6, {{2 * second_ns, 6}, {0, 1}, {1 * second_ns, 4}, {5 * second_ns, 4}}, 3 * second_ns};
  EXPECT_EQ(reserved_vus(ramp, 30 * second_ns), in_seconds({{0, 6}, {5, 1}, {5, 4}, {38, 0}}));
}

// The same on a slope of 0.5 s: each slot has its own grace, in which it climbs again; 5 and 6 do not.
TEST(RampingVusPlan, LetsASlotGoOnThatClimbsAgainAfterASlope)
{
  const RampingVus ramp{
      6, {{2 * second_ns, 6}, {second_ns / 2, 1}, {1 * second_ns, 4}, {5 * second_ns, 4}}, 3 * second_ns};
  EXPECT_EQ(reserved_vus(ramp, 30 * second_ns),
            (VuPlan{{0, 6}, {5'100'000'000, 5}, {5'200'000'000, 4}, {38'500'000'000, 0}}));
}

TEST(RampingVusPlan, TakesNoNoticeOfADropThatIsMadeGoodInTime)
{
  const RampingVus ramp{6, {{2 * second_ns, 6}, {0, 1}, {1 * second_ns, 1}, {0, 6}, {1 * second_ns, 6}}, 3 * second_ns};
  EXPECT_EQ(reserved_vus(ramp, 30 * second_ns), in_seconds({{0, 6}, {34, 0}}));
}

// 10 s / 3 = 3333333333.3 ns: truncation is of the part that is subtracted from the end of the stage.
TEST(RampingVusPlan, TruncatesThePartSubtractedFromTheStageEnd)
{
  const RampingVus ramp{0, {{10 * second_ns, 3}, {10 * second_ns, 0}}};
  EXPECT_THAT(planned_vus(ramp),
              ElementsAre(VuStep{0, 0}, VuStep{3333333334, 1}, VuStep{6666666667, 2}, VuStep{10000000000, 3},
                          VuStep{13333333334, 2}, VuStep{16666666667, 1}, VuStep{20000000000, 0}));
}

TEST(RampingVusPlan, NeedsAsManyVusAsItsHighestTarget)
{
  EXPECT_EQ(max_vus(planned_vus(example())), 6);
  EXPECT_EQ(max_vus(planned_vus({7, {{second_ns, 3}}})), 7);
}

TEST(RampingVusPlan, StaysExactForDaysAndMillionsOfVus)
{
  const std::int64_t day = 86'400 * second_ns;
  const auto plan = planned_vus({0, {{day, 1'000'000}}});
  EXPECT_EQ(plan[500'000], (VuStep{day / 2, 500'000}));
}

} // namespace
} // namespace onsale::k6
