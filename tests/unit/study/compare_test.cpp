// Two sides that are equal in law are told apart in at most 5 % of comparisons, and sides that differ are.
#include "sim/study/compare.hpp"
#include "tests/cli/lean_scenario.hpp"
#include "tests/unit/run/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace onsale::study {
namespace {

/// A server at 70 % of its one core. @param draws  further draws of a customer that nothing hangs on
Side side(const run::TemporaryFolder& folder, const std::string& draws, const std::string& cpu = "20ms")
{
  cli::Lean lean{.flow = "{cpu: " + cpu + "}, {respond: {}}",
                 .executor = "executor: constant-vus, vus: 12, duration: 10s",
                 .steps = draws + "{sleep: {random: [0.1s, 0.5s]}}, {request: {endpoint: a}}"};
  const std::string name = "side" + std::to_string(draws.size()) + cpu;
  return {name, run::ScenarioRequest{folder.write(name + ".yaml", cli::lean_scenario(lean)), {}, {}}, {}, ""};
}

TEST(Compare, EqualSidesAreToldApartInAtMostOneOfTwentyPairs)
{
  const run::TemporaryFolder folder;
  const Side a = side(folder, "");
  const Side b = side(folder, "{select: {name: u, random_int: [1, 9]}}, ");
  Runner runner({.workers = run::child_processes()});
  int regressions = 0;
  int told_apart = 0;
  constexpr int pairs = 200;
  for (std::uint64_t seed = 1; seed <= pairs; ++seed) {
    const Comparison comparison = compare(a, b, {.seed = 1000 * seed, .tolerance = 0}, runner);
    regressions += comparison.regression ? 1 : 0;
    told_apart += std::ranges::any_of(comparison.figures, [](auto& each) { return each.better != Better::same; });
  }
  EXPECT_LE(regressions, pairs / 20);
  EXPECT_LE(told_apart,
            15); // of 200 with a chance of 5 % each, more than 15 are seen in 4.4 % of such tests (binomial)
  RecordProperty("regressions", regressions);
  RecordProperty("told_apart", told_apart);
}

TEST(Compare, AServerThatIsATenthSlowerIsToldInMostPairs)
{
  const run::TemporaryFolder folder;
  const Side a = side(folder, "");
  const Side b = side(folder, "", "22ms");
  Runner runner({.workers = run::child_processes()});
  int told = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed)
    told += compare(a, b, {.seed = 1000 * seed}, runner).regression ? 1 : 0;
  EXPECT_GT(told, 10);
}

/// One figure in each of five replications.
Comparison compared(const std::vector<double>& a, const std::vector<double>& b, double tolerance)
{
  const run::TemporaryFolder folder;
  const std::vector<double>* sides[] = {&a, &b};
  Runner runner({.workers = [&](const auto& numbers, const auto&, const auto& done) {
    static std::size_t side_number = 0;
    const auto& values = *sides[side_number++ % 2];
    for (const std::size_t number : numbers) {
      Observation seen;
      seen.figures = {{"http_req_duration p(95)", true, values[number]}};
      done(number, {to_json(seen), ""});
    }
  }});
  return compare(side(folder, ""), side(folder, "", "21ms"), {.tolerance = tolerance}, runner);
}

// Seen: 107 on the mean, 7 % worse, s = 3: t against 5 % is 2 / (3.03 / sqrt(5)) = 1.5, t against 0 is 5.2.
TEST(Compare, ARegressionIsSurelyWorseThanTheTolerance)
{
  const std::vector<double> a = {100, 100, 100, 100, 100};
  const std::vector<double> b = {103, 105, 107, 109, 111};
  EXPECT_FALSE(compared(a, b, 0.05).regression);
  EXPECT_EQ(compared(a, b, 0.05).figures.front().better, Better::a);
  EXPECT_TRUE(compared(a, b, 0).regression);
  EXPECT_TRUE(compared(a, {110, 112, 111, 113, 109}, 0.05).regression);
}

} // namespace
} // namespace onsale::study
