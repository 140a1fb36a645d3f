#include "plots/run_pictures.hpp"

#include <gmock/gmock.h>

namespace onsale::plots {
namespace {

// Three seconds of setup, 1,000 requests each without a user; the third ends with the first two users.
TEST(LoadCurve, LeavesOutTheRequestsOfSetup)
{
  RunFiles run;
  run.series =
      Table::parse("time_s,vus,requests_per_s\n1,0,1000\n2,0,1000\n3,2,930\n4,10,51\n5,20,102\n6,30,153\n7,40,204\n",
                   "timeseries.csv");
  run.latencies = Table::parse("time_s,from_ms,to_ms,requests\n1,1,2,1000\n2,1,2,1000\n3,1,2,930\n4,3,4,51\n5,3,4,102\n"
                               "6,3,4,153\n7,3,4,204\n",
                               "latencies.csv");
  run.failures = Table::of({"cause", "resource", "evidence"}, {}, "failures.csv");
  const auto curve = load_curve(run, std::nullopt);
  ASSERT_TRUE(curve);
  for (const char* point : {"\n10 ", "\n20 ", "\n30 ", "\n40 "})
    EXPECT_THAT(curve->script, testing::HasSubstr(point));
  for (const char* of_setup : {"1000", "930"})
    EXPECT_THAT(curve->script, testing::Not(testing::HasSubstr(of_setup)));
}

} // namespace
} // namespace onsale::plots
