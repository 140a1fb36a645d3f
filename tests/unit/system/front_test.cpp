// The proxy in front: its connections, its choice of a process, and what it answers itself.
#include "model/system/front/front.hpp"
#include "model/system/front/front_causes.hpp"
#include "tests/unit/system/random_system.hpp"

#include <gmock/gmock.h>

namespace onsale::system {
namespace {

std::string proxied(const std::string& front, const std::string& more = "")
{
  return "system: test\n"
         "hosts: {box: {cores: 1000, memory: 4GB}}\n"
         "network: {round-trip: 10ms, backend-round-trip: 2ms}\n"
         "jvm: {thread-start-cpu: 0s}\n"
         "front: {" +
         front + "}\n" + more +
         "endpoints:\n"
         "  page: {path: /, input: {user: id}, flow: [{delay: 100ms}, {respond: {fields: {id: user}}}]}\n"
         "  slow: {path: /slow, flow: [{delay: 3s}, {respond: {}}]}\n";
}

} // namespace

// There and back 10 ms, the proxy's work 1 ms, to the application 2 ms for the connection and 2 for the request, 100
// ms. The client connects once, the proxy anew for each request.
TEST(Front, PassesRequestsOn)
{
  SystemRig rig(proxied("work: 1ms"));
  rig.at(0, 0, {.send = {{"id", 7}}});
  rig.at(1, 0, {.send = {{"id", 8}}});
  rig.run();
  EXPECT_THAT(rig.took_ms(), testing::ElementsAre(125, 115));
  EXPECT_THAT(rig.statuses(), testing::Each(200));
  EXPECT_THAT(rig.ended[1].fields, testing::ElementsAre(8));
  EXPECT_NEAR(rig.mean_s(Part::front), (0.016 + 0.006) / 2, 1e-8);
  expect_nothing_leaked(rig);
}

TEST(Front, KeepsConnectionsToTheApplication)
{
  SystemRig rig(proxied("keepalive: 1"));
  rig.at(0, 0);
  rig.at(1, 0);
  rig.run_until(2);
  EXPECT_THAT(rig.took_ms(), testing::ElementsAre(124, 112));
}

// The answer would take 3 s: at 1 s the client is told; the application works on.
TEST(Front, GivesUpWaitingForAnAnswer)
{
  SystemRig rig(proxied("proxy-read-timeout: 1s"));
  rig.at(0, 0, {.endpoint = 1});
  rig.run_until(2);
  EXPECT_THAT(rig.statuses(), testing::ElementsAre(504));
  EXPECT_THAT(rig.took_ms(), testing::ElementsAre(1020));
  EXPECT_EQ(rig.instance().tomcat().workers().in_use(), 1u);
  EXPECT_THAT(rig.log_lines(), testing::HasSubstr("upstream timed out (110: Connection timed out)"));
  rig.run();
  expect_nothing_leaked(rig);
}

// The second of two processes is dead: the first request that is meant for it finds out and goes to the first; so do
// the next ones, as it is left alone for 10 s.
TEST(Front, TriesTheNextProcessWhenOneRefuses)
{
  SystemRig rig(proxied("", "application: {instances: 2}\n"));
  rig.run_until(0.5);
  rig.system->application.stop_instance(1);
  for (std::uint32_t user = 0; user < 4; ++user)
    rig.at(1 + 0.5 * user, user);
  rig.run_until(5);
  EXPECT_THAT(rig.statuses(), testing::Each(200));
  EXPECT_THAT(rig.took_ms(), testing::UnorderedElementsAre(124, 126, 124, 124));
  rig.system->application.stop_instance(0);
  rig.at(5, 5);
  rig.run();
  EXPECT_EQ(rig.ended.back().status, 502);
  EXPECT_THAT(rig.log_lines(), testing::HasSubstr("no live upstreams while connecting to upstream"));
}

TEST(Front, AProcessThatDiesIsABadGateway)
{
  SystemRig rig(proxied(""));
  rig.at(0, 0, {.endpoint = 1});
  rig.run_until(1);
  rig.system->application.stop_instance(0);
  rig.run();
  EXPECT_THAT(rig.statuses(), testing::ElementsAre(502));
  EXPECT_THAT(rig.log_lines(), testing::HasSubstr("upstream prematurely closed connection"));
  expect_nothing_leaked(rig);
}

// Three connections: the first client and its request take two, the second client has the third, and so none to the
// application; the third client has none at all.
TEST(Front, HasSoManyConnections)
{
  SystemRig rig(proxied("worker-connections: 3"));
  for (std::uint32_t user = 0; user < 3; ++user)
    rig.at(0.012 * user, user); // the second is answered at 32 ms, and idle from then on
  rig.run();
  ASSERT_EQ(rig.ended.size(), 3u);
  EXPECT_EQ(std::ranges::count(rig.statuses(), 200), 1);
  EXPECT_EQ(std::ranges::count(rig.statuses(), 500), 1);
  EXPECT_EQ(rig.failed(Cause(front_connections_full)).count, 2u);
  EXPECT_THAT(rig.log_lines(), testing::HasSubstr("3 worker_connections are not enough"));
}

// Idle clients make room: the second has the place of the first, which connects anew.
TEST(Front, ClosesIdleConnectionsForNewOnes)
{
  SystemRig rig(proxied("worker-connections: 2"));
  for (const auto& [time_s, user] : {std::pair{0.0, 0U}, {1.0, 1U}, {2.0, 0U}, {3.0, 0U}})
    rig.at(time_s, user);
  rig.run();
  EXPECT_THAT(rig.statuses(), testing::Each(200));
  EXPECT_THAT(rig.took_ms(), testing::ElementsAre(124, 124, 124, 114));
}

// limit_req rate=10/s burst=2: of six at once the first passes, two wait 100 and 200 ms, three are turned away.
TEST(Front, LimitsRequests)
{
  for (const bool nodelay : {false, true}) {
    SystemRig rig(proxied("limit-req: {rate: 10/s, burst: 2" + std::string(nodelay ? ", nodelay: true" : "") + "}"));
    for (std::uint32_t user = 0; user < 6; ++user)
      rig.at(1, user);
    rig.run();
    EXPECT_EQ(std::ranges::count(rig.statuses(), 503), 3);
    EXPECT_NEAR(rig.ended.back().took_s(), nodelay ? 0.124 : 0.324, 1e-9);
    EXPECT_THAT(rig.log_lines(), testing::HasSubstr("limiting requests, excess"));
  }
}

// Whatever happens behind the proxy, each request ends once and nothing is leaked.
TEST(Front, EachRequestEndsOnceWhateverDies)
{
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    RandomSystem random(seed);
    const std::string text = random.text() +
                             "application: {instances: 2, balancing: " + (seed % 2 == 0 ? "round-robin" : "hash") +
                             "}\nfront: {worker-connections: " + (seed % 3 == 0 ? "8" : "512") +
                             ", keepalive: " + (seed % 5 == 0 ? "0" : "3") +
                             ", proxy-read-timeout: " + (seed % 7 == 0 ? "50ms" : "60s") + ", fail-timeout: 200ms}\n";
    SCOPED_TRACE("seed " + std::to_string(seed) + "\n" + text);
    SystemRig rig(text, seed);
    load(rig, random);
    for (int death = 0; death < 4; ++death) {
      rig.run_until(0.5 + death + 0.4 * random.uniform());
      rig.system->application.stop_instance(static_cast<std::size_t>(death) % 2);
      rig.run_until(1.1 + death);
      rig.system->application.start_instance(static_cast<std::size_t>(death) % 2);
    }
    rig.run();
    EXPECT_EQ(rig.ended.size(), 240u);
    expect_nothing_leaked(rig);
    if (HasFailure())
      return;
  }
}

} // namespace onsale::system
