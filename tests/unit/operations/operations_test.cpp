#include "tests/unit/operations/operations_fixture.hpp"

#include <gmock/gmock.h>

namespace onsale::operations {
namespace {

using system::Cause;
using system::Ended;
using testing::ElementsAre;
using testing::HasSubstr;

std::string shop(const std::string& flow, const std::string& settings = "")
{
  return system::free_machine("jvm: {thread-start-cpu: 0s}\nbooking: {users: 100}\nsettings: {" + settings +
                              "}\nendpoints:\n  call:\n    path: /\n    input: {user: u, token: t}\n    flow: [" +
                              flow + ", {respond: {fields: {token: token}}}]\n");
}

std::vector<int> statuses(const OperationsRig& rig)
{
  std::vector<int> list;
  for (const Ended& each : rig.ended)
    list.push_back(each.status);
  return list;
}

/// Requests sent before, while and after a fault from 10 to 40 s, which another joins at 20 s.
void expect_to_take(OperationsRig& rig, std::initializer_list<double> took_s, double tolerance_s)
{
  for (std::uint32_t user = 0; const double sent_s : {0.0, 10.0, 20.0, 50.0})
    rig.at(sent_s, user++);
  rig.run_until(60);
  for (std::size_t request = 0; const double each_s : took_s)
    EXPECT_NEAR(rig.ended.at(request++).took_s(), each_s, tolerance_s);
}

// Down over [1 s, 40 s): who asks at 2 s waits 30 s for a connection and gets none, who asks at 20 s gets one at 40 s.
// The statement that was under way at 1 s loses its connection.
TEST(Operations, ADatabaseThatIsDownGivesNoConnections)
{
  OperationsRig rig(shop("{query: 500ms}"), "faults: [{fault: database down, from: 1s, to: 40s}]");
  for (std::uint32_t user = 0; const double sent_s : {0.1, 0.8, 2.0, 20.0})
    rig.at(sent_s, user++);
  rig.run_until(60);
  EXPECT_THAT(statuses(rig), ElementsAre(200, 500, 500, 200));
  EXPECT_DOUBLE_EQ(rig.ended[1].ended_s, 1.3);
  EXPECT_DOUBLE_EQ(rig.ended[2].ended_s, 32);
  EXPECT_DOUBLE_EQ(rig.ended[3].ended_s, 40.5);
  EXPECT_THAT(rig.log_lines(), HasSubstr("Communications link failure"));
  EXPECT_THAT(rig.log_lines(), HasSubstr("timed out after 30000ms (total=0, active=0, idle=0, waiting=1)"));
  EXPECT_THAT(rig.timeline(), ElementsAre("1 fault database down begins", "40 fault database down ends"));
}

// Down in the first 2 s of every 10 s from 10 s on.
TEST(Operations, AFlappingFaultComesAndGoes)
{
  OperationsRig rig(shop("{redis: 1ms}", "spring.data.redis.timeout: 1s"),
                    "faults: [{fault: redis down, from: 10s, to: 35s, period: 10s, on: 20%}]");
  for (std::uint32_t user = 0; const double sent_s : {10.5, 13.0, 20.5, 23.0, 30.5, 36.0})
    rig.at(sent_s, user++);
  rig.run_until(50);
  EXPECT_THAT(statuses(rig), ElementsAre(500, 200, 500, 200, 500, 200));
}

// 1 s of work on a host of half the speed takes 2 s; 6 s while it is three times slower still, 12 s with both faults.
TEST(Operations, ASlowCpuIsSlowerThanItWasAndFaultsMayOverlap)
{
  OperationsRig rig("system: test\nhosts: {box: {cores: 2, memory: 4GB, speed: 0.5}}\n"
                    "network: {round-trip: 0s, backend-round-trip: 0s}\njvm: {thread-start-cpu: 0s}\n"
                    "endpoints: {call: {path: /, flow: [{cpu: 1s}, {respond: {}}]}}\n",
                    "faults:\n  - {fault: cpu slow, factor: 3, from: 10s, to: 40s}\n"
                    "  - {fault: cpu slow, factor: 2, from: 20s, to: 40s}\n");
  expect_to_take(rig, {2, 6, 12, 2}, 1e-9);
}

// A commit waits for its flush of 1 s: 3 s on a disk three times slower, 6 s with both faults.
TEST(Operations, FaultsOfADiskMayOverlap)
{
  OperationsRig rig(system::free_machine("mysql: {fsync: 1s}\njvm: {thread-start-cpu: 0s}\n"
                                         "settings: {mysql.sync_binlog: 0}\n"
                                         "endpoints: {call: {path: /, flow: [{transaction: [{query: 1us}]}, "
                                         "{respond: {}}]}}\n"),
                    "faults:\n  - {fault: disk slow, factor: 3, from: 10s, to: 40s}\n"
                    "  - {fault: disk slow, factor: 2, from: 20s, to: 40s}\n");
  expect_to_take(rig, {1, 3, 6, 1}, 1e-3);
}

// A pool of 1 for statements of 1 s: ten requests take 10 s. With 10 connections from 2.5 s on, the rest is answered at
// 3 s (the one under way) and at 3.5 s.
TEST(Operations, ASettingIsChangedLive)
{
  OperationsRig rig(shop("{query: 1s}", "spring.datasource.hikari.maximum-pool-size: 1"),
                    "actions: [{set: {spring.datasource.hikari.maximum-pool-size: 10}, at: 2500ms}]");
  for (std::uint32_t user = 0; user < 10; ++user)
    rig.at(0, user);
  rig.run_until(20);
  EXPECT_DOUBLE_EQ(rig.ended[1].ended_s, 2);
  EXPECT_DOUBLE_EQ(rig.ended[2].ended_s, 3);
  EXPECT_DOUBLE_EQ(rig.ended[9].ended_s, 3.5);
}

// Nine wait for the one connection from the start: seen at 1 s, for 3 s at 4 s.
TEST(Operations, AnActionWaitsForItsCondition)
{
  OperationsRig rig(shop("{query: 100s}", "spring.datasource.hikari.maximum-pool-size: 1"),
                    "signs: [hikari-pending > 5]\n"
                    "actions: [{do: add replica, when: hikari-pending > 5 for 3s, takes: 2s}]");
  for (std::uint32_t user = 0; user < 10; ++user)
    rig.at(0, user);
  rig.run_until(20);
  EXPECT_THAT(rig.timeline(), ElementsAre("1 sign hikari-pending > 5", "4 sign hikari-pending > 5 for 3s",
                                          "4 action add replica begins", "6 action add replica is done"));
  EXPECT_EQ(rig.system->database->replicas(), 1u);
}

// The process dies at 1 s with a request in it; from 5 s on another one answers.
TEST(Operations, AProcessThatDiesResetsItsRequests)
{
  OperationsRig rig(shop("{transaction: [{query: 2s}]}"), "faults: [{fault: instance down, from: 1s, to: 5s}]");
  rig.at(0.5, 0);
  rig.at(2, 1);
  rig.at(6, 2);
  rig.run_until(20);
  ASSERT_EQ(rig.ended.size(), 3u);
  EXPECT_EQ(rig.ended[0].error, http::NetworkError::connection_reset);
  EXPECT_DOUBLE_EQ(rig.ended[0].ended_s, 1);
  EXPECT_EQ(rig.ended[1].error, http::NetworkError::connection_refused);
  EXPECT_EQ(rig.ended[2].status, 200);
  rig.simulation.clear();
  system::expect_nothing_leaked(rig);
}

TEST(Operations, ARollingRestartLosesNothing)
{
  OperationsRig rig(shop("{query: 100ms}"),
                    "actions: [{do: add instance, at: 1s}, {do: restart instances, at: 5s, takes: 10s}]");
  rig.closed_load(20, 40);
  rig.run_until(50);
  for (const Ended& each : rig.ended)
    ASSERT_EQ(each.status, 200) << "at " << each.ended_s;
  EXPECT_THAT(rig.timeline(), ElementsAre("1 action add instance", "5 action restart instances begins",
                                          testing::StartsWith("25 action restart instances is done")));
}

// 1 MB of each request stays: 256 MB are full after some 250 requests; a restart gives another 250.
TEST(Operations, ALeakEndsInOutOfMemoryUntilARestart)
{
  OperationsRig rig(shop("{cpu: 1ms}", "jvm.max-heap: 256MiB"),
                    "faults: [{fault: heap leak, from: 1s, per-request: 1MiB}]\n"
                    "actions: [{do: restart instances, at: 100s, takes: 1s}]");
  for (std::uint32_t user = 0; user < 600; ++user)
    rig.at(user < 300 ? 2 + 0.2 * user : 110 + 0.2 * (user - 300), user);
  rig.run_until(300);
  const auto failed = rig.failed(Cause::out_of_memory);
  EXPECT_GT(failed.count, 0u);
  EXPECT_LT(engine::in_seconds(failed.first), 100);
  EXPECT_EQ(rig.ended_in(110, 140).front().status, 200);
  EXPECT_THAT(rig.log_lines(), HasSubstr("OutOfMemoryError"));
}

TEST(Operations, AStaticPageAnswersWithoutTheHandler)
{
  OperationsRig rig(shop("{cpu: 1s}"), "actions: [{do: waiting page, endpoints: [call], status: 503, at: 1s}, "
                                       "{do: remove page, at: 3s}]");
  rig.at(0, 0);
  rig.at(2, 1);
  rig.at(4, 2);
  rig.run_until(10);
  EXPECT_THAT(statuses(rig), ElementsAre(200, 503, 200));
  EXPECT_DOUBLE_EQ(rig.ended[1].took_s(), 0);
}

// One answer for all, worked out in 1 s: those who ask before it is there all work it out.
TEST(Operations, ALostCacheSendsACrowdToTheDatabase)
{
  OperationsRig rig(shop("{cache: {miss: [{query: 1s}]}}"), "faults: [{fault: cache lost, from: 5s}]");
  for (std::uint32_t user = 0; const double sent_s : {0.0, 2.0, 6.0, 6.5, 8.0})
    rig.at(sent_s, user++);
  rig.run_until(20);
  std::vector<double> took_s;
  for (const Ended& each : rig.ended)
    took_s.push_back(each.took_s());
  EXPECT_THAT(took_s, ElementsAre(1, 0, 1, 1, 0));
}

TEST(PlanReader, TellsWhatIsWrongAndWhere)
{
  EXPECT_EQ(plan_faults("faults: [{fault: database dwn, from: 1s}]"),
            "plan.yaml:1:18: faults[0].fault: there is no fault called \"database dwn\", did you mean \"database "
            "down\"?\n");
  EXPECT_THAT(plan_faults("actions: [{do: add replica, when: pending > 3}]"),
              HasSubstr("nothing called pending is watched: p95, mean, error-share"));
  EXPECT_THAT(plan_faults("actions: [{do: add replica, when: p95 > fast}]"),
              HasSubstr("expected `p95 > NUMBER`, or with `for TIME` behind it, found `p95 > fast`"));
  EXPECT_THAT(plan_faults("actions: [{do: end fault, fault: redis down, at: 1s}]"),
              HasSubstr("no fault of this scenario is called \"redis down\""));
  EXPECT_THAT(plan_faults("actions: [{set: {spring.datasource.hikari.maximum-pool-size: 0}, at: 1s}]"),
              HasSubstr("0 is below 1"));
  EXPECT_THAT(plan_faults("actions: [{do: add replica}]"),
              HasSubstr("an action needs `at: TIME` or `when: CONDITION`"));
}

} // namespace
} // namespace onsale::operations
