// Connections that end with their answer or their iteration hold no place, and the next is dealt anew.
#include "tests/cli/lean_scenario.hpp"
#include "tests/cli/program.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>

namespace onsale::cli {
namespace {

nlohmann::json run_of(std::string scenario, const std::string& option)
{
  scenario.insert(scenario.find("  scenarios:"), "  " + option + ": true\n");
  const Workplace place;
  place.write("lean.yaml", scenario);
  const Ended ended = place.run({"run", "lean.yaml", "--json", "-q"});
  EXPECT_EQ(ended.exit_code, 0) << ended.errors;
  return nlohmann::json::parse(ended.output);
}

double figure(const nlohmann::json& run, const char* metric, const char* statistic)
{
  return run.at("summary").at("metrics").at(metric).at(statistic).get<double>();
}

} // namespace

// One iteration a second that takes a millisecond holds 0.001 of 5 places; held until the user dials anew, they run
// out.
TEST(Connections, ThatEndWithTheirAnswerOrIterationHoldNoPlace)
{
  const std::string scenario =
      lean_scenario({.settings = "  server.tomcat.max-connections: 5\n",
                     .flow = "{delay: 1ms}, {respond: {}}",
                     .executor = "executor: constant-arrival-rate, rate: 1, duration: 60s, preAllocatedVUs: 20",
                     .steps = "{request: {endpoint: a}}"});
  for (const char* option : {"noConnectionReuse", "noVUConnectionReuse"}) {
    const auto run = run_of(scenario, option);
    EXPECT_NEAR(figure(run, "iterations", "count"), 60.5, 0.6) << option;
    EXPECT_LT(figure(run, "http_req_duration", "avg"), 3) << option;
  }
}

// From 1 s on each of two processes has 20 of 40 users: exact MVA of D = 10 ms and Z = 0.3 s gives 62 requests/s each.
TEST(Connections, ThatAreDialledAnewAreDealtAnew)
{
  const std::string scenario = lean_scenario({.executor = "executor: constant-vus, vus: 40, duration: 120s",
                                              .more = "actions: [{do: add instance, at: 1s, count: 1}]\n"});
  for (const char* option : {"noConnectionReuse", "noVUConnectionReuse"}) {
    const auto run = run_of(scenario, option);
    EXPECT_NEAR(figure(run, "http_reqs", "rate"), 124, 4) << option;
  }
}

// 500 ms of CPU each second of one core, from start to start: half of it.
TEST(Background, RunsFromStartToStart)
{
  const Workplace place;
  place.write("lean.yaml", lean_scenario({.executor = "executor: constant-vus, vus: 1, duration: 300s",
                                          .more = "background: [{name: job, every: 1s, cpu: 500ms}]\n"}));
  const Ended ended = place.run({"run", "lean.yaml", "--json", "-q"});
  const auto run = nlohmann::json::parse(ended.output);
  for (const auto& station : run.at("stations"))
    if (station.at("name") == "db cpu") {
      EXPECT_NEAR(station.at("utilisation").get<double>(), 0.5, 0.01);
    }
}

} // namespace onsale::cli
