// Results of k6 as people have them: through docker compose, PowerShell, clocks that step back, reports with several.
#include "tests/cli/program.hpp"

#include <gmock/gmock.h>

namespace onsale::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* block =
    "     http_req_duration..............: avg=1.03ms   min=319.59µs   med=779.47µs max=32.94ms p(90)=1.79ms  "
    "p(95)=2.47ms\n"
    "     http_reqs......................: 55746   2786.225052/s\n"
    "     iterations.....................: 55746   2786.225052/s\n";

Ended audit_of(const std::string& text)
{
  const Workplace place;
  place.write("summary.txt", text);
  return place.run({"audit", "summary.txt"});
}

std::string with_prefix(const std::string& text, const std::string& prefix)
{
  std::string lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    lines += prefix + text.substr(at, end - at) + "\n";
    at = end + 1;
  }
  return lines;
}

/// What PowerShell 5 writes: little-endian with its mark. Of two-byte UTF-8 at most.
std::string in_utf16(const std::string& text)
{
  std::string bytes = "\xff\xfe";
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto first = static_cast<unsigned char>(text[at]);
    const unsigned code =
        first < 0x80 ? first : (first & 0x1fU) << 6U | (static_cast<unsigned char>(text[++at]) & 0x3fU);
    bytes += static_cast<char>(code & 0xffU);
    bytes += static_cast<char>(code >> 8U);
  }
  return bytes;
}

} // namespace

TEST(PeoplesResults, ThePrefixOfDockerComposeIsTakenOff)
{
  const Ended plain = audit_of(block);
  EXPECT_EQ(plain.exit_code, 0) << plain.errors;
  const Ended prefixed = audit_of(with_prefix(block, "k6-1  | ") + "k6-1 exited with code 0\n");
  EXPECT_EQ(prefixed.exit_code, 0) << prefixed.errors;
  EXPECT_EQ(prefixed.output, plain.output);
}

TEST(PeoplesResults, TextOfPowerShellIsRead)
{
  const Ended ended = audit_of(in_utf16(block));
  EXPECT_EQ(ended.exit_code, 0) << ended.errors;
  EXPECT_EQ(ended.output, audit_of(block).output);
}

TEST(PeoplesResults, AClockThatStepsBackDoesNotSpoilTheRest)
{
  std::string text = block;
  text.replace(text.find("min=319.59µs"), std::string("min=319.59µs").size(), "min=-439056ns");
  const Ended ended = audit_of(text);
  EXPECT_EQ(ended.exit_code, 0) << ended.output << ended.errors;
}

TEST(PeoplesResults, OfSeveralItSaysThatTheLastWasRead)
{
  EXPECT_THAT(audit_of(std::string(block) + "# after\n" + block).output,
              HasSubstr("\n  the last of 2 results in that text; the others were not read\n"));
  EXPECT_THAT(audit_of(block).output, Not(HasSubstr("the last of")));
}

// Two requests an iteration, no setup: 54,848 iterations are 109,696 requests.
TEST(PeoplesResults, TheJourneyOfTheScenarioIsKnown)
{
  const Workplace place;
  place.write("load.yaml", "system: s\n"
                           "test: load\n"
                           "hosts: {a: {cores: 4, memory: 8GB}}\n"
                           "endpoints:\n"
                           "  orders: {method: POST, path: /orders, flow: [{cpu: 1ms}, {respond: {status: 201}}]}\n"
                           "options: {vus: 100, duration: 300s}\n"
                           "journeys:\n"
                           "  default:\n"
                           "    steps:\n"
                           "      - request: {endpoint: orders}\n"
                           "      - request: {endpoint: orders}\n");
  place.write("summary.txt", "     http_reqs......................: 90000 300/s\n"
                             "     iterations.....................: 54848  182.826666/s\n"
                             "running (5m00.0s), 000/100 VUs, 54848 complete and 0 interrupted iterations\n");
  const Ended ended = place.run({"audit", "summary.txt", "--scenario", "load.yaml"});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_THAT(ended.output, HasSubstr("✗ requests"));
}

// 300 iterations were cut off: their requests count, their own time does not.
TEST(PeoplesResults, NoShareIsAboveAllOfTheTime)
{
  const Ended ended = audit_of("     http_req_duration..............: avg=1.81s min=28ms med=836ms max=30.05s\n"
                               "     http_reqs......................: 20144 68.437636/s\n"
                               "     iteration_duration.............: avg=10.11s min=242ms med=7.12s max=57.78s\n"
                               "     iterations.....................: 3226  10.960078/s\n");
  EXPECT_THAT(ended.output, HasSubstr("limited by server: 20144 requests x 1.81 s are all of its users' time"));
}

// 60 connections, an accept queue of one: users hang in connecting, which is no pause of theirs.
TEST(PeoplesResults, TimeInConnectingIsTheServers)
{
  const Workplace place;
  place.write("load.yaml",
              "system: s\n"
              "test: load\n"
              "hosts: {app: {cores: 4, memory: 8GB}, gen: {cores: 4, memory: 8GB}}\n"
              "processes: {server: app, mysql: app, redis: app, k6: gen}\n"
              "network: {round-trip: 0.2ms}\n"
              "settings: {spring.threads.virtual.enabled: true, server.tomcat.max-connections: 60, "
              "server.tomcat.accept-count: 1}\n"
              "endpoints:\n"
              "  x: {path: /x, flow: [{cpu: 0.1ms}, {delay: 100ms}, {respond: {bytes: 1KB}}]}\n"
              "options:\n"
              "  scenarios:\n"
              "    s: {executor: constant-arrival-rate, rate: 80, duration: 60s, preAllocatedVUs: 100, maxVUs: 100}\n"
              "journeys: {default: {steps: [{request: {endpoint: x}}, {sleep: 1s}]}}\n");
  const Ended ended = place.run({"run", "load.yaml", "-q"});
  EXPECT_THAT(ended.output, HasSubstr("limited by  the server: tomcat connections full"));
}

} // namespace onsale::cli
