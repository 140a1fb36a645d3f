// Calibration as its users meet it.
#include "tests/cli/program.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace onsale::cli {
namespace {

using testing::HasSubstr;

const std::string token_cpu = "endpoints.token.flow.0.cpu";

/// A measured run of the small scenario and the scenario with a wrong demand.
void write_case(const Workplace& place)
{
  place.write("true.yaml", small_scenario());
  ASSERT_EQ(place.run({"run", "true.yaml", "-q", "--seed", "5", "--summary-export", "measured.json"}).exit_code, 0);
  std::string wrong = small_scenario();
  wrong.replace(wrong.find("cpu: 2ms"), 8, "cpu: 4ms");
  place.write("test.yaml", wrong);
}

} // namespace

TEST(Calibrate, WritesAScenarioThatRunsAndKeepsTheOldOne)
{
  const Workplace place;
  write_case(place);
  const std::string before = place.read("test.yaml");
  const Ended ended = place.run({"calibrate", "test.yaml", "--data", "measured.json", "--fit", token_cpu, "--out",
                                 "calibrated.yaml", "--no-advice", "--json"});
  EXPECT_EQ(ended.exit_code, 0) << ended.errors;
  const auto result = nlohmann::json::parse(ended.output);
  EXPECT_EQ(result.at("parameters")[0].at("name"), token_cpu);
  EXPECT_EQ(result.at("parameters")[0].at("was"), 4);
  EXPECT_LT(result.at("parameters")[0].at("value"), 3.5);
  EXPECT_EQ(result.at("held_out").size(), 0U);
  EXPECT_THAT(place.read("calibrated.yaml"), HasSubstr("# calibrated: " + token_cpu + " = "));
  EXPECT_EQ(place.read("test.yaml"), before);
  EXPECT_EQ(place.run({"run", "calibrated.yaml", "-q"}).exit_code, 0);
  EXPECT_THAT(place.files(), testing::Contains("calibrated.yaml.simulations.jsonl"));
}

TEST(Calibrate, FaultsOfTheInputAreToldAtOnce)
{
  const Workplace place;
  write_case(place);
  const Ended none = place.run({"calibrate"});
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_EQ(none.errors, "--data: name at least one measured run\n"
                         "--fit: name values to fit, such as endpoints.balance.flow.0.cpu, or auto\n"
                         "SCENARIO: name at least one scenario\n");
  const Ended misspelt =
      place.run({"calibrate", "test.yaml", "--data", "measured.json", "--fit", "endpoints.tokn.flow.0.cpu"});
  EXPECT_EQ(misspelt.exit_code, 2);
  EXPECT_EQ(misspelt.errors, "--fit: the scenario has no value \"endpoints.tokn.flow.0.cpu\", did you mean "
                             "\"endpoints.token.flow.0.cpu\"?\n");
  const Ended unmatched =
      place.run({"calibrate", "test.yaml", "true.yaml", "--data", "measured.json", "--fit", token_cpu});
  EXPECT_EQ(unmatched.exit_code, 2);
  EXPECT_EQ(unmatched.errors, "--data: measured.json: no scenario is called \"measured\", expected one of test, true; "
                              "say which with TEST=measured.json\n");
}

TEST(Calibrate, GoesOnWhereItWasKilledAndEndsWithTheSameFile)
{
  const Workplace place;
  write_case(place);
  const auto calibrate = [&](const std::string& out) {
    return std::vector<std::string>{"calibrate", "test.yaml", "--data", "measured.json", "--fit",
                                    token_cpu,   "--out",     out,      "--no-advice",   "--quiet"};
  };
  const Ended whole = place.run(calibrate("whole.yaml"));
  ASSERT_EQ(whole.exit_code, 0) << whole.errors;
  int killed = 0;
  for (const int instant_ms : {40, 80, 120, 160, 200})
    killed += place.run_killed(calibrate("killed.yaml"), std::chrono::milliseconds(instant_ms)).exit_code != 0 ? 1 : 0;
  EXPECT_GT(killed, 0);
  const Ended resumed = place.run(calibrate("killed.yaml"));
  EXPECT_EQ(resumed.exit_code, 0) << resumed.errors;
  EXPECT_EQ(place.read("killed.yaml"), place.read("whole.yaml"));
}

TEST(Calibrate, HostTellsItsSpeed)
{
  const Workplace place;
  const Ended ended = place.run({"calibrate", "host", "--repetitions", "2", "--json"});
  EXPECT_EQ(ended.exit_code, 0) << ended.errors;
  EXPECT_GT(nlohmann::json::parse(ended.output).at("speed"), 0);
}

} // namespace onsale::cli
