#include "calibration/host/core_benchmark.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace onsale::native {
namespace {

const BenchmarkResult& small()
{
  static const BenchmarkResult result = benchmark_core({.repetitions = 3, .warm_up = 1, .users = 2000});
  return result;
}

} // namespace

TEST(CoreBenchmark, TimesEveryCallAndAddsThemUpToHandlers)
{
  const auto call = [](const std::string& name) {
    for (const CallTime& each : small().calls)
      if (each.call == name)
        return each.mean_ns;
    return -1.0;
  };
  for (const CallTime& each : small().calls)
    EXPECT_GT(each.mean_ns, 0) << each.call;
  const auto hold = std::find_if(small().handlers.begin(), small().handlers.end(),
                                 [](const HandlerDemand& each) { return each.handler == "hold"; });
  ASSERT_NE(hold, small().handlers.end());
  EXPECT_DOUBLE_EQ(hold->mean_ns, call("require_active") + call("hold_seat"));
  EXPECT_DOUBLE_EQ(small().handlers.front().relative, 1);
}

TEST(CoreBenchmark, SpeedLiesBetweenThatOfTheCalls)
{
  EXPECT_LE(small().speed_low, small().speed);
  EXPECT_LE(small().speed, small().speed_high);
}

TEST(CoreBenchmark, JsonHasWhatTheTableHas)
{
  const auto json = nlohmann::json::parse(benchmark_json(small()));
  EXPECT_EQ(json.at("calls").size(), small().calls.size());
  EXPECT_EQ(json.at("handlers").size(), small().handlers.size());
  EXPECT_THAT(benchmark_text(small()), testing::HasSubstr("\nspeed  "));
}

TEST(CoreBenchmark, RefusesTooFewRepetitions)
{
  EXPECT_THROW(benchmark_core({.repetitions = 1}), std::invalid_argument);
}

} // namespace onsale::native
