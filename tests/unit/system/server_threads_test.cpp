#include "tests/unit/system/system_fixture.hpp"

#include <gmock/gmock.h>

namespace onsale::system {
namespace {

/// One core for all of the server, its threads in turn; nothing costs anything but what is said.
std::string one_core(const std::string& more)
{
  return "system: test\n"
         "hosts:\n"
         "  box: {cores: 1, memory: 4GB, scheduler: run-queue}\n"
         "  generator: {cores: 1000, memory: 4GB}\n"
         "processes: {server: box, mysql: box, redis: box, k6: generator}\n"
         "network: {round-trip: 0s, backend-round-trip: 0s}\n" +
         more;
}

// Two requests of 1 ms each come together. On a run queue the second waits for the first; sharing would end both at 2.
TEST(ServerThreads, ComputeOneAfterTheOther)
{
  SystemRig rig(one_core("jvm: {thread-start-cpu: 0us}\n"
                         "endpoints:\n  page: {path: /, flow: [{cpu: 1ms}, {respond: {}}]}\n"));
  rig.at(0, 0);
  rig.at(0, 1);
  rig.run();
  EXPECT_NEAR(rig.ended[0].took_s(), 1e-3, 1e-9);
  EXPECT_NEAR(rig.ended[1].took_s(), 2e-3, 1e-9);
}

// Who computed 1 ms and then sends a command waits for the other thread's 1 ms before it can go on.
TEST(ServerThreads, WaitForARoundAfterACommandOfRedis)
{
  SystemRig rig(
      one_core("jvm: {thread-start-cpu: 0us}\n"
               "endpoints:\n  page: {path: /, flow: [{cpu: 1ms}, {redis: 0.1ms}, {cpu: 0.1ms}, {respond: {}}]}\n"
               "  other: {path: /o, flow: [{cpu: 1ms}, {respond: {}}]}\n"));
  rig.at(0, 0);
  rig.at(0, 1, {.endpoint = 1});
  rig.run();
  EXPECT_EQ(rig.ended[0].user, 1U);
  EXPECT_EQ(rig.ended[1].user, 0U);
  EXPECT_NEAR(rig.ended[1].took_s(), 2.2e-3, 1e-9);
}

// A transaction on a connection whose driver switches autocommit: two statements more.
TEST(ServerThreads, SwitchingAutocommitCostsAStatementBeforeAndAfter)
{
  SystemRig rig(one_core("jvm: {thread-start-cpu: 0us}\n"
                         "mysql: {set-autocommit-cpu: 0.1ms, commit-cpu: 0.2ms}\n"
                         "endpoints:\n  page: {path: /, flow: [{transaction: [{query: 0.4ms}]}, {respond: {}}]}\n"));
  rig.at(0, 0);
  rig.run();
  EXPECT_NEAR(rig.ended[0].took_s(), 0.8e-3, 1e-9);
}

// The second request fills eden at 10 ms, when the first still needs 1 ms: both go on after the 3 ms of the collection,
// which the core has worked through.
TEST(ServerThreads, ACollectionIsWorkOnTheCoreWhileTheProcessIsStopped)
{
  SystemRig rig(one_core("jvm: {thread-start-cpu: 0us, young-pause: 3ms}\n"
                         "settings: {jvm.max-heap: 100MB}\n"
                         "endpoints:\n  page: {path: /, flow: [{cpu: 11ms}, {respond: {}}]}\n"
                         "  fill: {path: /f, allocates: 60MB, flow: [{respond: {}}]}\n"));
  rig.at(0, 0);
  rig.at(0.010, 1, {.endpoint = 1});
  rig.run();
  ASSERT_EQ(rig.ended.size(), 2U);
  EXPECT_NEAR(rig.ended[0].ended_s, 13e-3, 1e-9);
  EXPECT_NEAR(rig.ended[1].ended_s, 14e-3, 1e-9);
  EXPECT_NEAR(rig.instance().jvm().paused_s(), 3e-3, 1e-9);
  EXPECT_NEAR(rig.system->hosts.of(Role::server).cpu().report(rig.simulation.now()).busy_s, 14e-3, 1e-9);
}

// 1 ms of the database, then 0.4 ms of the worker, which no longer holds the connection.
TEST(ServerThreads, AResponseIsWrittenWhenTheConnectionHasGoneBack)
{
  SystemRig rig(one_core("jvm: {thread-start-cpu: 0us}\nthreads: {response-cpu: 0.4ms}\n"
                         "endpoints:\n  page: {path: /, flow: [{query: 1ms}, {respond: {}}]}\n"));
  rig.at(0, 0);
  rig.simulation.run_until(engine::Time(engine::seconds(0.5e-3)));
  EXPECT_EQ(rig.instance().hikari().pool().in_use(), 1U);
  rig.simulation.run_until(engine::Time(engine::seconds(1.2e-3)));
  EXPECT_EQ(rig.instance().hikari().pool().in_use(), 0U);
  EXPECT_TRUE(rig.ended.empty());
  rig.run();
  ASSERT_EQ(rig.ended.size(), 1U);
  EXPECT_NEAR(rig.ended[0].took_s(), 1.4e-3, 1e-9);
}

// The first has its answer after its 1 ms; the core works another 0.4 ms for it, until 1.4 ms, which the second waits
// for.
TEST(ServerThreads, AWorkerCleansUpAfterItsAnswer)
{
  SystemRig rig(one_core("jvm: {thread-start-cpu: 0us}\nthreads: {clean-up-cpu: 0.4ms}\n"
                         "endpoints:\n  page: {path: /, flow: [{cpu: 1ms}, {respond: {}}]}\n"));
  rig.at(0, 0);
  rig.at(1.1e-3, 1);
  rig.run();
  EXPECT_NEAR(rig.ended[0].took_s(), 1e-3, 1e-9);
  EXPECT_NEAR(rig.ended[1].took_s(), 1.3e-3, 1e-9);
  EXPECT_NEAR(rig.system->hosts.of(Role::server).cpu().report(rig.simulation.now()).busy_s, 2.8e-3, 1e-9);
}

// The n-th request gives the compiler 5 ms / n. Two came before the test; the fourth makes 5/3 + 5/4 ms, enough to wake
// it, and the fifth waits for that. 5/5 + 5/6 + 5/7 ms would wake it again, but after the fifth nothing is left.
TEST(ServerThreads, TheCompilerIsWokenForAMethodAtATime)
{
  SystemRig rig(one_core("jvm: {thread-start-cpu: 0us, compile-cpu: 5ms, compile-task: 2.5ms, warm-up-requests: 2,\n"
                         "  compiled-after: 5}\n"
                         "endpoints:\n  page: {path: /, flow: [{cpu: 0.5ms}, {respond: {}}]}\n"));
  for (std::uint32_t request = 0; const double sent_s : {0.0, 0.020, 0.021, 0.040, 0.060})
    rig.at(sent_s, request++);
  rig.run();
  const double compiled_ms = 5.0 / 3 + 5.0 / 4;
  for (std::size_t request = 0; const double took_ms : {0.5, 0.5, compiled_ms, 0.5, 0.5})
    EXPECT_NEAR(rig.ended[request++].took_s() * 1e3, took_ms, 1e-6);
  EXPECT_NEAR(rig.system->hosts.of(Role::server).cpu().report(rig.simulation.now()).busy_s, 2.5e-3 + compiled_ms * 1e-3,
              1e-9);
}

TEST(ServerThreads, KeepTheLawsOfTheirStations)
{
  SystemRig rig(one_core("settings: {server.tomcat.threads.max: 3, spring.datasource.hikari.maximum-pool-size: 2,\n"
                         "  spring.data.redis.lettuce.pool.max-active: 1}\n"
                         "threads: {hikari-hand-off: contended, redis-hand-off: blocking-queue, wake-up-cpu: 10us,\n"
                         "  worker-hand-off: blocking-queue,\n"
                         "  poller-event-cpu: 10us, statement-cpu: 20us, command-cpu: 20us}\n"
                         "endpoints:\n  page: {path: /, flow: [{redis: 0.1ms}, {query: 0.4ms}, {respond: {}}]}\n"));
  rig.closed_load(10, 1);
  rig.run();
  EXPECT_GT(rig.ended.size(), 1000U);
  for (const auto& [resource, report] : rig.system->resources())
    EXPECT_THAT(engine::broken_laws(report), testing::IsEmpty());
}

} // namespace
} // namespace onsale::system
