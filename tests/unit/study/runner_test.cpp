#include "sim/study/runner.hpp"

#include <gtest/gtest.h>

namespace onsale::study {
namespace {

Task with_vus(std::int64_t vus)
{
  k6::ScenarioOptions options;
  options.executor = k6::ConstantVus{.vus = vus, .duration_ns = 10 * k6::second_ns};
  run::Scenario scenario;
  scenario.hash = static_cast<std::uint64_t>(vus);
  scenario.load.scenarios.push_back(options);
  return {.scenario = std::make_shared<run::Scenario>(std::move(scenario))};
}

run::ChildResult result_with_dropped(std::uint64_t iterations)
{
  Observation observation;
  observation.lost.dropped = iterations;
  return {.text = to_json(observation), .failure = ""};
}

TEST(Runner, BeginsWithTheRunsThatHaveMostToComputeAndAnswersInTheOrderAsked)
{
  std::vector<std::size_t> begun;
  std::vector<double> work;
  Runner runner({.workers =
                     [&](const auto& numbers, const auto&, const auto& done) {
                       begun = numbers;
                       for (const std::size_t number : numbers)
                         done(number, result_with_dropped(number));
                     },
                 .progress = [&](const Progress& progress) { work.push_back(progress.work); }});
  const auto observations = runner.run({with_vus(10), with_vus(40), with_vus(20), with_vus(30)});
  EXPECT_EQ(begun, (std::vector<std::size_t>{1, 3, 2, 0}));
  ASSERT_EQ(work.size(), 5U);
  EXPECT_NEAR(work[1], 0.4, 1e-12);
  EXPECT_NEAR(work[4], 1, 1e-12);
  ASSERT_EQ(observations.size(), 4U);
  EXPECT_EQ(observations[1].lost.dropped, 1U);
}

} // namespace
} // namespace onsale::study
