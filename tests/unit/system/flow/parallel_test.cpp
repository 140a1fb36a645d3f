// The step `parallel`: branches on threads of an executor, and who waits for them.
#include "tests/unit/system/one_endpoint.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <numeric>

namespace onsale::system {
namespace {

using testing::HasSubstr;

const std::string two_threads = "executors: {two: {core-size: 2}}\n";

double total_s(const SystemRig& rig)
{
  const AnatomySums& sums = rig.system->anatomy()[0].all();
  return std::accumulate(sums.total_s.begin(), sums.total_s.end(), 0.0);
}

} // namespace

// The largest of three exponential times of mean 1 s: 1 + 1/2 + 1/3 s on average, deviation sqrt(1 + 1/4 + 1/9) = 1.167
// s. Of 10,000 requests the mean is within four deviations (99.99 %): 0.047 s.
TEST(Parallel, JoinsAtTheSlowest)
{
  const std::string branch = "[{delay: {mean: 1s, law: exponential}}]";
  SystemRig rig(one_endpoint("[{parallel: {executor: virtual, branches: [" + branch + ", " + branch + ", " + branch +
                             "]}}, {respond: {}}]"));
  one_by_one(rig, 10000);
  EXPECT_NEAR(mean_took_s(rig), 1 + 1.0 / 2 + 1.0 / 3, 0.047);
  EXPECT_NEAR(total_s(rig) / 10000, mean_took_s(rig), 1e-4); // the anatomy is the slowest branch's
  expect_nothing_leaked(rig);
}

// Two threads for three branches of 3, 1 and 1 s: the third begins at 1 s, the slowest ends at 3 s.
TEST(Parallel, BranchesWaitForThreads)
{
  SystemRig rig(
      one_endpoint("[{parallel: {executor: two, branches: [[{delay: 3s}], [{delay: 1s}], [{delay: 1s}, {delay: "
                   "3s}]]}}, {respond: {}}]",
                   two_threads));
  one_by_one(rig, 1);
  EXPECT_NEAR(rig.ended.front().took_s(), 5, 1e-9);
  EXPECT_NEAR(rig.mean_s(Part::worker), 1, 1e-6);
  EXPECT_NEAR(rig.mean_s(Part::delay), 4, 1e-6);
}

// A default pool for CompletableFuture: one thread less than processors.
TEST(Parallel, TheCommonPoolHasAThreadLessThanProcessors)
{
  SystemRig rig("system: test\nhosts: {box: {cores: 3}}\nnetwork: {round-trip: 0s, backend-round-trip: 0s}\njvm: "
                "{thread-start-cpu: 0s}\nendpoints: {buy: {path: /, flow: [{parallel: [[{delay: 1s}], [{delay: 1s}], "
                "[{delay: 1s}]]}, {respond: {}}]}}\n");
  one_by_one(rig, 1);
  EXPECT_NEAR(rig.ended.front().took_s(), 2, 1e-9);
}

TEST(Parallel, ABranchFailsAllWhenAllAreDone)
{
  SystemRig rig(one_endpoint("[{parallel: [[{delay: 2s}], [{delay: 1s}, {fail: 502}]]}, {delay: 7s}, {respond: {}}]"));
  one_by_one(rig, 1);
  EXPECT_EQ(rig.ended.front().status, 502);
  EXPECT_NEAR(rig.ended.front().took_s(), 2, 1e-9);
  EXPECT_EQ(rig.failed(Cause::thrown).count, 1u);
}

TEST(Parallel, WhatBranchesFindOutIsKnownAfterwards)
{
  SystemRig rig(
      one_endpoint("[{set: {first: 0, second: 0}}, {parallel: [[{delay: 1s}, {set: {first: 5}}], [{set: {second: "
                   "6}}, {delay: 3s}]]}, {respond: {fields: {a: first, b: second}}}]"));
  one_by_one(rig, 1);
  EXPECT_THAT(rig.ended.front().fields, testing::ElementsAre(5, 6));
}

// One thread and no room: the second branch is turned away, or done by the request's own thread.
TEST(Parallel, RejectedAsTheExecutorSays)
{
  const std::string flow = "[{parallel: {executor: one, branches: [[{delay: 1s}], [{delay: 1s}]]}}, {respond: {}}]";
  for (const auto& [policy, status] : std::vector<std::pair<std::string, int>>{{"abort", 500}, {"caller-runs", 200}}) {
    SystemRig rig(one_endpoint(flow, "executors: {one: {max-size: 1, queue-capacity: 0, rejected: " + policy + "}}\n"));
    one_by_one(rig, 1);
    EXPECT_EQ(rig.ended.front().status, status);
    EXPECT_NEAR(rig.ended.front().took_s(), 1, 1e-9);
    expect_nothing_leaked(rig);
    if (policy == "abort") {
      EXPECT_EQ(rig.log_lines(),
                "TaskRejectedException: ExecutorService in active state did not accept task: [Running, "
                "pool size = 1, queued tasks = 0]\n");
    }
  }
  EXPECT_THAT(system_faults(one_endpoint(flow, "executors: {one: {rejected: discard}}\n")),
              HasSubstr("waits for ever"));
}

// At 0.5 s the process dies with three branches at work, one of which holds a connection and a row.
TEST(Parallel, BranchesDieWithTheirProcess)
{
  SystemRig rig(
      one_endpoint("[{parallel: {executor: two, branches: [[{transaction: [{lock: {row: seats, key: 1}}, {delay: "
                   "1s}]}], [{delay: 1s}], [{delay: 1s}]]}}, {respond: {}}]",
                   two_threads));
  rig.at(0, 0);
  rig.at(0, 1);
  rig.run_until(0.5);
  EXPECT_EQ(rig.instance().hikari().pool().in_use(), 1u);
  rig.system->application.stop_instance(0);
  EXPECT_EQ(rig.system->database->rows().held_keys(), 0u);
  expect_nothing_leaked(rig);
  rig.system->application.start_instance(0);
  rig.at(1, 2);
  rig.run();
  EXPECT_EQ(rig.ended.back().status, 200);
  EXPECT_NEAR(rig.ended.back().took_s(), 2, 1e-9);
  expect_nothing_leaked(rig);
}

// The request's thread is held for the slowest branch; the CPU time of all is spent, of the others outside its time.
TEST(Parallel, DemandsAreOfTheSlowest)
{
  const SystemRig rig(
      one_endpoint("[{parallel: [[{cpu: 1s}, {delay: 4s}], [{cpu: 2s}], [{delay: 3s}]]}, {respond: {}}]"));
  const RequestDemand demand = demand_of(rig);
  const auto server = static_cast<std::size_t>(Role::server);
  EXPECT_DOUBLE_EQ(demand.cpu_s[server], 1);
  EXPECT_DOUBLE_EQ(demand.cpu_afterwards_s[server], 2);
  EXPECT_DOUBLE_EQ(demand.elsewhere_s, 4);
  EXPECT_DOUBLE_EQ(demand.held("tomcat workers"), 5);
  EXPECT_DOUBLE_EQ(demand.held("commonPool"), 10);
  EXPECT_TRUE(demand.undecided);
}

TEST(Parallel, WhatItCannotDoIsTold)
{
  EXPECT_THAT(system_faults(one_endpoint("[{parallel: [[{respond: {}}]]}, {respond: {}}]")),
              HasSubstr("nobody waits for an answer here"));
  EXPECT_THAT(system_faults(
                  one_endpoint("[{parallel: {executor: tow, branches: [[{delay: 1s}]]}}, {respond: {}}]", two_threads)),
              HasSubstr("there is no executor called \"tow\", did you mean \"two\"?"));
}

} // namespace onsale::system
