// Whatever the scenario: no promise of the program is broken, laws hold, failures add up, and the audit finds nothing
// wrong with the result. ONSALE_RANDOM_SCENARIOS=5000 tries so many.
#include "calibration/audit/audit.hpp"
#include "calibration/k6/export_reader.hpp"
#include "model/k6/summary/summary_export.hpp"
#include "sim/run/in_child.hpp"
#include "sim/run/simulate.hpp"
#include "tests/unit/run/random_scenario.hpp"
#include "tests/unit/run/temporary_folder.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <numeric>
#include <vector>

namespace onsale::run {
namespace {

double value(const k6::Summary& summary, const char* metric, const char* statistic)
{
  for (const k6::Summary::Metric& each : summary.metrics)
    if (each.name == metric)
      return each.value(statistic);
  return 0;
}

/// What is wrong with a run of it, a line each; empty: nothing.
std::string complaints(const Scenario& scenario, std::uint64_t seed)
{
  const RunResult result = simulate(scenario, {.seed = seed});
  std::string text;
  for (const std::string& law : result.broken_laws)
    text += "law: " + law + "\n";
  std::uint64_t failed = 0;
  for (const Failure& each : result.failures)
    failed += each.count.count;
  if (const auto passes = value(result.summary, "http_req_failed", "passes"); static_cast<double>(failed) != passes)
    text += fmt::format("failures: {} are told, {} requests failed\n", failed, passes);
  auto k6 = calibration::read_summary_export(nlohmann::ordered_json::parse(k6::summary_export(result.summary)));
  k6.options = scenario.load;
  for (const auto& broken : calibration::broken_figures(calibration::audit(k6)))
    text += fmt::format("audit: {}: {}\n", broken.law, broken.arithmetic);
  return text;
}

void expect_no_complaints(const std::vector<std::uint64_t>& seeds)
{
  const TemporaryFolder folder;
  in_children(
      seeds.size(), available_cores(),
      [&](std::size_t number) {
        const std::uint64_t seed = seeds[number];
        const auto path = folder.write(fmt::format("{}.yaml", seed), random_scenario(seed));
        return complaints(load_scenario({.path = path, .sets = {}, .application_files = {}}), seed);
      },
      [&](std::size_t number, const ChildResult& result) {
        if (not result.failure.empty() || not result.text.empty())
          ADD_FAILURE() << "seed " << seeds[number] << ":\n"
                        << result.failure << result.text << random_scenario(seeds[number]);
      });
}

} // namespace

TEST(RandomScenarios, KeepEveryPromise)
{
  const char* asked = std::getenv("ONSALE_RANDOM_SCENARIOS");
  std::vector<std::uint64_t> seeds(asked != nullptr ? std::strtoul(asked, nullptr, 10) : 60);
  std::iota(seeds.begin(), seeds.end(), 1);
  expect_no_complaints(seeds);
}

// Of 5,000: few answers behind a mean; iterations that a dead database keeps to the end of the test.
TEST(RandomScenarios, KeepThoseThatWereBrokenOnce)
{
  expect_no_complaints({418, 2418, 2687, 3955});
}

} // namespace onsale::run
