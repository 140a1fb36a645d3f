// The limit beside a dense sweep of the same scenario with other customers: within 5 %, and the stopper right.
// ONSALE_LIMIT_ALL=1 tries all twelve.
#include "plots/table.hpp"
#include "tests/cli/lean_scenario.hpp"
#include "tests/cli/program.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>
#include <vector>

namespace onsale::cli {
namespace {

struct Case {
  const char* name;
  Lean lean;
  const char* over;
  const char* slo;    ///< of http_req_duration
  const char* figure; ///< of the sweep's table
  double at_most;     ///< that the figure may be, milliseconds
  const char* stopper;
  bool by_default = false;
};

const std::string loop = "executor: constant-vus, vus: 20, duration: 60s";
const std::string arrivals = "executor: constant-arrival-rate, rate: 20, duration: 60s, preAllocatedVUs: 500";
const std::string one_request = "{request: {endpoint: a}}";
const std::vector<Case> cases = {
    {"closed, CPU", {.executor = loop}, "vus", "avg<100", "http_req_duration avg", 100, "app cpu", true},
    {"closed, CPU, p95", {.executor = loop}, "vus", "p(95)<200", "http_req_duration p(95)", 200, "app cpu"},
    {"open, CPU",
     {.executor = arrivals, .steps = one_request},
     "rate",
     "avg<50",
     "http_req_duration avg",
     50,
     "app cpu"},
    {"open, database's CPU",
     {.flow = "{query: 20ms}, {respond: {}}", .executor = arrivals, .steps = one_request},
     "rate",
     "avg<100",
     "http_req_duration avg",
     100,
     "db cpu"},
    {"open, few users of k6",
     {.executor = "executor: constant-arrival-rate, rate: 20, duration: 60s, preAllocatedVUs: 4", .steps = one_request},
     "rate",
     "p(95)<10000",
     "iterations_lost rate",
     0.01,
     "k6's users",
     true},
    {"closed, pool",
     {.settings = "  spring.datasource.hikari.maximum-pool-size: 2\n",
      .flow = "{transaction: [{delay: 50ms}]}, {respond: {}}",
      .executor = loop},
     "vus",
     "avg<200",
     "http_req_duration avg",
     200,
     "hikari pool",
     true},
    {"closed, threads",
     {.settings = "  server.tomcat.threads.max: 4\n", .flow = "{delay: 50ms}, {respond: {}}", .executor = loop},
     "vus",
     "avg<200",
     "http_req_duration avg",
     200,
     "tomcat workers"},
    {"closed, connections",
     {.settings = "  server.tomcat.max-connections: 20\n  server.tomcat.accept-count: 10000\n",
      .flow = "{delay: 50ms}, {respond: {}}",
      .executor = loop},
     "vus",
     "p(95)<500",
     "http_req_duration p(95)",
     500,
     "tomcat connections"},
    {"closed, Redis",
     {.flow = "{redis: {cpu: 10ms}}, {respond: {}}", .executor = loop},
     "vus",
     "avg<100",
     "http_req_duration avg",
     100,
     "redis thread"},
    {"closed, with a slow database for a while",
     {.flow = "{query: 10ms}, {respond: {}}",
      .executor = loop,
      .more = "faults: [{fault: database slow, from: 20s, to: 40s, factor: 2}]\n"},
     "vus",
     "avg<200",
     "http_req_duration avg",
     200,
     "db cpu"},
    {"open, lost to time-outs of the pool",
     {.settings = "  spring.datasource.hikari.maximum-pool-size: 2\n"
                  "  spring.datasource.hikari.connection-timeout: 250ms\n",
      .flow = "{transaction: [{delay: 50ms}]}, {respond: {}}",
      .executor = arrivals,
      .steps = one_request},
     "rate",
     "p(95)<10000",
     "requests_lost rate",
     0.01,
     "hikari pool"},
    {"closed, two resources",
     {.flow = "{cpu: 10ms}, {query: 8ms}, {respond: {}}", .executor = loop},
     "vus",
     "avg<150",
     "http_req_duration avg",
     150,
     "app cpu"}};

/// What the limit promises of its own, too: fewer than 1 % of the customers are lost.
double excess(const plots::Table& table, std::size_t row, const Case& each)
{
  const auto of = [&](const char* figure, double at_most) { return table.number(row, table.column(figure)) / at_most; };
  return std::max({of(each.figure, each.at_most), of("iterations_lost rate", 0.01), of("requests_lost rate", 0.01)});
}

/// The first load at which the mean over six replications is above what may be, by interpolation.
double brute_force(const Workplace& place, const Case& each, double about)
{
  const std::string range = std::string(each.over) + "=" + std::to_string(std::lround(0.8 * about)) + ".." +
                            std::to_string(std::lround(1.2 * about)) + ":" +
                            std::to_string(std::max(1L, std::lround(0.02 * about)));
  const Ended sweep = place.run(
      {"sweep", "lean.yaml", "--vary", range, "--replications", "6", "--seed", "77", "--csv", "dense.csv", "-q"});
  EXPECT_EQ(sweep.exit_code, 0) << sweep.errors;
  const auto table = plots::Table::parse(place.read("dense.csv"), "dense.csv");
  double load_before = 0;
  double before = 0;
  for (std::size_t row = 0; row < table.size(); ++row) {
    const double load = table.number(row, table.column(each.over));
    const double now = excess(table, row, each);
    if (now > 1)
      return row == 0 ? load : load_before + (1 - before) / (now - before) * (load - load_before);
    load_before = load;
    before = now;
  }
  return load_before;
}

} // namespace

TEST(LimitBruteForce, IsThatOfADenseSweep)
{
  const bool all = std::getenv("ONSALE_LIMIT_ALL") != nullptr;
  for (const Case& each : cases) {
    if (not all && not each.by_default)
      continue;
    const Workplace place;
    place.write("lean.yaml", lean_scenario(each.lean));
    const Ended ended = place.run({"limit", "lean.yaml", "--over", each.over, "--slo",
                                   std::string("http_req_duration: ") + each.slo, "--first", "--json", "-q"});
    ASSERT_EQ(ended.exit_code, 0) << each.name << ": " << ended.errors;
    const auto limit = nlohmann::json::parse(ended.output).at("limit");
    EXPECT_EQ(limit.at("outcome"), "found") << each.name;
    EXPECT_EQ(limit.at("resource"), each.stopper) << each.name << ": " << limit.at("evidence");
    const double load = limit.at("load");
    const double dense = brute_force(place, each, load);
    EXPECT_NEAR(load, dense, 0.05 * dense) << each.name;
    std::printf("%-42s limit %8.2f  dense sweep %8.2f  %+.1f %%  %s\n", each.name, load, dense,
                100 * (load / dense - 1), limit.at("resource").get<std::string>().c_str());
  }
}

} // namespace onsale::cli
