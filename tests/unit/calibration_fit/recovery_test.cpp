// Simulate and recover: a calibration finds the values that its data were made with, and says what it cannot find.
#include "calibration/fit/calibrate_report.hpp"
#include "calibration/fit/calibrated_file.hpp"
#include "tests/unit/calibration_fit/small_system.hpp"

#include <gmock/gmock.h>

namespace onsale::fit {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr SmallValues start = {.read_cpu = 2, .query = 9, .pay_cpu = 5};

CalibrateOptions quick()
{
  return {.jobs = 2, .advise = false};
}

} // namespace

/// Intervals of 95 % miss now and then: the share over many seeds is tests/bench's to tell; here the values must be
/// near.
TEST(Recovery, FindsTheValuesThatMadeTheData)
{
  const SmallValues truth;
  const Recovery recovery(truth, start, 11);
  const Calibration found = recovery.calibrate({read_cpu, query, pay_cpu}, quick());
  ASSERT_EQ(found.parameters.size(), 3U);
  const std::vector<double> expected = {truth.read_cpu, truth.query, truth.pay_cpu};
  for (std::size_t i = 0; i < 3; ++i) {
    const ParameterInterval& interval = found.uncertainty.intervals[i];
    const double half = std::log(interval.high / interval.low) / 2;
    EXPECT_LT(std::abs(std::log(interval.value / expected[i])), 2 * half) << found.parameters[i].name;
    EXPECT_TRUE(interval.told) << found.parameters[i].name;
  }
}

/// One delay behind the other, nothing between them: any split of their sum gives the same response times.
TEST(Recovery, NamesAPairThatTheDataCannotTellApart)
{
  const Recovery recovery({}, {}, 12);
  const Calibration found = recovery.calibrate({read_cpu, gateway, settlement}, quick());
  ASSERT_EQ(found.uncertainty.flat.size(), 1U);
  const FlatDirection& flat = found.uncertainty.flat.front();
  EXPECT_THAT(flat.parameters, testing::UnorderedElementsAre(1, 2));
  EXPECT_EQ(flat.told, "their sum");
  EXPECT_NEAR(flat.told_value, 50, 3);
  EXPECT_TRUE(found.uncertainty.intervals[0].told);
  EXPECT_FALSE(found.uncertainty.intervals[1].told && found.uncertainty.intervals[2].told);
  EXPECT_THAT(calibration_text(found, false), HasSubstr("cannot be told apart by these runs: only their sum, "));
}

TEST(Recovery, AutoLeavesOutWhatTheDataDoNotTell)
{
  const Recovery recovery({}, {}, 13);
  const Calibration found = recovery.calibrate({"auto"}, quick());
  std::vector<std::string> names;
  for (const Parameter& parameter : found.parameters)
    names.push_back(parameter.name);
  EXPECT_THAT(names, testing::IsSupersetOf({read_cpu, query}));
  EXPECT_THAT(found.dropped, testing::Contains(testing::AnyOf(gateway + ".mean", settlement + ".mean")));
}

TEST(Recovery, GoesOnFromStoredSimulationsToTheSameResult)
{
  const Recovery recovery({}, start, 14);
  const auto request = calibrate_request(recovery.input({read_cpu}));
  const auto path = recovery.folder() / "simulations.jsonl";
  std::string whole;
  std::size_t made = 0;
  {
    Store store(path);
    const Calibration first = calibrate(request, quick(), store, {});
    made = first.simulations;
    whole = calibration_text(first, true);
  }
  std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2); // as after a kill, in the middle of a line
  Store store(path);
  const Calibration again = calibrate(request, quick(), store, {});
  EXPECT_EQ(calibration_text(again, true), whole);
  EXPECT_GT(again.simulations, 0U);
  EXPECT_LT(again.simulations, made);
}

TEST(Matching, PartsOfASystemAreNoTests)
{
  const Recovery recovery({}, {}, 16, false);
  CalibrateInput input = recovery.input({read_cpu});
  input.scenarios.push_back(recovery.folder().write("journey.yaml", "journeys: {}\n"));
  EXPECT_EQ(calibrate_request(input).data.front().name, "light");
  input.data.push_back("journey=" + input.data.front()); // asked for: then its faults are told
  try {
    calibrate_request(input);
    FAIL() << "a part was taken for a test";
  } catch (const config::InvalidInput& invalid) {
    EXPECT_THAT(recovery.folder().shortened(invalid.what()), HasSubstr("journey.yaml:1:1: system is missing"));
  }
}

TEST(CalibratedFile, KeepsTheTextAndNotesEachValue)
{
  const Recovery recovery({}, {}, 15);
  Calibration calibration = {
      .parameters = calibrate_request(recovery.input({read_cpu, gateway})).parameters,
      .start = {0, 0},
      .at = {std::log(1.5), std::log(0.5)},
      .misfits = {},
      .uncertainty = {},
      .fitted = {{.name = "measured", .figures = {}, .measured = {}, .predicted = {}, .noise = {}}},
      .held_out = {},
      .dropped = {},
      .advice = {}};
  calibration.uncertainty.intervals = {{6, 5.5, 6.5, true}, {10, 1, 100, false}};
  const auto files = calibrated_files(calibration, "0.0.0");
  ASSERT_EQ(files.size(), 1U);
  EXPECT_THAT(files[0].text,
              testing::StartsWith("# calibrated: by onsale 0.0.0 from measured; below: value [95 % interval]\n"
                                  "system: small\n"));
  EXPECT_THAT(files[0].text, HasSubstr("      # calibrated: endpoints.read.flow.0.cpu = 6ms [5.5ms, 6.5ms]\n"
                                       "      - cpu: 6ms # parsing\n"));
  EXPECT_THAT(files[0].text,
              HasSubstr("      # calibrated: endpoints.pay.flow.1.delay.mean = 10ms, not told by the data\n"
                        "      - delay: {mean: 10ms, law: constant}\n"));
  std::ofstream(recovery.folder() / "system.yaml") << files[0].text;
  const auto again = calibrate_request(recovery.input({read_cpu, gateway}));
  EXPECT_EQ(again.parameters[0].start(), 6);
  EXPECT_EQ(again.parameters[1].start(), 10);
  calibration.parameters = again.parameters;
  calibration.at = {0, 0};
  EXPECT_EQ(calibrated_files(calibration, "0.0.0")[0].text, files[0].text) << "comments of the first time are replaced";
}

} // namespace onsale::fit
