#include "sim/run/test_status.hpp"

#include <gmock/gmock.h>

namespace onsale::run {
namespace {

using k6::second_ns;
using State = k6::ScenarioProgress::State;
using testing::ElementsAre;

k6::Options options_with(const k6::Executor& executor)
{
  k6::Options options;
  options.scenarios.push_back({.name = "buyers", .executor = executor, .exec_place = {}, .tags = {}});
  return options;
}

/// The line of the one scenario.
std::string line(const k6::Executor& executor, k6::ScenarioProgress progress, StatusOptions how = {})
{
  progress.name = "buyers";
  if (progress.state == State::waiting)
    progress.state = State::running;
  return status_lines(options_with(executor), {.scenarios = {progress}}, how).at(1);
}

} // namespace

using k6::fixed_duration;

TEST(TestStatus, DurationsHaveAsManyPlacesAsTheLongestNeeds)
{
  EXPECT_EQ(fixed_duration(3.14, 5), "3.1s");
  EXPECT_EQ(fixed_duration(3.14, 30), "03.1s");
  EXPECT_EQ(fixed_duration(10, 120), "0m10.0s");
  EXPECT_EQ(fixed_duration(75.08, 85), "1m15.1s");
  EXPECT_EQ(fixed_duration(10, 660), "00m10.0s");
  EXPECT_EQ(fixed_duration(3723.4, 7200), "1h02m03.4s");
  EXPECT_EQ(fixed_duration(61, 30), "1m01.0s") << "longer than planned";
}

TEST(TestStatus, FirstLineCountsUsersAndIterations)
{
  k6::LoadProgress progress{
      .elapsed_s = 10, .vus_active = 50, .vus_initialised = 100, .complete = 1234, .scenarios = {}};
  const auto options = options_with(k6::ConstantVus{100, 120 * second_ns});
  EXPECT_EQ(status_lines(options, progress, {}).front(),
            "running (0m10.0s), 050/100 VUs, 1234 complete and 0 interrupted iterations");
  EXPECT_EQ(status_lines(options, progress, {.bars = true, .over = true}).front(),
            "running (0m10.0s), 000/100 VUs, 1234 complete and 0 interrupted iterations");
}

// 38 characters inside the brackets: 10 s of 120 s fill 38 / 12 = 3.2.
TEST(TestStatus, BarIsFortyWideAndItsHeadMoves)
{
  EXPECT_EQ(
      line(k6::RampingVus{}, {.name = {}, .vus_active = 50, .vus_allocated = 100, .elapsed_s = 10, .duration_s = 120}),
      "buyers   [==>-----------------------------------] 050/100 VUs  0m10.0s/2m0s");
  EXPECT_EQ(line(k6::RampingVus{}, {.name = {}, .vus_allocated = 100, .elapsed_s = 0, .duration_s = 120}),
            "buyers   [--------------------------------------] 000/100 VUs  0m00.0s/2m0s");
  EXPECT_EQ(line(k6::RampingVus{}, {.name = {},
                                    .state = State::finished,
                                    .vus_active = 0,
                                    .vus_allocated = 100,
                                    .elapsed_s = 120,
                                    .duration_s = 120}),
            "buyers ✓ [======================================] 000/100 VUs  2m0s");
}

TEST(TestStatus, WithoutTerminalTheBarIsAPercentage)
{
  EXPECT_EQ(
      line(k6::ConstantVus{10, 30 * second_ns}, {.name = {}, .elapsed_s = 7.5, .duration_s = 30}, {.bars = false}),
      "buyers   [  25% ] 10 VUs  07.5s/30s");
  EXPECT_EQ(line(k6::ConstantVus{10, 30 * second_ns},
                 {.name = {}, .state = State::interrupted, .elapsed_s = 7.5, .duration_s = 30}, {.bars = false}),
            "buyers ✗ [  25% ] 10 VUs  07.5s/30s");
}

TEST(TestStatus, ArrivalRatesShowTheRateDueNow)
{
  const k6::RampingArrivalRate rush{0, second_ns, {{75 * second_ns, 1700}}, {50, 150}};
  EXPECT_EQ(
      line(rush,
           {.name = {}, .vus_active = 7, .vus_allocated = 60, .elapsed_s = 15, .duration_s = 75, .rate_per_s = 340},
           {.bars = false}),
      "buyers   [  20% ] 007/060 VUs  0m15.0s/1m15s  0340.00 iters/s");
}

TEST(TestStatus, IterationsAreCountedTowardsTheirNumber)
{
  k6::ScenarioProgress progress{
      .name = {}, .elapsed_s = 0.7, .duration_s = 600, .complete = 15, .iterations_planned = 60};
  EXPECT_EQ(line(k6::PerVuIterations{20, 3}, progress, {.bars = false}),
            "buyers   [  25% ] 20 VUs  00m00.7s/10m0s  15/60 iters, 3 per VU");
  EXPECT_EQ(line(k6::SharedIterations{20, 60}, progress, {.bars = false}),
            "buyers   [  25% ] 20 VUs  00m00.7s/10m0s  15/60 shared iters");
}

TEST(TestStatus, NamesLineUpAndAScenarioMayStillWait)
{
  k6::Options options = options_with(k6::ConstantVus{1, 10 * second_ns});
  options.scenarios.push_back(options.scenarios.front());
  k6::LoadProgress progress;
  progress.scenarios = {{.name = "a", .state = State::waiting, .duration_s = 10},
                        {.name = "browse", .state = State::running, .elapsed_s = 5, .duration_s = 10}};
  progress.scenarios.front().starts_in_s = 2;
  EXPECT_THAT(status_lines(options, progress, {.bars = false}),
              ElementsAre(testing::_, "a      • [   0% ] waiting  2.0s", "browse   [  50% ] 1 VUs    05.0s/10s"));
}

// The end of a test of six executors as k6 v0.47 showed it.
TEST(TestStatus, ColumnsLineUpOverAllKindsAsInK6)
{
  k6::Options options;
  k6::LoadProgress progress;
  const auto add = [&](const char* name, const k6::Executor& executor, k6::ScenarioProgress at) {
    at.name = name;
    at.state = State::finished;
    options.scenarios.push_back({.name = name, .executor = executor, .exec_place = {}, .tags = {}});
    progress.scenarios.push_back(std::move(at));
  };
  const k6::Stages stages{{2 * second_ns, 3}};
  add("car_long_name_of_scenario_number_three", k6::ConstantArrivalRate{10, second_ns, 2 * second_ns, {2, 4}},
      {.name = {}, .vus_allocated = 2, .elapsed_s = 2.1, .duration_s = 2, .rate_per_s = 10});
  add("cvus", k6::ConstantVus{2, 2 * second_ns}, {.name = {}, .elapsed_s = 2.1, .duration_s = 2});
  add("rar", k6::RampingArrivalRate{0, second_ns, {{second_ns, 10}, {second_ns, 0}}, {2, 2}},
      {.name = {}, .vus_allocated = 2, .elapsed_s = 1.79, .duration_s = 2, .rate_per_s = 4.32});
  add("rvus", k6::RampingVus{1, stages}, {.name = {}, .vus_allocated = 3, .elapsed_s = 2.1, .duration_s = 2});
  add("shi", k6::SharedIterations{2, 5, 90 * second_ns},
      {.name = {}, .elapsed_s = 0.3, .duration_s = 90, .complete = 5, .iterations_planned = 5});
  add("pvi", k6::PerVuIterations{2, 3},
      {.name = {}, .elapsed_s = 0.3, .duration_s = 600, .complete = 6, .iterations_planned = 6});
  EXPECT_THAT(status_lines(options, progress, {.bars = false, .over = true}),
              ElementsAre(testing::_,
                          "car_long_name_of_scenario_n... ✓ [ 100% ] 0/2 VUs  2s              10.00 iters/s",
                          "cvus                           ✓ [ 100% ] 2 VUs    2s             ",
                          "rar                            ✗ [  89% ] 0/2 VUs  1.8s/2s         04.32 iters/s",
                          "rvus                           ✓ [ 100% ] 0/3 VUs  2s             ",
                          "shi                            ✓ [ 100% ] 2 VUs    0m00.3s/1m30s   5/5 shared iters",
                          "pvi                            ✓ [ 100% ] 2 VUs    00m00.3s/10m0s  6/6 iters, 3 per VU"));
}

} // namespace onsale::run
