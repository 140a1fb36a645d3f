#include "sim/run/test_description.hpp"

#include <gtest/gtest.h>

namespace onsale::run {
namespace {

using k6::second_ns;

std::string buyers_described(const k6::Executor& executor)
{
  return describe({.name = "buyers", .executor = executor, .exec_place = {}, .tags = {}});
}

} // namespace

TEST(TestDescription, EveryExecutorIsDescribedInK6sWords)
{
  const k6::Stages stages = {{60 * second_ns, 1000}, {30 * second_ns, 5000}, {210 * second_ns, 0}};
  EXPECT_EQ(buyers_described(k6::ConstantVus{50, 300 * second_ns}), "50 looping VUs for 5m0s (gracefulStop: 30s)");
  EXPECT_EQ(buyers_described(k6::RampingVus{.stages = stages}),
            "Up to 5000 looping VUs for 5m0s over 3 stages (gracefulRampDown: 30s, gracefulStop: 30s)");
  EXPECT_EQ(buyers_described(k6::ConstantArrivalRate{90, 60 * second_ns, 270 * second_ns, {50, 100}}),
            "1.50 iterations/s for 4m30s (maxVUs: 50-100, gracefulStop: 30s)");
  EXPECT_EQ(buyers_described(k6::RampingArrivalRate{0, second_ns, stages, {50, 50}}),
            "Up to 5000.00 iterations/s for 5m0s over 3 stages (maxVUs: 50, gracefulStop: 30s)");
  EXPECT_EQ(buyers_described(k6::PerVuIterations{20, 3, 600 * second_ns}),
            "3 iterations for each of 20 VUs (maxDuration: 10m0s, gracefulStop: 30s)");
  EXPECT_EQ(buyers_described(k6::SharedIterations{20, 300, 90 * second_ns}),
            "300 iterations shared among 20 VUs (maxDuration: 1m30s, gracefulStop: 30s)");
}

TEST(TestDescription, ExecAndStartTimeComeBeforeGracefulStop)
{
  EXPECT_EQ(describe({.name = "late",
                      .executor = k6::ConstantVus{5, 10 * second_ns},
                      .start_time_ns = 30 * second_ns,
                      .graceful_stop_ns = 5 * second_ns,
                      .exec = "buy",
                      .exec_place = {},
                      .tags = {}}),
            "5 looping VUs for 10s (exec: buy, startTime: 30s, gracefulStop: 5s)");
}

// 5 VUs that loop, and 50 for arrivals that may become 100: 105 at most. The later end is 60 s + 30 s.
TEST(TestDescription, BannerCountsVusThatMayStillBeInitialised)
{
  k6::Options options;
  options.scenarios.push_back(
      {.name = "a", .executor = k6::ConstantVus{5, 10 * second_ns}, .exec_place = {}, .tags = {}});
  options.scenarios.push_back({.name = "b",
                               .executor = k6::ConstantArrivalRate{7, second_ns, 60 * second_ns, {50, 100}},
                               .exec_place = {},
                               .tags = {}});
  EXPECT_EQ(test_description(options, "shop.yaml", {"csv (raw.csv)", "json (raw.json)"}),
            "\n"
            "  execution: local (simulated)\n"
            "     script: shop.yaml\n"
            "     output: csv (raw.csv), json (raw.json)\n"
            "\n"
            "  scenarios: (100.00%) 2 scenarios, 105 max VUs, 1m30s max duration (incl. graceful stop):\n"
            "           * a: 5 looping VUs for 10s (gracefulStop: 30s)\n"
            "           * b: 7.00 iterations/s for 1m0s (maxVUs: 50-100, gracefulStop: 30s)\n"
            "\n");
}

} // namespace onsale::run
