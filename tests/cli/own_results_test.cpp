// The audit finds nothing wrong with what the program itself wrote.
#include "tests/cli/lean_scenario.hpp"
#include "tests/cli/program.hpp"

#include <gtest/gtest.h>

namespace onsale::cli {
namespace {

Ended audit_of_run(const Lean& lean)
{
  const Workplace place;
  place.write("lean.yaml", lean_scenario(lean));
  const Ended run = place.run({"run", "lean.yaml", "-q", "--summary-export", "s.json"});
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  return place.run({"audit", "s.json", "--scenario", "lean.yaml"});
}

} // namespace

TEST(OwnResults, OfATestOfASecondHold)
{
  const Ended audit = audit_of_run({.executor = "executor: constant-vus, vus: 3, duration: 1s"});
  EXPECT_EQ(audit.exit_code, 0) << audit.output;
}

// Each fifth iteration outlives maxDuration and gracefulStop; no export of k6 says how many were cut off.
TEST(OwnResults, WithIterationsCutOffHold)
{
  for (const char* executor :
       {"executor: per-vu-iterations, vus: 20, iterations: 12, maxDuration: 10s, gracefulStop: 5s",
        "executor: constant-arrival-rate, rate: 2, duration: 10s, preAllocatedVUs: 20, gracefulStop: 5s",
        "executor: constant-vus, vus: 20, duration: 10s, gracefulStop: 5s",
        "executor: ramping-vus, startVUs: 20, stages: [{duration: 10s, target: 20}], gracefulStop: 5s"}) {
    const Ended audit =
        audit_of_run({.flow = "{delay: 100ms}, {respond: {}}",
                      .executor = executor,
                      .steps = "{select: {name: slow, random_int: [1, 5]}}, {request: {endpoint: a}}, {branch: {when: "
                               "slow == 5, then: [{sleep: 40s}]}}"});
    EXPECT_EQ(audit.exit_code, 0) << executor << "\n" << audit.output;
  }
}

} // namespace onsale::cli
