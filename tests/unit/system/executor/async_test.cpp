// Work that nobody waits for: `async`, `after-commit`, `after-response`, and a transaction of its own.
#include "tests/unit/system/one_endpoint.hpp"

#include <gmock/gmock.h>

namespace onsale::system {
namespace {

using testing::HasSubstr;

std::uint64_t statements_by(SystemRig& rig, double time_s)
{
  rig.run_until(time_s);
  return rig.system->database->statements();
}

} // namespace

TEST(Async, TheRequestGoesOn)
{
  SystemRig rig(one_endpoint("[{async: [{delay: 5s}, {query: 1ms}]}, {delay: 1s}, {respond: {}}]"));
  rig.at(0, 0);
  EXPECT_EQ(statements_by(rig, 4), 0u);
  ASSERT_EQ(rig.ended.size(), 1u);
  EXPECT_NEAR(rig.ended.front().took_s(), 1, 1e-9);
  EXPECT_EQ(statements_by(rig, 6), 1u);
  expect_nothing_leaked(rig);
}

// Spring's executor has eight threads and a queue without end: of ten tasks of 1 s two wait; max-size is never reached.
TEST(Async, SpringsExecutorHasEightThreads)
{
  SystemRig rig(one_endpoint("[{async: [{delay: 1s}, {query: 0s}]}, {respond: {}}]"));
  for (std::uint32_t user = 0; user < 10; ++user)
    rig.at(0, user);
  EXPECT_EQ(statements_by(rig, 1.5), 8u);
  EXPECT_EQ(statements_by(rig, 2.5), 10u);
  expect_nothing_leaked(rig);
}

// One thread and one place in the queue, three tasks of 1 s at 0, 0.1 and 0.2 s.
TEST(Async, RejectedAsTheExecutorSays)
{
  struct Expected {
    const char* policy;
    int status;         // of the third request
    double took_s;      // likewise
    std::uint64_t done; // tasks in the end
    double last_s;
  };
  for (const Expected& expected : {Expected{"abort", 500, 0, 2, 2}, Expected{"caller-runs", 200, 1, 3, 2},
                                   Expected{"discard", 200, 0, 2, 2}, Expected{"discard-oldest", 200, 0, 2, 2}}) {
    SCOPED_TRACE(expected.policy);
    SystemRig rig(one_endpoint(
        "[{async: {executor: mail, steps: [{delay: 1s}, {query: 0s}]}}, {respond: {}}]",
        "executors: {mail: {max-size: 1, queue-capacity: 1, rejected: " + std::string(expected.policy) + "}}\n"));
    for (std::uint32_t user = 0; user < 3; ++user)
      rig.at(0.1 * user, user);
    rig.run();
    const auto third = std::find_if(rig.ended.begin(), rig.ended.end(), [](const Ended& e) { return e.user == 2; });
    EXPECT_EQ(third->status, expected.status);
    EXPECT_NEAR(third->took_s(), expected.took_s, 1e-9);
    EXPECT_EQ(rig.system->database->statements(), expected.done);
    EXPECT_EQ(rig.failed(Cause::task_rejected).count, expected.status == 500 ? 1u : 0u);
    expect_nothing_leaked(rig);
  }
}

TEST(Async, TasksDieWithTheirProcess)
{
  SystemRig rig(
      one_endpoint("[{async: [{transaction: [{lock: {row: seats, key: user}}, {delay: 1s}]}]}, {respond: {}}]"));
  for (std::uint32_t user = 0; user < 20; ++user) // 8 at work, 12 wait
    rig.at(0, user, {.send = {{"user", user + 1}}});
  rig.run_until(0.5);
  EXPECT_EQ(rig.ended.size(), 20u);
  EXPECT_EQ(rig.system->database->rows().held_keys(), 8u);
  rig.system->application.stop_instance(0);
  EXPECT_EQ(rig.system->database->rows().held_keys(), 0u);
  rig.run();
  expect_nothing_leaked(rig);
}

// The listener's second is on the request's thread, and the connection is still the transaction's.
TEST(AfterCommit, HoldsTheConnection)
{
  SystemRig rig(one_endpoint("[{transaction: [{after-commit: [{delay: 1s}]}, {lock: {row: seats, key: 1}}, {query: "
                             "1s}]}, {respond: {}}]",
                             "settings: {spring.jpa.open-in-view: false}\n"));
  rig.at(0, 0);
  rig.run_until(0.5);
  EXPECT_EQ(rig.system->database->rows().held_keys(), 1u);
  rig.run_until(1.5); // committed
  EXPECT_EQ(rig.system->database->rows().held_keys(), 0u);
  EXPECT_EQ(rig.instance().hikari().pool().in_use(), 1u);
  rig.run();
  EXPECT_NEAR(rig.ended.front().took_s(), 2, 1e-9);
  EXPECT_NEAR(demand_of(rig).held("hikari pool"), 2, 1e-9);
  expect_nothing_leaked(rig);
}

TEST(AfterCommit, WithAsyncItIsSomebodyElses)
{
  SystemRig rig(
      one_endpoint("[{transaction: [{after-commit: [{async: [{delay: 5s}]}]}, {query: 1s}]}, {respond: {}}]"));
  rig.at(0, 0);
  rig.run();
  EXPECT_NEAR(rig.ended.front().took_s(), 1, 1e-9);
}

// Not published where its way is not taken, twice where it is taken twice; a failure in it fails nobody; none happens
// when the transaction fails.
TEST(AfterCommit, OnceForEachEventAndOnlyAfterACommit)
{
  const std::string listener = "{after-commit: [{delay: 1s}, {fail: 500}]}";
  const auto took_s = [&](const std::string& steps) {
    SystemRig rig(one_endpoint("[{transaction: [" + steps + "]}, {respond: {}}]"));
    one_by_one(rig, 1);
    return std::pair{rig.ended.front().status, std::round(rig.ended.front().took_s())};
  };
  EXPECT_EQ(took_s("{repeat: {times: 0, steps: [" + listener + "]}}"), std::pair(200, 0.0));
  EXPECT_EQ(took_s("{repeat: {times: 3, steps: [" + listener + "]}}"), std::pair(200, 3.0));
  EXPECT_EQ(took_s(listener + ", {fail: 409}"), std::pair(409, 0.0));
  EXPECT_THAT(system_faults(one_endpoint("[" + listener + ", {respond: {}}]")),
              HasSubstr("no transaction is around it: Spring drops an event that no commit follows"));
}

// HikariCP's wiki: with Tn threads that hold Cm connections each, a pool of Tn (Cm - 1) connections can be exhausted by
// threads that all wait for their last one; one more, and somebody always goes on: at 2 s the first has both to spare.
TEST(RequiresNew, TwoConnectionsForEachCanBlockAll)
{
  for (const auto& [size, status] : std::vector<std::pair<int, int>>{{3, 500}, {4, 200}}) {
    SystemRig rig(one_endpoint("[{transaction: [{query: 1s}, {requires-new: [{query: 1s}]}]}, {respond: {}}]",
                               "settings: {spring.datasource.hikari.connection-timeout: 5s, "
                               "spring.datasource.hikari.maximum-pool-size: " +
                                   std::to_string(size) + "}\n"));
    for (std::uint32_t user = 0; user < 3; ++user)
      rig.at(0, user);
    rig.run();
    for (const Ended& each : rig.ended)
      EXPECT_EQ(each.status, status);
    EXPECT_NEAR(rig.ended.back().took_s(), size == 3 ? 1 + 5 : 3, 1e-9);
    expect_nothing_leaked(rig);
  }
}

TEST(RequiresNew, GivesBackItsOwnAlone)
{
  SystemRig rig(
      one_endpoint("[{transaction: [{lock: {row: seats, key: 1}}, {query: 1s}, {requires-new: [{lock: {row: seats, "
                   "key: 2}}, {query: 1s}]}, {delay: 1s}]}, {respond: {}}]"));
  rig.at(0, 0);
  rig.run_until(1.5);
  EXPECT_EQ(rig.system->database->rows().held_keys(), 2u);
  EXPECT_EQ(rig.instance().hikari().pool().in_use(), 2u);
  rig.run_until(2.5);
  EXPECT_EQ(rig.system->database->rows().held_keys(), 1u);
  EXPECT_EQ(rig.instance().hikari().pool().in_use(), 1u);
  rig.run();
  EXPECT_NEAR(demand_of(rig).held("hikari pool"), 1 + 2 * 1 + 1, 1e-9);
  expect_nothing_leaked(rig);
}

// The client has its answer at once; the thread is busy for a second more, so the next one waits for it.
TEST(AfterResponse, KeepsTheThreadNotTheClient)
{
  SystemRig rig(
      one_endpoint("[{after-response: [{delay: 1s}]}, {respond: {}}]", "settings: {server.tomcat.threads.max: 1}\n"));
  rig.at(0, 0);
  rig.at(0.1, 1);
  rig.run();
  EXPECT_NEAR(rig.ended[0].took_s(), 0, 1e-9);
  EXPECT_NEAR(rig.ended[1].took_s(), 0.9, 1e-9);
  EXPECT_NEAR(demand_of(rig).held("tomcat workers"), 1, 1e-9);
  EXPECT_DOUBLE_EQ(demand_of(rig).elsewhere_s, 0);
  expect_nothing_leaked(rig);
}

} // namespace onsale::system
