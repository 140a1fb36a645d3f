#include "sim/run/replay/published.hpp"

#include <gtest/gtest.h>

namespace onsale::run {
namespace {

Comparison line_of(const std::string& name)
{
  Comparison line;
  line.name = name;
  line.target = 0.1;
  return line;
}

TEST(AdmitOnlySound, KeepsTheTargetsOfASoundResult)
{
  std::vector<Comparison> lines = {line_of("http_reqs count")};
  EXPECT_FALSE(admit_only_sound(lines, {}));
  EXPECT_TRUE(lines[0].admissible);
  EXPECT_EQ(lines[0].target, 0.1);
}

TEST(AdmitOnlySound, NothingOfAContradictoryResultIsATarget)
{
  std::vector<Comparison> lines = {line_of("http_reqs count"), line_of("http_req_duration avg")};
  EXPECT_TRUE(admit_only_sound(lines, {{.metric = "http_reqs",
                                        .stat = "count",
                                        .law = "one duration",
                                        .arithmetic = "100 / 10 per s = 10 s, but the run line says 20 s"}}));
  EXPECT_FALSE(lines[0].admissible);
  EXPECT_EQ(lines[0].broken_law, "one duration: 100 / 10 per s = 10 s, but the run line says 20 s");
  EXPECT_TRUE(lines[1].admissible);
  EXPECT_LT(lines[1].target, 0);
}

// vus_max breaks a law but is not compared: the result contradicts itself all the same.
TEST(AdmitOnlySound, AFigureThatIsNotComparedCountsToo)
{
  std::vector<Comparison> lines = {line_of("http_reqs count")};
  EXPECT_TRUE(admit_only_sound(lines, {{.metric = "vus_max", .stat = "max", .law = "", .arithmetic = ""}}));
  EXPECT_LT(lines[0].target, 0);
}

} // namespace
} // namespace onsale::run
