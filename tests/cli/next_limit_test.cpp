// What stops a system once its first bottleneck is gone, also where no setting widens that.
#include "plots/table.hpp"
#include "tests/cli/program.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace onsale::cli {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

/// A server of plenty of everything, but for what `flow` asks of.
std::string scenario(const std::string& flow, const std::string& more = "")
{
  return "system: narrow\n"
         "hosts: {box: {cores: 32}, generator: {cores: 8}}\n"
         "processes: {server: box, mysql: box, redis: box, k6: generator}\n"
         "network: {round-trip: 0s, backend-round-trip: 0s}\n"
         "booking: {users: 1000, events: 1, seats-per-event: 100000}\n"
         "settings: {queue.unlimited: true, server.tomcat.threads.max: 300, "
         "spring.datasource.hikari.maximum-pool-size: 200}\n" +
         more +
         "endpoints:\n"
         "  work: {method: GET, path: /work, input: {user: id, seat: seat}, flow: [" +
         flow +
         ", {respond: {}}]}\n"
         "options:\n"
         "  scenarios:\n"
         "    users: {executor: constant-vus, vus: 40, duration: 5s}\n"
         "journeys:\n"
         "  default:\n"
         "    steps:\n"
         "      - select: {name: user, random_int: [1, 1000]}\n"
         "      - request: {endpoint: work, send: {id: user, seat: 1}}\n"
         "      - sleep: {random: [0.5s, 1.5s]}\n";
}

nlohmann::json limit_of(const std::string& text)
{
  const Workplace place;
  place.write("narrow.yaml", text);
  const Ended ended = place.run({"limit", "narrow.yaml", "--slo", "http_req_duration: avg<100", "--within", "20%",
                                 "--replications", "2", "--json", "-q"});
  EXPECT_EQ(ended.exit_code, 0) << ended.errors;
  return nlohmann::json::parse(ended.output);
}

} // namespace

TEST(NextLimit, BehindRedisIsFoundWithCommandsOfATenth)
{
  const auto json = limit_of(scenario("{redis: {cpu: 10ms}}, {cpu: 20ms}"));
  EXPECT_EQ(json.at("limit").at("resource"), "redis thread");
  EXPECT_EQ(json.at("limit").at("removal"), "--set endpoints.work.flow.0.redis.cpu=1ms");
  EXPECT_THAT(json.at("next").at("resource"), testing::AnyOf("redis thread", "box cpu"));
  EXPECT_GT(json.at("gain").get<double>(), 4);
}

TEST(NextLimit, BehindTheDiskIsFoundWithFlushesOfATenth)
{
  const auto json =
      limit_of(scenario("{query: {cpu: 0.1ms, pages: 1}}", "mysql: {page-read: 10ms, buffer-pool-miss: 1}\n"));
  EXPECT_EQ(json.at("limit").at("resource"), "mysql disk");
  EXPECT_THAT(json.at("limit").at("removal"), HasSubstr("--set mysql.page-read=1ms"));
  EXPECT_GT(json.at("gain").get<double>(), 4);
}

// One seat that all want, 10 ms each: connections fill up with those who wait for it, and widening the pool buys
// nothing.
TEST(NextLimit, BehindRowLocksIsFoundWithoutThem)
{
  const auto json = limit_of(scenario("{transaction: [{lock: {row: seats, key: seat}}, {query: 10ms}]}"));
  EXPECT_EQ(json.at("limit").at("resource"), "row locks");
  EXPECT_THAT(json.at("limit").at("evidence"),
              StartsWith("requests that have a thread and a connection wait for row locks"));
  EXPECT_EQ(json.at("limit").at("removal"), "without row locks");
  EXPECT_GT(json.at("gain").get<double>(), 4);
}

// Who waits for a connection in vain leaves the others quick, and is lost when the test ends, as is who is refused.
TEST(NextLimit, IsNotSoughtAmongCustomersWhoDoNotGetIn)
{
  const Workplace place;
  place.write("narrow.yaml", scenario("{redis: {cpu: 10ms}}"));
  const auto limit_with = [&](const char* accept_count, const char* lost) {
    const Ended ended = place.run({"limit", "narrow.yaml", "--set", "server.tomcat.max-connections=5", "--set",
                                   std::string("server.tomcat.accept-count=") + accept_count, "--slo",
                                   "http_req_duration: avg<500", "--lost", lost, "--first", "--json", "-q"});
    return nlohmann::json::parse(ended.output).at("limit");
  };
  const auto waiting = limit_with("10000", "100%");
  EXPECT_EQ(waiting.at("outcome"), "never_broken");
  EXPECT_THAT(waiting.at("evidence"), HasSubstr("no connection is left for more load"));
  for (const char* accept_count : {"10000", "1"}) {
    const auto lost = limit_with(accept_count, "1%");
    EXPECT_EQ(lost.at("outcome"), "found");
    EXPECT_THAT(lost.at("promise").get<std::string>(), testing::EndsWith("_lost rate<0.01"));
  }
}

// No run has more throughput or a shorter mean than the bounds that its table tells. Runs are long beside a cycle of 3
// s, as the bound of the mean is one of the steady state: the first requests of a test meet nobody.
TEST(ClosedBounds, HoldInEveryRunOfAClosedTier)
{
  const Workplace place;
  place.write("tier.yaml", scenario("{cpu: 20ms}, {query: 5ms}", "demands: {law: exponential}\n"));
  const Ended ended =
      place.run({"sweep", "tier.yaml", "--set", "hosts.box.cores=2", "--set", "options.scenarios.users.duration=120s",
                 "--vary", "vus=20..260:60", "--csv", "table.csv", "-q"});
  ASSERT_EQ(ended.exit_code, 0) << ended.errors;
  const auto table = plots::Table::parse(place.read("table.csv"), "table.csv");
  for (std::size_t row = 0; row < table.size(); ++row) {
    const auto figure = [&](const char* name) { return table.number(row, table.column(name)); };
    EXPECT_LE(figure("http_reqs rate"), 1.01 * figure("bound requests_per_s")) << figure("vus");
    EXPECT_GE(figure("http_req_duration avg"), 0.99 * figure("bound response_ms")) << figure("vus");
  }
  EXPECT_THAT(place.read("table.csv"), HasSubstr(",bound requests_per_s,bound response_ms,bound knee_vus\n"));
  EXPECT_EQ(place.run({"plot", "table.csv"}).exit_code, 0);
  EXPECT_THAT(place.read("pictures/hockey-stick.svg"), HasSubstr("bound of the mean"));
}

} // namespace onsale::cli
