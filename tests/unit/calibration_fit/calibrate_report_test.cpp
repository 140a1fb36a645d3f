#include "calibration/fit/calibrate_report.hpp"

#include <gmock/gmock.h>

namespace onsale::fit {
namespace {

using testing::HasSubstr;
using testing::Not;

Calibration four_parameters()
{
  Calibration calibration;
  for (const char* name : {"fsync", "idle", "switch", "query"}) {
    Parameter parameter;
    parameter.name = name;
    parameter.values.resize(1);
    calibration.parameters.push_back(parameter);
    calibration.uncertainty.intervals.emplace_back();
  }
  return calibration;
}

FlatDirection direction(const std::vector<std::size_t>& parameters, const std::string& told = "")
{
  FlatDirection flat;
  flat.parameters = parameters;
  flat.direction = Eigen::VectorXd::Unit(4, static_cast<Eigen::Index>(parameters.front()));
  flat.sd = 1;
  flat.told = told;
  return flat;
}

} // namespace

TEST(CalibrationText, NamesParametersOfDirectionsThatMeetInOneLine)
{
  Calibration calibration = four_parameters();
  calibration.uncertainty.flat = {direction({0, 1}), direction({3}), direction({1, 2})};
  const std::string text = calibration_text(calibration, false);
  EXPECT_THAT(text, HasSubstr("\nquery cannot be told by these runs.\n"));
  EXPECT_THAT(text, HasSubstr("\nfsync, idle and switch cannot be told apart by these runs: 2 combinations of them are "
                              "open.\n"));
  EXPECT_THAT(text, Not(HasSubstr("fsync and idle cannot")));
}

TEST(CalibrationText, KeepsAPairWhoseSumIsKnownByItself)
{
  Calibration calibration = four_parameters();
  calibration.uncertainty.flat = {direction({0, 1}, "their sum"), direction({1, 2})};
  const std::string text = calibration_text(calibration, false);
  EXPECT_THAT(text, HasSubstr("\nfsync and idle cannot be told apart by these runs: only their sum, "));
  EXPECT_THAT(text, HasSubstr("\nidle and switch cannot be told apart by these runs.\n"));
}

TEST(CalibrationText, SaysWhatIsKnownInsteadOfWhatIsOpen)
{
  Calibration calibration = four_parameters();
  for (std::size_t i : {0U, 3U})
    calibration.uncertainty.intervals[i] = {.value = 2, .low = 0.5, .high = 8, .told = false};
  calibration.uncertainty.flat = {direction({0, 1}, "their sum")};
  calibration.uncertainty.flat[0].told_value = 5;
  calibration.uncertainty.flat[0].told_unit = "ms";
  calibration.uncertainty.flat[0].told_relative = 0.03;
  const std::string text = calibration_text(calibration, false);
  EXPECT_THAT(text, HasSubstr("open; known: their sum with idle, 5ms +- 3.0 %\n"));
  EXPECT_THAT(text, HasSubstr("open: 0.5 to 8\n"));
}

// A search that stands in a bad place must not pass for a model that is wrong.
TEST(CalibrationText, BlamesTheModelOnlyIfSearchesAgree)
{
  Calibration calibration = four_parameters();
  calibration.uncertainty.misfit = 7.1;
  calibration.misfits = {7.1};
  EXPECT_THAT(calibration_text(calibration, false), HasSubstr("Only one search was made"));
  calibration.misfits = {7.1, 4.2, 12};
  EXPECT_THAT(calibration_text(calibration, false), HasSubstr("there may be a better one yet"));
  calibration.misfits = {7.1, 7.2, 12};
  EXPECT_THAT(calibration_text(calibration, false),
              HasSubstr("2 of 3 searches from different\nplaces explain them no better: the model leaves something"));
}

TEST(CalibrationText, SaysHowARunIsMadeAndWhichCannotBe)
{
  Calibration calibration = four_parameters();
  const Eigen::MatrixXd covariance = Eigen::MatrixXd::Identity(4, 4) * 0.01;
  calibration.uncertainty.covariance = covariance;
  calibration.advice = {
      {"a test of `seats` alone: 10 VUs, 30 s, about 66 requests/s", "sleep 75ms to 225ms", covariance / 4}};
  calibration.not_alone = {"`pay` cannot be tested alone: no setup gets hold from occupy."};
  const std::string text = calibration_text(calibration, false);
  EXPECT_THAT(text, HasSubstr("\nWhat to run next, to know fsync better (now +- 21.7 %):\n"
                              "  a test of `seats` alone: 10 VUs, 30 s, about 66 requests/s"));
  EXPECT_THAT(text, HasSubstr("+- 10.3 %\n    sleep 75ms to 225ms\n"
                              "`pay` cannot be tested alone: no setup gets hold from occupy.\n"));
}

} // namespace onsale::fit
