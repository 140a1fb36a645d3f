// What arithmetic says of a scenario, where it can be wrong: side by side, without devices, by conditions, beyond
// reason.
#include "tests/cli/program.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace onsale::cli {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;

/// One endpoint that waits for somebody else for a tenth of a second; ten users.
std::string delays(int threads, const std::string& steps)
{
  return fmt::format(R"(system: delays
hosts: {{box: {{cores: 1}}, gen: {{cores: 100}}}}
processes: {{server: box, mysql: box, redis: box, k6: gen}}
network: {{round-trip: 0s}}
jvm: {{thread-start-cpu: 0s}}
settings: {{server.tomcat.threads.max: {}, server.tomcat.max-connections: 200000, server.tomcat.accept-count: 100000}}
endpoints:
  a: {{method: GET, path: /a, flow: [{{delay: 100ms}}, {{respond: {{}}}}]}}
options: {{scenarios: {{s: {{executor: constant-vus, vus: 10, duration: 10s}}}}}}
journeys: {{default: {{steps: {}}}}}
)",
                     threads, steps);
}

Json explained(const std::string& scenario, const std::vector<std::string>& more = {})
{
  const Workplace place;
  place.write("s.yaml", scenario);
  std::vector<std::string> arguments = {"explain", "s.yaml", "--json", "-q"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  const Ended ended = place.run(arguments);
  EXPECT_EQ(ended.exit_code, 0) << ended.errors;
  return Json::parse(ended.output);
}

} // namespace

// Six requests of 0.1 s side by side and 0.1 s of sleep: an iteration takes 0.2 s, ten users do 50 a second. With 100
// threads no more than 100 requests are on their way: 166.7 iterations a second, reached by 33.3 users.
TEST(Explain, ABatchIsOnItsWaySideBySide)
{
  const auto told = explained(delays(100, "[{batch: {times: 6, steps: [{request: {endpoint: a}}]}}, {sleep: 0.1s}]"));
  EXPECT_NEAR(told.at("delay_s"), 0.1, 1e-9);
  EXPECT_NEAR(told.at("bounds").at("throughput_max_per_s"), 1000.0 / 6, 1e-6);
  EXPECT_NEAR(told.at("bounds").at("knee_vus"), 1000.0 / 6 * 0.2, 1e-6);
  for (const Json& point : told.at("curve"))
    EXPECT_LE(point.at("simulated_per_s"), 1.001 * point.at("bound_per_s").get<double>()) << point;
}

TEST(Explain, ASystemOfDelaysAloneIsBoundByItsThreads)
{
  const auto told = explained(delays(100, "[{request: {endpoint: a}}, {sleep: 0.1s}]"));
  EXPECT_EQ(told.at("bottleneck"), "tomcat workers");
  EXPECT_NEAR(told.at("bounds").at("throughput_max_per_s"), 1000, 1e-6);
  EXPECT_TRUE(told.at("curve").at(0).at("analytic_per_s").is_null());
  EXPECT_GT(told.at("curve").at(0).at("simulated_per_s"), 0);
}

// 100,000 threads: a knee of 200,000 users. What is simulated stays within a million requests each.
TEST(Explain, ACurveBeyondReasonEndsBeforeIt)
{
  const Workplace place;
  place.write("s.yaml", delays(100000, "[{request: {endpoint: a}}, {sleep: 0.1s}]"));
  const Ended ended = place.run({"explain", "s.yaml", "-q", "--points", "1"});
  EXPECT_EQ(ended.exit_code, 0) << ended.errors;
  EXPECT_THAT(ended.output, HasSubstr("knee        200000 VUs"));
  EXPECT_THAT(ended.output, HasSubstr("a simulation of more has over 1,000,000 requests"));
}

// A coin that comes up in 9 of 10 cases, which the journey does not say: visits come from a run, or are called guesses.
TEST(Explain, WhatConditionsDecideIsMeasured)
{
  const std::string steps =
      "[{select: {name: n, random_int: [1, 10]}}, {branch: {when: n > 1, then: [{request: {endpoint: a}}]}}, {sleep: "
      "0.1s}]";
  const auto measured = explained(delays(100, steps), {"--points", "1"});
  EXPECT_TRUE(measured.at("measured"));
  EXPECT_NEAR(measured.at("endpoints").at(0).at("visits"), 0.9, 0.05);
  const auto guessed = explained(delays(100, steps), {"--no-simulation"});
  EXPECT_FALSE(guessed.at("measured"));
  const Workplace place;
  place.write("s.yaml", delays(100, steps));
  EXPECT_THAT(place.run({"explain", "s.yaml", "--no-simulation", "-q"}).output,
              HasSubstr("each condition of the journey is taken to hold half of the time"));
}

// Arrivals know no users: the curve is of the same journeys in a closed loop, and no cell of it is empty.
TEST(Explain, TheSimulatedColumnIsNeverEmpty)
{
  std::string open = delays(100, "[{request: {endpoint: a}}]");
  open.replace(open.find("executor: constant-vus, vus: 10"), 31,
               "executor: constant-arrival-rate, rate: 5, preAllocatedVUs: 10");
  for (const Json& point : explained(open, {"--points", "2"}).at("curve"))
    EXPECT_GT(point.at("simulated_per_s"), 0);
}

} // namespace onsale::cli
