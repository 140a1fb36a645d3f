// What k6 v0.47 wrote of tests of a small real server under 66 sets of options, odd ones among them: no law is broken.
#include "calibration/audit/audit.hpp"
#include "calibration/k6/export_reader.hpp"
#include "calibration/k6/k6_options.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>

namespace onsale::calibration {

TEST(GenuineResults, BreakNoLaw)
{
  std::ifstream lines(ONSALE_SOURCE_DIR "/tests/unit/calibration/k6_v047.ndjson");
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    const auto json = nlohmann::ordered_json::parse(line);
    const std::string name = json.at("case");
    K6Result result = read_summary_export(json.at("summary"));
    result.options = read_k6_options(json.at("options"), name);
    for (const BrokenFigure& each : broken_figures(audit(result)))
      ADD_FAILURE() << name << ": " << each.law << ": " << each.arithmetic;
  }
  EXPECT_EQ(count, 66);
}

} // namespace onsale::calibration
