// Figures that a capacity planner works out by hand for the whole stack, against the server with all its parts.
#include "tests/unit/system/system_fixture.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

namespace onsale::system {
namespace {

using testing::DoubleNear;
using testing::Each;
using testing::Field;

std::string holding_a_connection(const std::string& duration, const std::string& settings = "")
{
  return free_machine("jvm: {thread-start-cpu: 0s}\n" + settings +
                      "endpoints:\n"
                      "  book:\n"
                      "    path: /book\n"
                      "    flow:\n"
                      "      - transaction: [{delay: " +
                      duration +
                      "}]\n"
                      "      - respond: {}\n");
}

// 300 users without think time, 200 workers, 10 connections of 50 ms: TPS = 10 / 0.05 = 200. 190 of 200 workers wait
// for a connection: 190 / 200 = 0.95 s. 100 requests wait for a worker: 100 / 200 = 0.5 s. Response 300 / 200 = 1.5 s.
TEST(WorkedChecks, APoolBoundClosedLoadWaitsFirstForAWorkerThenForAConnection)
{
  SystemRig rig(holding_a_connection("50ms"));
  rig.closed_load(300, 100);
  rig.run_until(10.001);
  const AnatomySums before = rig.system->anatomy()[0].all();
  rig.run_until(20.001);
  const AnatomySums after = rig.system->anatomy()[0].all();

  EXPECT_EQ(after.requests - before.requests, 2000u); // 10 s x 200/s
  const auto mean_s = [&](Part part) {
    const auto i = static_cast<std::size_t>(part);
    return (after.total_s[i] - before.total_s[i]) / static_cast<double>(after.requests - before.requests);
  };
  EXPECT_NEAR(mean_s(Part::pool), 0.95, 1e-6);
  EXPECT_NEAR(mean_s(Part::worker), 0.5, 1e-6);
  const auto ended = rig.ended_in(10.001, 20.001);
  EXPECT_THAT(ended, Each(testing::Property(&Ended::took_s, DoubleNear(1.5, 1e-6))));
  EXPECT_EQ(rig.instance().hikari().pool().in_use(), 10u);
  EXPECT_EQ(rig.instance().hikari().pool().waiting(), 190u);
  EXPECT_EQ(rig.instance().tomcat().workers().waiting(), 100u);
}

// The same with 2 s: 5/s. At t = 30 s the first 10 + 14 x 10 = 150 have got a connection; a deadline goes before the
// connection that comes back at the same instant, so the other 50 of those that came at once are refused at 30.0 s.
// Behind them wait those who got their worker at 2, 4 .. 28 s: 14 x 10 = 140.
TEST(WorkedChecks, APoolThatHoldsTooLongRefusesAfterThirtySeconds)
{
  SystemRig rig(holding_a_connection("2s"));
  rig.closed_load(300, 100);
  rig.run_until(29.9);
  EXPECT_EQ(rig.failed(Cause::pool_timeout).count, 0u);
  rig.run_until(30.5);

  EXPECT_EQ(rig.failed(Cause::pool_timeout).count, 50u);
  EXPECT_EQ(rig.failed(Cause::pool_timeout).first, engine::at_seconds(30));
  EXPECT_EQ(rig.log_lines(),
            "SQLTransientConnectionException: HikariPool-1 - Connection is not available, request timed "
            "out after 30000ms (total=10, active=10, idle=0, waiting=140)\n");
  const auto ended = rig.ended_in(29.99, 30.01);
  EXPECT_EQ(std::count_if(ended.begin(), ended.end(), [](const Ended& each) { return each.status == 500; }), 50);
  for (const Ended& each : ended)
    if (each.status == 500) {
      EXPECT_DOUBLE_EQ(each.phases.waiting_s, 30);
    }
  // Workers freed by time-outs take from the task queue: of 300, 14 x 10 served and 50 + 10 at 30 s came back to its
  // end.
  EXPECT_EQ(rig.instance().tomcat().workers().in_use(), 200u);
  EXPECT_EQ(rig.instance().tomcat().workers().waiting(), 100u);
}

// One worker, 40 s each. The second request begins at 40 s and ends at 80 s; its client left at 60 s.
TEST(WorkedChecks, AServerWorksOnForAClientThatGaveUp)
{
  SystemRig rig(holding_a_connection("40s", "settings: {server.tomcat.threads.max: 1}\n"));
  rig.at(0, 0);
  rig.at(0, 1);
  rig.run_until(79);
  ASSERT_EQ(rig.ended.size(), 2u);
  EXPECT_TRUE(rig.ended[0].answered);
  EXPECT_FALSE(rig.ended[1].answered);
  EXPECT_EQ(rig.ended[1].ended_s, 60);
  EXPECT_EQ(rig.instance().tomcat().workers().in_use(), 1u);
  rig.run_until(81);
  EXPECT_EQ(rig.failed(Cause::client_gone).count, 1u);
  EXPECT_EQ(rig.failed(Cause::client_gone).first, engine::at_seconds(80));
  EXPECT_EQ(rig.log_lines(), "ClientAbortException: java.io.IOException: Broken pipe\n");
  rig.run();
  expect_nothing_leaked(rig);
}

// 150/s against one worker of 10 ms: the k-th request comes at k/150 and ends at (k+1)/100, so at t the response takes
// about (150 - 100) t / 100 = t / 2.
TEST(WorkedChecks, AnOpenLoadAboveCapacityWaitsLongerAndLonger)
{
  SystemRig rig(holding_a_connection("10ms", "settings: {server.tomcat.threads.max: 1}\n"));
  for (std::uint32_t k = 0; k < 1501; ++k)
    rig.at(k / 150.0, k);
  rig.run();
  ASSERT_EQ(rig.ended.size(), 1501u);
  for (const std::uint32_t k : {0u, 150u, 750u, 1500u}) {
    EXPECT_EQ(rig.ended[k].user, k);
    EXPECT_NEAR(rig.ended[k].took_s(), (k + 1) / 100.0 - k / 150.0, 1e-6);
  }
}

std::string one_seat(int pool)
{
  return "system: test\n"
         "hosts: {box: {cores: 1000}}\n"
         "network: {round-trip: 0s, backend-round-trip: 0.5ms}\n"
         "jvm: {thread-start-cpu: 0s}\n"
         "mysql: {fsync: 1ms}\n"
         "settings: {spring.datasource.hikari.maximum-pool-size: " +
         std::to_string(pool) +
         "}\n"
         "endpoints:\n"
         "  reserve:\n"
         "    path: /reserve\n"
         "    input: {seat: seatId}\n"
         "    flow:\n"
         "      - transaction: [{lock: {row: seats, key: seat}}, {query: 0s}, {query: 0s}]\n"
         "      - respond: {}\n";
}

// Locked for two statements and the commit, 0.5 ms each, and two fsyncs of 1 ms: 3.5 ms, so 1 / 3.5 ms = 285.7/s.
TEST(WorkedChecks, AHotSeatBoundsThroughputWhateverThePool)
{
  for (const int pool : {1, 4, 50}) {
    SystemRig rig(one_seat(pool));
    rig.closed_load(60, 10, {.send = {{"seatId", 7}}});
    rig.run_until(10);
    EXPECT_NEAR(static_cast<double>(rig.ended.size()) / 10, 285.7, 0.2) << "pool " << pool;
  }
}

std::string committing()
{
  return free_machine("mysql: {fsync: 1ms}\n"
                      "jvm: {thread-start-cpu: 0s}\n"
                      "settings: {spring.datasource.hikari.maximum-pool-size: 1000, server.tomcat.threads.max: 1000}\n"
                      "endpoints:\n"
                      "  pay: {path: /pay, flow: [{transaction: [{delay: 0s}]}, {respond: {}}]}\n");
}

// Two fsyncs of 1 ms. 200/s come 5 ms apart: each alone, 2 ms. 5000/s: 10 come during each flush and share the next;
// they wait for the present one (1 ms on average over the ten) and for their own.
TEST(WorkedChecks, CommitsShareAFlushUnderLoad)
{
  SystemRig slow(committing());
  for (std::uint32_t k = 0; k < 200; ++k)
    slow.at(k * 5e-3, k);
  slow.run();
  EXPECT_EQ(dynamic_cast<LoggedDatabase&>(*slow.system->database).redo_log().groups(), 200u);
  EXPECT_NEAR(slow.mean_s(Part::commit), 2e-3, 1e-8);

  SystemRig fast(committing());
  for (std::uint32_t k = 0; k < 5000; ++k)
    fast.at(k * 0.2e-3, k);
  fast.run();
  const GroupCommit& log = dynamic_cast<LoggedDatabase&>(*fast.system->database).redo_log();
  EXPECT_EQ(log.commits(), 5000u);
  EXPECT_NEAR(5000.0 / static_cast<double>(log.groups()), 10, 0.1);
  EXPECT_NEAR(fast.mean_s(Part::commit), 3e-3, 0.2e-3);
}

/// Eden has 0.6 x 1000 MB; `fill` takes it all and begins a pause. The others allocate nothing.
std::string pausing(const std::string& pause)
{
  return free_machine("jvm: {young-pause: " + pause +
                      ", thread-start-cpu: 0s}\n"
                      "settings: {jvm.max-heap: 1000MB, server.tomcat.threads.max: 100000}\n"
                      "endpoints:\n"
                      "  fill: {path: /fill, allocates: 600MB, flow: [{respond: {}}]}\n"
                      "  work: {path: /work, flow: [{cpu: 1us}, {respond: {}}]}\n");
}

// A stop of 1 s, 2000 requests/s on connections that are open: each waits for its end, 0.5 s on average.
TEST(WorkedChecks, APauseDelaysRequestsOnKeptConnectionsByHalfOfIt)
{
  SystemRig rig(pausing("1s"));
  for (std::uint32_t user = 1; user <= 2000; ++user) {
    rig.at(0, user, {.endpoint = 1});
    rig.at(10 + user / 2000.0 - 0.00025, user, {.endpoint = 1});
  }
  rig.at(10, 0);
  rig.run();
  double waited_s = 0;
  for (const Ended& each : rig.ended_in(10.5, 12))
    if (each.user > 0)
      waited_s += each.phases.waiting_s;
  EXPECT_NEAR(waited_s / 2000, 0.5, 1e-4);
  EXPECT_EQ(rig.instance().tomcat().connector().dropped_syns(), 0u);
  EXPECT_EQ(rig.instance().jvm().pauses(), 1u);
  EXPECT_DOUBLE_EQ(rig.instance().jvm().paused_s(), 1);
}

// With a new connection each, accept-count 100 holds 101 of them, which is full after 50 ms. The SYNs after that are
// dropped, and those who sent them come back 1 s later; in a pause of 2 s some meet a full queue again and come at 3 s.
TEST(WorkedChecks, APauseSendsNewConnectionsIntoTheStaircaseOfSynRetries)
{
  SystemRig rig(pausing("2s"));
  rig.at(10, 0);
  for (std::uint32_t k = 0; k < 4000; ++k)
    rig.at(10.0001 + k / 2000.0, k + 1, {.endpoint = 1, .fresh = true});
  rig.run();
  std::vector<int> by_second(8, 0);
  for (const Ended& each : rig.ended)
    if (each.user > 0) {
      EXPECT_EQ(each.status, 200);
      EXPECT_NEAR(each.phases.connecting_s, std::round(each.phases.connecting_s), 1e-6);
      ++by_second[static_cast<std::size_t>(std::round(each.phases.connecting_s))];
    }
  // 101 queued; SYNs of the first second meet a full queue again at 1 s; those of the second one come after the pause.
  EXPECT_THAT(by_second, testing::ElementsAre(101, 2000, 0, 2000 - 101, 0, 0, 0, 0));
}

// Two hardware threads of one core, gain 0.25, 1 ms each: 1.25 cores' worth, 1250/s.
TEST(WorkedChecks, TwoHardwareThreadsAreNotTwoCores)
{
  SystemRig rig("system: test\n"
                "hosts: {box: {cores: 1, hardware-threads: 2, smt-gain: 0.25}}\n"
                "network: {round-trip: 0s}\n"
                "jvm: {thread-start-cpu: 0s}\n"
                "endpoints:\n"
                "  page: {path: /, flow: [{cpu: 1ms}, {respond: {}}]}\n");
  rig.closed_load(50, 10);
  rig.run_until(10);
  EXPECT_NEAR(static_cast<double>(rig.ended.size()) / 10, 1250, 5);
}

engine::Process scheduler(SystemRig& rig)
{
  while (true) {
    co_await engine::Sleep{rig.simulation, rig.options.settings.queue.promote_period};
    co_await rig.system->waiting_queue.promote();
  }
}

// 250 users wait; every second lets 100 in.
TEST(WorkedChecks, TheSchedulerLetsInABatchAPeriod)
{
  SystemRig rig(
      free_machine("booking: {users: 1000}\n"
                   "settings: {queue.promote-batch: 100, queue.max-active-tokens: 1000}\n"
                   "endpoints:\n"
                   "  token:\n"
                   "    path: /token\n"
                   "    input: {user: userId}\n"
                   "    flow: [{booking: issue_token}, {respond: {fields: {token: token, at: position}}}]\n"));
  for (std::uint32_t user = 0; user < 250; ++user)
    rig.at(0.5, user, {.send = {{"userId", user + 1.0}}});
  rig.simulation.spawn(scheduler(rig));
  for (const std::uint32_t active : {0u, 100u, 200u, 250u}) {
    rig.run_until(rig.simulation.now() == engine::at_seconds(0) ? 0.9 : engine::in_seconds(rig.simulation.now()) + 1);
    EXPECT_EQ(rig.system->desk.booking().queue().active(), active);
  }
  EXPECT_EQ(rig.ended.back().fields.back(), 250); // the last one's place in the line, from 1
}

} // namespace
} // namespace onsale::system
