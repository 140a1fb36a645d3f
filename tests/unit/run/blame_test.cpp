// Eight built systems, each with one culprit that is known: the first sentence names it, and it is charged with most of
// the waiting.
#include "sim/run/blame.hpp"
#include "sim/run/in_child.hpp"
#include "sim/run/simulate.hpp"
#include "sim/run/verdict/verdict.hpp"
#include "tests/unit/run/temporary_folder.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>

namespace onsale::run {
namespace {

using testing::HasSubstr;

struct System {
  std::string hosts = "{app: {cores: 4}, db: {cores: 4}, gen: {cores: 100}}";
  std::string redis = "db";
  std::string settings = "spring.datasource.hikari.maximum-pool-size: 50";
  std::string flow = "[{cpu: 1ms}, {query: 1ms}, {respond: {}}]";
  std::string more = "";
};

/// Sixty users who pause for a tenth of a second.
std::string yaml_of(const System& system)
{
  return fmt::format(R"(system: built
hosts: {}
processes: {{server: app, mysql: db, redis: {}, k6: gen}}
network: {{round-trip: 1ms, backend-round-trip: 0.2ms}}
demands: {{law: exponential}}
settings:
  {}
endpoints:
  a: {{method: GET, path: /a, input: {{event: event}}, allocates: 1MB, flow: {}}}
options: {{scenarios: {{s: {{executor: constant-vus, vus: 60, duration: 20s}}}}, thresholds: {{http_req_duration: ['p(95)<20']}}}}
journeys: {{default: {{steps: [{{request: {{endpoint: a, send: {{event: 1}}}}}}, {{sleep: 0.1s}}]}}}}
{}
)",
                     system.hosts, system.redis, system.settings, system.flow, system.more);
}

/// The first sentence, and on the second line the resource that is charged with most of the waiting.
std::string told(const System& system)
{
  const TemporaryFolder folder;
  const auto path = folder.write("built.yaml", yaml_of(system));
  return in_child([&] {
    const Scenario scenario = load_scenario({.path = path, .sets = {}, .application_files = {}});
    const RunResult result = simulate(scenario, {.seed = 1});
    const auto all = blame_of_all(result.blame);
    const auto most = std::ranges::max_element(all, {}, &Blame::wait_s);
    return verdict(scenario, result) + "\n" + (most == all.end() ? "" : most->resource);
  });
}

void expect(const System& system, const std::string& culprit, const std::string& words)
{
  const std::string text = told(system);
  EXPECT_THAT(text, HasSubstr("; " + words));
  EXPECT_THAT(text, testing::EndsWith("\n" + culprit)) << text;
}

} // namespace

// 2 connections of 10 ms: 200/s are asked for 545/s, and the database is half idle.
TEST(Blame, APoolThatIsTooSmall)
{
  expect({.settings = "spring.datasource.hikari.maximum-pool-size: 2",
          .flow = "[{cpu: 1ms}, {query: 10ms}, {respond: {}}]"},
         "hikari pool", "hikari pool is full from ");
}

// Ten connections before one core of 5 ms: nine of ten wait for it.
TEST(Blame, APoolThatIsFullBecauseOfTheDatabase)
{
  expect({.hosts = "{app: {cores: 4}, db: {cores: 1}, gen: {cores: 100}}",
          .settings = "spring.datasource.hikari.maximum-pool-size: 10",
          .flow = "[{cpu: 1ms}, {query: 5ms}, {respond: {}}]"},
         "db cpu", "db cpu is full from ");
}

// One row that everybody locks for 5 ms, a pool of 20: it fills with who waits for the row.
TEST(Blame, ARowThatEverybodyLocks)
{
  expect({.settings = "spring.datasource.hikari.maximum-pool-size: 20",
          .flow = "[{cpu: 0.1ms}, {transaction: [{lock: {row: events, key: event}}, {query: 5ms}]}, {respond: {}}]"},
         "row locks", "row locks keep requests waiting for ");
}

// Redis and the application on one core: Redis has a hundredth of the work, but its thread waits for the core.
TEST(Blame, ACoreThatRedisWaitsFor)
{
  expect({.hosts = "{app: {cores: 1}, db: {cores: 4}, gen: {cores: 100}}",
          .redis = "app",
          .settings = "spring.data.redis.lettuce.pool.max-active: 2",
          .flow = "[{redis: 50us}, {cpu: 5ms}, {redis: 50us}, {respond: {}}]"},
         "app cpu", "app cpu is full from ");
}

// A megabyte of each request into a small young generation: a fifth of a second's pause every few dozen requests.
TEST(Blame, PausesOfTheCollector)
{
  expect({.settings = "jvm.max-heap: 128MB", .more = "jvm: {young-pause: 200ms}"}, "garbage collection",
         "garbage collection keeps requests waiting for ");
}

// A payment provider that works on two calls of 20 ms at a time: 100/s.
TEST(Blame, AServiceWithALine)
{
  EXPECT_THAT(told({.flow = "[{cpu: 1ms}, {call: payment}, {respond: {}}]",
                    .more = "services: {payment: {time: 20ms, capacity: 2, connect-timeout: 10s, read-timeout: 30s}}"}),
              HasSubstr("; payment is full from "));
}

// 10 places, each kept alive for five requests by users who pause.
TEST(Blame, PlacesForConnections)
{
  expect({.settings = "server.tomcat.max-connections: 10\n  server.tomcat.max-keep-alive-requests: 5"},
         "tomcat connections", "tomcat connections are full from ");
}

// The generator's own core: 5 ms for each request.
TEST(Blame, TheLoadGenerator)
{
  expect({.hosts = "{app: {cores: 4}, db: {cores: 4}, gen: {cores: 1}}",
          .more = "client: {request-cpu: 2ms, response-cpu: 5ms}"},
         "gen cpu", "gen cpu is full from ");
}

TEST(Blame, AFault)
{
  EXPECT_THAT(told({.more = "faults: [{fault: database down, from: 5s, to: 12s}]"}),
              HasSubstr("; database down from 5 s to 12 s"));
}

} // namespace onsale::run
