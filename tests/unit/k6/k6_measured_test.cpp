// Option sets that were run by real k6 (v0.47.0, a server of constant latency on the same machine), and what it showed:
// the gauge `vus` at each second, iterations that were cut off, the length of the run.
#include "tests/unit/k6/load_test_fixture.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace onsale::k6 {
namespace {

constexpr double race = -1; ///< something is due at that very instant: either is right

struct Measured {
  std::string name;
  std::string scenario; ///< as in the script
  double answer_s = 0;  ///< as measured, the machine's own time included
  std::string steps;    ///< after the request
  std::vector<double> vus;
  std::uint64_t interrupted = 0;
  double duration_s = 0; ///< to a tenth
};

std::ostream& operator<<(std::ostream& out, const Measured& test)
{
  return out << test.name;
}

const std::vector<Measured> measured = {
    {"ramping, gracefulStop after the end",
     "executor: ramping-vus, gracefulStop: 3s, stages: [{duration: 3s, target: 6}, {duration: 3s, target: 1}, "
     "{duration: "
     "3s, target: 4}]",
     0.111,
     "      - sleep: 4150ms\n",
     {2, 4, 5, 6, 6, 5, 3, 2, 3, 2, 2, 2},
     2,
     12.0},
    {"shared iterations, cut off",
     "executor: shared-iterations, vus: 7, iterations: 200, maxDuration: 4s, gracefulStop: 0s",
     0.103,
     "      - sleep: 230ms\n",
     {7, 7, 7, 7},
     7,
     4.0},
    {"constant, cut off",
     "executor: constant-vus, vus: 5, duration: 5s, gracefulStop: 0s",
     0.203,
     "      - sleep: 570ms\n      - request: {endpoint: occupy}\n",
     {5, 5, 5, 5, 5},
     5,
     5.0},
    {"a climb within gracefulRampDown after a drop",
     "executor: ramping-vus, startVUs: 4, gracefulRampDown: 2s, gracefulStop: 1s, stages: [{duration: 1s, target: 1}, "
     "{duration: 1s, target: 4}, {duration: 0s, target: 0}, {duration: 1s, target: 0}, {duration: 3s, target: 5}]",
     0.103,
     "      - sleep: 830ms\n",
     {2, 3, 0, 1, 2, 3},
     1,
     6.7},
    {"a rate that ends at zero",
     "executor: ramping-arrival-rate, startRate: 5, preAllocatedVUs: 3, stages: [{duration: 2s, target: 10}, "
     "{duration: "
     "2s, target: 0}, {duration: 8s, target: 0}]",
     0.103,
     "",
     {1, 1, 1, 0},
     0,
     4.1},
    {"a rate that falls to zero",
     "executor: ramping-arrival-rate, startRate: 0, preAllocatedVUs: 3, stages: [{duration: 3s, target: 7}, {duration: "
     "4s, "
     "target: 0}]",
     0.103,
     "",
     {1, 0, 1, 0, race, 0}, // the 21st iteration is due at 5 s
     0,
     6.4},
    {"users that stop early",
     "executor: ramping-vus, startVUs: 1, stages: [{duration: 2s, target: 4}, {duration: 1s, "
     "target: 0}, {duration: 5s, target: 0}]",
     0.103,
     "",
     {2, 3, 1},
     0,
     3.1},
    {"an arrival at a whole second",
     "executor: constant-arrival-rate, rate: 1, timeUnit: 4s, duration: 7s, preAllocatedVUs: 2",
     0.103,
     "",
     {0, 0, 0, 0, 0, 0, 0},
     0,
     7.0},
    {"a drop at once, then a climb",
     "executor: ramping-vus, startVUs: 6, gracefulRampDown: 3s, stages: [{duration: 2s, target: 6}, {duration: 0s, "
     "target: "
     "1}, {duration: 1s, target: 4}, {duration: 5s, target: 4}]",
     0.103,
     "      - sleep: 100ms\n",
     {6, 6, 3, 4, 4, 1, 1, 1},
     3,
     8.2},
    {"a drop on a slope, then a climb",
     "executor: ramping-vus, startVUs: 6, gracefulRampDown: 3s, stages: [{duration: 2s, target: 6}, {duration: 500ms, "
     "target: 1}, {duration: 1s, target: 4}, {duration: 5s, target: 4}]",
     0.103,
     "      - sleep: 100ms\n",
     {6, 6, 2, 4, 4, 4, 4, 4},
     0,
     8.6},
    {"jumps without gracefulRampDown",
     "executor: ramping-vus, startVUs: 0, gracefulRampDown: 0s, gracefulStop: 500ms, stages: [{duration: 0s, target: "
     "5}, "
     "{duration: 2s, target: 5}, {duration: 0s, target: 2}, {duration: 1s, target: 2}, {duration: 0s, target: 4}, "
     "{duration: 1s, target: 4}]",
     0.103,
     "      - sleep: 270ms\n",
     {5, 5, 2, 4},
     3,
     4.2},
};

class MeasuredK6 : public testing::TestWithParam<Measured> {};

TEST_P(MeasuredK6, IsMet)
{
  const auto& test = GetParam();
  TestRig rig("scenarios: {s: {" + test.scenario + "}}",
              with_steps("      - request: {endpoint: occupy}\n" + test.steps), answering_after(test.answer_s));
  const auto result = rig.run();
  auto vus = rig.samples.values("vus");
  for (std::size_t i = 0; i < std::min(vus.size(), test.vus.size()); ++i)
    if (test.vus[i] == race)
      vus[i] = race;
  EXPECT_EQ(vus, test.vus);
  EXPECT_EQ(result.progress.interrupted, test.interrupted);
  EXPECT_NEAR(result.duration_s, test.duration_s, 0.101);
}

INSTANTIATE_TEST_SUITE_P(OptionSets, MeasuredK6, testing::ValuesIn(measured));

// minIterationDuration: 3s, vus: 3, duration: 5s: six iterations, over at 6.0 s, and a sample of the gauge there.
TEST(K6, PadsTheLastIterationToo)
{
  TestRig rig("{minIterationDuration: 3s, vus: 3, duration: 5s}", one_request, answering_after(0.053));
  const auto result = rig.run();
  EXPECT_EQ(rig.samples.values("vus"), std::vector<double>(6, 3));
  EXPECT_EQ(result.progress.complete, 6);
  EXPECT_DOUBLE_EQ(result.duration_s, 6);
}

// v0.47 alone counts setup as an iteration_duration.
TEST(K6, CountsTheDurationOfSetupUpTo047)
{
  const std::string journey = "journeys:\n"
                              "  default:\n"
                              "    setup: {repeat: 3, steps: [{request: {endpoint: occupy}}]}\n"
                              "    steps: [{request: {endpoint: reserve}}]\n";
  TestRig newest("{vus: 1, iterations: 1}", journey, answering_after(0.25));
  newest.run();
  EXPECT_EQ(newest.samples.values("iteration_duration"), std::vector<double>{250});
  TestRig old("{vus: 1, iterations: 1}", journey, answering_after(0.25), {}, {}, {.version = {0, 47}});
  old.run();
  EXPECT_EQ(old.samples.values("iteration_duration"), (std::vector<double>{750, 250}));
  EXPECT_EQ(*old.samples.by_metric["iteration_duration"].front().tags.find("group"), "::setup");
  EXPECT_EQ(old.counted("iterations"), 1);
}

} // namespace
} // namespace onsale::k6
