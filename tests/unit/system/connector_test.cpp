#include "tests/unit/system/system_fixture.hpp"

#include <gmock/gmock.h>

namespace onsale::system {
namespace {

using http::NetworkError;

std::string page(const std::string& settings, const std::string& step = "delay: 0s", const std::string& more = "")
{
  return "system: test\n"
         "hosts: {box: {cores: 1000}}\n"
         "network: {round-trip: 2ms}\n"
         "jvm: {thread-start-cpu: 0s}\n" +
         more + "settings: {" + settings +
         "}\n"
         "endpoints:\n"
         "  page: {path: /, flow: [{" +
         step + "}, {respond: {}}]}\n";
}

// A new connection costs a round trip of 2 ms; the request there and the response back another.
TEST(Connector, KeepsAConnectionForTheNextRequest)
{
  SystemRig rig(page(""));
  rig.at(0, 0);
  rig.at(1, 0);
  rig.run();
  ASSERT_EQ(rig.ended.size(), 2u);
  EXPECT_NEAR(rig.ended[0].phases.connecting_s, 2e-3, 1e-12);
  EXPECT_DOUBLE_EQ(rig.ended[0].phases.blocked_s, 2e-3);
  EXPECT_NEAR(rig.ended[0].took_s(), 4e-3, 1e-12);
  EXPECT_NEAR(rig.ended[0].phases.duration_s(), 2e-3, 1e-12);
  EXPECT_EQ(rig.ended[1].phases.blocked_s, 0);
  EXPECT_NEAR(rig.ended[1].took_s(), 2e-3, 1e-12);
}

TEST(Connector, DialsAnewForAFreshConnectionAndClosesTheOldOne)
{
  SystemRig rig(page(""));
  rig.at(0, 0);
  rig.at(1, 0, {.fresh = true});
  rig.run_until(2);
  EXPECT_NEAR(rig.ended[1].phases.connecting_s, 2e-3, 1e-12);
  EXPECT_EQ(rig.instance().tomcat().connector().places().in_use(), 1u);
}

TEST(Connector, ClosesAfterMaxKeepAliveRequests)
{
  SystemRig rig(page("server.tomcat.max-keep-alive-requests: 3"));
  for (int k = 0; k < 7; ++k)
    rig.at(k, 0);
  rig.run_until(6.5);
  std::vector<bool> dialled;
  for (const Ended& each : rig.ended)
    dialled.push_back(each.phases.connecting_s > 0);
  EXPECT_THAT(dialled, testing::ElementsAre(true, false, false, true, false, false, true));
}

TEST(Connector, TheHundredthResponseClosesUnlessToldOtherwise)
{
  SystemRig usual(page(""));
  SystemRig unlimited(page("server.tomcat.max-keep-alive-requests: -1"));
  for (SystemRig* rig : {&usual, &unlimited}) {
    for (int k = 0; k < 101; ++k)
      rig->at(k * 0.1, 0);
    rig->run_until(20);
    EXPECT_EQ(rig->ended[99].phases.connecting_s, 0);
  }
  EXPECT_NEAR(usual.ended[100].phases.connecting_s, 2e-3, 1e-12);
  EXPECT_EQ(unlimited.ended[100].phases.connecting_s, 0);
}

// Idle from 0.004 s and from 50.004 s on: the first gap of 49.996 s is shorter than 60 s, the second of 69.996 s
// longer.
TEST(Connector, ClosesAConnectionThatWasIdleForTheKeepAliveTimeout)
{
  SystemRig rig(page(""));
  for (const double time_s : {0.0, 50.0, 120.0})
    rig.at(time_s, 0);
  rig.run_until(109.9);
  EXPECT_EQ(rig.instance().tomcat().connector().places().in_use(), 1u);
  rig.run_until(110.1);
  EXPECT_EQ(rig.instance().tomcat().connector().places().in_use(), 0u);
  rig.run();
  EXPECT_EQ(rig.ended[1].phases.connecting_s, 0);
  EXPECT_NEAR(rig.ended[2].phases.connecting_s, 2e-3, 1e-12);
}

// Two places, and accept-count 3 holds 3 + 1 more. Users 0 and 1 are accepted and stay connected, 2 to 5 wait in the
// queue, 6 and 7 are dropped at 0, 1, 3, 7 and 15 s, and give up at 30 s: k6 counts 0 ms for them, and error 1211.
TEST(Connector, DropsSynsBeyondTheAcceptQueueUntilTheDialTimesOut)
{
  SystemRig rig(page("server.tomcat.max-connections: 2, server.tomcat.accept-count: 3"));
  for (std::uint32_t user = 0; user < 8; ++user)
    rig.at(0, user);
  rig.run_until(1);
  EXPECT_EQ(rig.ended.size(), 2u);
  EXPECT_EQ(rig.instance().tomcat().connector().queued(), 4u);
  EXPECT_EQ(rig.instance().tomcat().connector().dropped_syns(), 2u * 2);
  rig.run_until(30.5);
  ASSERT_EQ(rig.ended.size(), 4u);
  for (const std::size_t late : {2u, 3u}) {
    EXPECT_EQ(rig.ended[late].ended_s, 30);
    EXPECT_EQ(rig.ended[late].error, NetworkError::dial_timeout);
    EXPECT_EQ(rig.ended[late].status, 0);
    EXPECT_EQ(rig.ended[late].phases.duration_s(), 0);
    EXPECT_EQ(rig.ended[late].phases.blocked_s, 0);
  }
  EXPECT_EQ(rig.instance().tomcat().connector().dropped_syns(), 2u * 5);
  EXPECT_EQ(rig.failed(Cause::connect_timeout).count, 2u);
  EXPECT_EQ(rig.log_lines(), "dial: i/o timeout (k6 error 1211)\n");
}

// As above with idle connections closed after 10 s. Answered: 0 and 1 at once; 2 and 3 when those are closed at 10 s; 6
// and 7 find room in the queue at 15 s; 4 and 5 are accepted at 20 s, 6 and 7 at 30 s.
TEST(Connector, ASynRetryFindsRoomWhenTheAcceptorGotOn)
{
  SystemRig rig(
      page("server.tomcat.max-connections: 2, server.tomcat.accept-count: 3, server.tomcat.keep-alive-timeout: 10s"));
  for (std::uint32_t user = 0; user < 8; ++user)
    rig.at(0, user);
  rig.run();
  ASSERT_EQ(rig.ended.size(), 8u);
  const std::vector<double> expected_s = {0, 0, 10, 10, 20, 20, 30, 30};
  for (std::uint32_t user = 0; user < 8; ++user) {
    EXPECT_EQ(rig.ended[user].user, user);
    EXPECT_EQ(rig.ended[user].status, 200);
    EXPECT_NEAR(rig.ended[user].ended_s, expected_s[user], 0.02);
    EXPECT_NEAR(rig.ended[user].phases.connecting_s, user < 6 ? 0 : 15, 0.01);
  }
  expect_nothing_leaked(rig);
}

// One worker, one place in its queue: the third request's socket is closed.
TEST(Connector, ABoundedTaskQueueResetsTheConnection)
{
  SystemRig rig(page("server.tomcat.threads.max: 1, server.tomcat.threads.max-queue-capacity: 1", "delay: 1s"));
  for (std::uint32_t user = 0; user < 3; ++user)
    rig.at(0.1 * user, user);
  rig.at(5, 2);
  rig.run_until(6.5);
  ASSERT_EQ(rig.ended.size(), 4u);
  EXPECT_EQ(rig.ended[0].user, 2u);
  EXPECT_EQ(rig.ended[0].error, NetworkError::connection_reset);
  EXPECT_NEAR(rig.ended[0].phases.waiting_s, 1e-3, 1e-12); // one way
  EXPECT_EQ(rig.ended[1].status, 200);
  EXPECT_NEAR(rig.ended[2].ended_s, 2.004, 0.01);
  EXPECT_NEAR(rig.ended[3].phases.connecting_s, 2e-3, 1e-12); // the next request dials anew
  EXPECT_EQ(rig.failed(Cause::queue_full).count, 1u);
  EXPECT_EQ(rig.log_lines(), "RejectedExecutionException: the executor's work queue is full\n");
}

// 200 requests at once on a cold server: 10 threads are there, 190 are started, 80 us each.
TEST(Connector, ThreadsBeyondMinSpareAreStartedOnceAndCostCpu)
{
  SystemRig rig("system: test\n"
                "hosts: {box: {cores: 1000}}\n"
                "endpoints:\n"
                "  page: {path: /, flow: [{delay: 1s}, {respond: {}}]}\n");
  const auto server_cpu_s = [&] { return rig.system->hosts.of(Role::server).cpu().use()[1].served_s; };
  for (std::uint32_t user = 0; user < 200; ++user)
    rig.at(0, user);
  rig.run_until(5);
  EXPECT_NEAR(server_cpu_s(), 190 * 80e-6, 1e-9);
  for (std::uint32_t user = 0; user < 200; ++user)
    rig.at(6, user);
  rig.run_until(10);
  EXPECT_NEAR(server_cpu_s(), 190 * 80e-6, 1e-9);
}

TEST(Connector, VirtualThreadsHaveNoLimitAndNoStart)
{
  SystemRig rig("system: test\n"
                "hosts: {box: {cores: 1000}}\n"
                "settings: {spring.threads.virtual.enabled: true}\n"
                "endpoints:\n"
                "  page: {path: /, flow: [{delay: 1s}, {respond: {}}]}\n");
  for (std::uint32_t user = 0; user < 1000; ++user)
    rig.at(0, user);
  rig.run_until(0.5);
  EXPECT_EQ(rig.instance().tomcat().workers().in_use(), 1000u);
  rig.run_until(1.1);
  EXPECT_EQ(rig.ended.size(), 1000u);
  EXPECT_EQ(rig.system->hosts.of(Role::server).cpu().use()[1].served_s, 0);
}

// k6 needs 1 s of CPU to read the response, from 0.002 s on; the client leaves at 0.5 s and comes again soon. When its
// first request is done with reading, nobody keeps that connection: the user has another one.
TEST(Connector, AClientThatLeavesWhileReadingLeavesNoConnection)
{
  SystemRig rig(page("", "delay: 0s", "client: {response-cpu: 1s}\n"));
  rig.at(0, 0, {.patience_s = 0.5});
  rig.at(0.51, 0);
  rig.at(2, 0);
  rig.run_until(4);
  ASSERT_EQ(rig.ended.size(), 3u);
  EXPECT_FALSE(rig.ended[0].answered);
  EXPECT_GT(rig.ended[1].phases.connecting_s, 0);
  EXPECT_EQ(rig.ended[2].phases.connecting_s, 0);
  EXPECT_EQ(rig.failed(Cause::client_gone).count, 1u);
  EXPECT_EQ(rig.instance().tomcat().connector().places().in_use(), 1u);
  rig.run();
  expect_nothing_leaked(rig);
}

} // namespace
} // namespace onsale::system
