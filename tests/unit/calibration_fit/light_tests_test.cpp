// Tests of one endpoint alone: which there can be, what load they have, and that they tell what a journey does not.
#include "calibration/fit/calibrate.hpp"
#include "calibration/fit/light_tests.hpp"
#include "sim/run/in_child.hpp"
#include "tests/unit/calibration_fit/one_worker.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

namespace onsale::fit {
namespace {

using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

LightTests light_tests_of(const std::vector<TestRun>& tests, const std::vector<TestRun>& others = {})
{
  const std::vector<Parameter> parameters;
  Store store("");
  Simulator simulator(parameters, store, {.jobs = 2, .program = {}});
  Problem problem(tests, parameters, simulator, {});
  return light_tests(problem, {}, others);
}

TestRun reference_server(const std::string& test)
{
  const std::filesystem::path folder(ONSALE_SOURCE_DIR "/scenarios/reference-server");
  return test_run(folder / (test + ".yaml"), {});
}

double width_of(const Calibration& calibration, std::size_t parameter)
{
  const ParameterInterval& interval = calibration.uncertainty.intervals[parameter];
  return std::log(interval.high / interval.low);
}

} // namespace

/// The prediction and what comes of it: the run is made, and the intervals are that much narrower.
TEST(LightTests, TellApartWhatAJourneyTellsOnlyTheSumOf)
{
  OneWorker worker("constant", {4, 6}, {6, 4.5});
  const Calibration before = worker.calibrate(true);
  ASSERT_EQ(before.uncertainty.flat.size(), 1U);
  const FlatDirection& flat = before.uncertainty.flat.front();
  EXPECT_THAT(flat.parameters, testing::UnorderedElementsAre(0, 1));
  EXPECT_EQ(flat.told, "their sum");
  EXPECT_NEAR(flat.told_value, 10, 0.2);
  const Advice& best = before.advice[best_for(flat, before.advice)];
  EXPECT_THAT(best.words,
              testing::ContainsRegex("^a test of `(read|pay)` alone: 10 VUs, 30 s, about [0-9]+ requests/s$"));
  EXPECT_LT(sd_along(flat, best.covariance), flat.sd / 10);

  const LightTests light = light_tests_of({test_run(worker.request().data.front().scenario, {})});
  ASSERT_EQ(light.candidates.size(), 2U);
  const bool first = best.words.substr(0, 15) == light.candidates[0].words.substr(0, 15);
  worker.add(worker.measured(light.candidates[first ? 0 : 1].test.sections));
  const Calibration after = worker.calibrate(false);
  EXPECT_TRUE(after.uncertainty.flat.empty());
  for (const std::size_t parameter : {0U, 1U}) {
    EXPECT_LT(width_of(after, parameter), width_of(before, parameter) / 10);
    EXPECT_NEAR(after.uncertainty.intervals[parameter].value, parameter == 0 ? 4 : 6, 0.2);
  }
}

TEST(LightTests, OfTheReferenceServersJourneyAreThoseWhoseInputsCanBeHad)
{
  const LightTests light = light_tests_of({reference_server("c-journey-baseline-1")});
  std::vector<std::string> words;
  for (const Candidate& candidate : light.candidates)
    words.push_back(candidate.words + "\n" + candidate.how);
  EXPECT_THAT(words,
              ElementsAre(AllOf(StartsWith("a test of `seats` alone: 10 VUs, 30 s, about "),
                                HasSubstr("after each request; User-Token below 0, which the server lets pass")),
                          AllOf(StartsWith("a test of `status` alone: "),
                                HasSubstr("after each request; User-Token from token before the load, 10 times")),
                          AllOf(StartsWith("a test of `token` alone: "), EndsWith("after each request"))));
  EXPECT_THAT(light.left_out,
              ElementsAre("`occupy` cannot be tested alone: 100 % of its requests fail with seatId from seats, "
                          "User-Token from token of a setup.",
                          StartsWith("`payments` cannot be tested alone: "),
                          StartsWith("`reserve` cannot be tested alone: ")));
}

TEST(LightTests, KeepTheHostTenToTwentyPercentBusy)
{
  const LightTests light = light_tests_of({reference_server("c-journey-baseline-1")});
  for (const Candidate& candidate : light.candidates) {
    const std::string busy = run::in_child([&] {
      const run::RunResult result = run::simulate(scenario_of(candidate.test, {}), {.seed = 5});
      return fmt::format("{}", values_of(result).at(busiest_host_s) / 30);
    });
    EXPECT_GT(std::stod(busy), 0.1) << candidate.words;
    EXPECT_LT(std::stod(busy), 0.2) << candidate.words;
  }
}

TEST(LightTests, LeaveOutWhatAnyTestHasAloneAlready)
{
  EXPECT_TRUE(light_tests_of({reference_server("a-light-seats")}).candidates.empty());
  const LightTests light = light_tests_of({reference_server("c-journey-baseline-1")},
                                          {reference_server("a-light-seats"), reference_server("a-light-occupy")});
  for (const Candidate& candidate : light.candidates)
    EXPECT_THAT(candidate.words, Not(HasSubstr("`seats`")));
  EXPECT_THAT(light.left_out, Each(Not(HasSubstr("`occupy`"))));
}

} // namespace onsale::fit
