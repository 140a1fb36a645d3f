// The limit of a system whose limit is known. ONSALE_LIMIT_SEEDS=40 asks 40 seeds and prints the share of intervals
// that cover it.
#include "model/analytic/closed_network.hpp"
#include "tests/cli/program.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace onsale::cli {
namespace {

/// Product form: one CPU of two cores, shared (so any law will do), users who think for a second on the mean.
constexpr const char* product_form = R"(system: product-form
hosts: {box: {cores: 2}, generator: {cores: 4}}
processes: {server: box, k6: generator}
network: {round-trip: 0s, backend-round-trip: 0s}
demands: {law: exponential}
jvm: {thread-start-cpu: 0s}
settings:
  queue.unlimited: true
  server.tomcat.threads.max: 10000
  server.tomcat.max-keep-alive-requests: -1
endpoints:
  work: {method: GET, path: /work, flow: [{cpu: 20ms}, {respond: {}}]}
options:
  scenarios:
    users: {executor: constant-vus, vus: 100, duration: 300s}
journeys:
  default:
    steps:
      - sleep: {random: [0.5s, 1.5s]}
      - request: {endpoint: work}
)";

/// The population, with its fraction, at which the exact mean response time reaches `limit_s`.
double exact_limit(double limit_s)
{
  const auto curve = analytic::closed_network({{"box cpu", 0.02, {.cores = 2}}}, 1, 400);
  const auto above = std::upper_bound(curve.response_s.begin(), curve.response_s.end(), limit_s);
  const auto below = above - 1;
  return static_cast<double>(above - curve.response_s.begin()) + (limit_s - *below) / (*above - *below);
}

} // namespace

TEST(Limit, IsThatOfExactAnalysisAndTheIntervalCoversIt)
{
  const double exact = exact_limit(0.1);
  const char* asked = std::getenv("ONSALE_LIMIT_SEEDS");
  const int seeds = asked != nullptr ? std::atoi(asked) : 1;
  const Workplace place;
  place.write("tier.yaml", product_form);
  int covered = 0;
  for (int seed = 1; seed <= seeds; ++seed) {
    const Ended ended = place.run({"limit", "tier.yaml", "--slo", "http_req_duration: avg<100", "--first", "--json",
                                   "-q", "--seed", std::to_string(seed)});
    ASSERT_EQ(ended.exit_code, 0) << ended.errors;
    const auto limit = nlohmann::json::parse(ended.output).at("limit");
    EXPECT_NEAR(limit.at("load").get<double>(), exact, 0.03 * exact) << "seed " << seed;
    EXPECT_EQ(limit.at("resource"), "box cpu");
    covered += limit.at("low") <= exact && exact <= limit.at("high") ? 1 : 0;
    if (seeds > 1)
      std::printf("seed %d: %s to %s, exact %.2f, covered %d\n", seed, limit.at("low").dump().c_str(),
                  limit.at("high").dump().c_str(), exact, covered);
  }
  EXPECT_GE(covered, seeds * 9 / 10);
}

TEST(Limit, APromiseThatCannotBeReadIsRefused)
{
  const Workplace place;
  place.write("tier.yaml", product_form);
  const Ended none = place.run({"limit", "tier.yaml"});
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_EQ(none.errors, "--slo: the scenario has no thresholds: say what has to hold\n");
  const Ended wrong = place.run({"limit", "tier.yaml", "--slo", "p(95)<3"});
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_EQ(wrong.errors,
            "--slo: expected METRIC: EXPRESSION such as 'http_req_duration: p(95)<500', found \"p(95)<3\"\n");
}

} // namespace onsale::cli
