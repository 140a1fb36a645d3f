// `jobs`: when they run, on whose threads, in which processes.
#include "model/system/job/jobs.hpp"
#include "tests/unit/system/one_endpoint.hpp"

#include <gmock/gmock.h>

namespace onsale::system {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string with_jobs(const std::string& jobs, const std::string& more = "")
{
  return one_endpoint("[{respond: {}}]", "jobs:\n" + jobs + more);
}

/// The instants, to a hundredth of a second, at which statements ended until then. A job's statement is its first step.
std::vector<double> statements(SystemRig& rig, double until_s)
{
  std::vector<double> all;
  std::uint64_t before = 0;
  for (int step = 0; step <= static_cast<int>(std::lround(100 * until_s)); ++step) {
    rig.run_until(0.01 * step);
    for (; before < rig.system->database->statements(); ++before)
      all.push_back(0.01 * step);
  }
  return all;
}

MATCHER_P(At, time_s, "")
{
  return std::abs(arg - time_s) < 0.015;
}

} // namespace

// A run takes 2.5 s, the period is 1 s.
TEST(Jobs, FixedDelayCountsFromTheEndOfARun)
{
  SystemRig rig(with_jobs("  tidy: {fixed-delay: 1s, flow: [{query: 0s}, {delay: 2.5s}]}\n"));
  EXPECT_THAT(statements(rig, 8), ElementsAre(At(0), At(3.5), At(7)));
}

TEST(Jobs, FixedRateRunsBackToBackWhenLate)
{
  SystemRig rig(with_jobs("  tidy: {fixed-rate: 1s, initial-delay: 2s, flow: [{query: 0s}, {delay: 2.5s}]}\n"));
  EXPECT_THAT(statements(rig, 10), ElementsAre(At(2), At(4.5), At(7), At(9.5)));
}

// The test begins at 09:59:58.
TEST(Jobs, CronRunsAtItsInstants)
{
  SystemRig rig(with_jobs("  sale: {cron: '*/5 * 10 * * *', flow: [{query: 0s}, {delay: 6s}]}\n",
                          "clock: 2026-03-02T09:59:58\n"));
  EXPECT_THAT(statements(rig, 20), ElementsAre(At(2), At(12))); // the run from 2 to 8 s leaves out 7 s
}

// One thread for all jobs of a process: the short one waits for the long one, though both are due.
TEST(Jobs, QueueBehindEachOtherOnOneThread)
{
  const std::string jobs = "  long: {fixed-rate: 10s, flow: [{delay: 4s}]}\n"
                           "  short: {fixed-rate: 1s, initial-delay: 1s, flow: [{query: 0s}]}\n";
  SystemRig one(with_jobs(jobs));
  EXPECT_THAT(statements(one, 6), ElementsAre(At(4), At(4), At(4), At(4), At(5), At(6)));
  SystemRig two(with_jobs(jobs, "settings: {spring.task.scheduling.pool.size: 2}\n"));
  EXPECT_THAT(statements(two, 6), ElementsAre(At(1), At(2), At(3), At(4), At(5), At(6)));
}

// Its second query of 10 s is the requests' too: the pool has one connection.
TEST(Jobs, TakeConnectionsAsRequestsDo)
{
  SystemRig rig(one_endpoint("[{query: 1s}, {respond: {}}]",
                             "jobs: {report: {fixed-delay: 1h, flow: [{transaction: [{query: 10s}]}]}}\n"
                             "settings: {spring.datasource.hikari.maximum-pool-size: 1}\n"));
  rig.at(1, 0);
  rig.run_until(20);
  ASSERT_EQ(rig.ended.size(), 1u);
  EXPECT_NEAR(rig.ended.front().took_s(), 10, 1e-9);
  expect_nothing_leaked(rig);
}

TEST(Jobs, AFailedRunIsLoggedAndTheNextComes)
{
  SystemRig rig(with_jobs("  tidy: {fixed-rate: 1s, flow: [{query: 0s}, {fail: 500}]}\n"));
  EXPECT_THAT(statements(rig, 2.5), ElementsAre(At(0), At(1), At(2)));
  EXPECT_EQ(rig.failed(Cause::thrown).count, 3u);
}

// Two processes: both run one job, the first alone runs the other.
TEST(Jobs, RunInEachProcessOrInTheFirst)
{
  SystemRig rig(with_jobs("  both: {fixed-rate: 1h, flow: [{query: 0s}]}\n"
                          "  one: {fixed-rate: 1h, instances: first, flow: [{query: 0s}]}\n"));
  rig.run_until(1);
  EXPECT_EQ(rig.system->database->statements(), 2u);
  rig.system->application.start_instance(rig.system->application.add_instance());
  rig.run_until(2);
  EXPECT_EQ(rig.system->database->statements(), 3u);
}

// Each second in both processes; a run takes 0.1 s and keeps the lock for 0.5 s.
TEST(ShedLock, OneProcessAtATime)
{
  SystemRig rig(with_jobs("  send:\n    fixed-rate: 1s\n    shedlock: {lock-at-most-for: 1m, lock-at-least-for: 0.5s}\n"
                          "    flow: [{query: 0s}, {delay: 0.1s}]\n"));
  rig.system->application.start_instance(rig.system->application.add_instance());
  rig.run_until(9.5);
  EXPECT_EQ(rig.system->database->statements(), 10u);
  EXPECT_EQ(rig.system->part<Jobs>(job_part).runs, 20u);
  EXPECT_EQ(rig.system->part<Jobs>(job_part).left_out, 10u);
  expect_nothing_leaked(rig);
}

// The process dies in its run; the other one leaves its runs out until the lock has run out.
TEST(ShedLock, OutlivesItsProcess)
{
  SystemRig rig(with_jobs("  send:\n    fixed-rate: 2s\n    shedlock: {lock-at-most-for: 5s, provider: jdbc}\n"
                          "    flow: [{delay: 1.5s}, {redis: 0s}]\n"));
  Application& application = rig.system->application;
  application.start_instance(application.add_instance());
  rig.run_until(0.5);
  application.stop_instance(0);
  rig.run_until(4.9); // the other one's at 0, 2 and 4 s
  EXPECT_EQ(rig.system->part<Jobs>(job_part).left_out, 3u);
  rig.run_until(6.5);
  EXPECT_EQ(rig.system->part<Jobs>(job_part).left_out, 3u);
  EXPECT_EQ(rig.instance().hikari().pool().in_use(), 0u);
  rig.run_until(7.9); // from 6 to 7.5 s it ran
  expect_nothing_leaked(rig);
}

// Given back also when the run fails.
TEST(ShedLock, AFailedRunGivesItBack)
{
  SystemRig rig(
      with_jobs("  send: {fixed-rate: 1s, shedlock: {lock-at-most-for: 1h}, flow: [{query: 0s}, {fail: 500}]}\n"));
  EXPECT_THAT(statements(rig, 2.5), ElementsAre(At(0), At(1), At(2)));
}

TEST(Jobs, DieWithTheirProcessAndComeBackWithIt)
{
  SystemRig rig(with_jobs("  tidy: {fixed-rate: 1s, flow: [{transaction: [{lock: {row: seats, key: 1}}, {query: 0s}, "
                          "{delay: 0.5s}]}]}\n"));
  rig.run_until(0.25);
  EXPECT_EQ(rig.system->database->rows().held_keys(), 1u);
  rig.system->application.stop_instance(0);
  EXPECT_EQ(rig.system->database->rows().held_keys(), 0u);
  rig.run_until(5);
  EXPECT_EQ(rig.system->database->statements(), 1u);
  expect_nothing_leaked(rig);
  rig.system->application.start_instance(0);
  rig.run_until(7.25);
  EXPECT_EQ(rig.system->database->statements(), 4u);
}

TEST(Jobs, WhatIsWrongIsTold)
{
  EXPECT_THAT(system_faults(with_jobs("  tidy: {flow: [{cpu: 1ms}]}\n")), HasSubstr("fixed-delay"));
  EXPECT_THAT(system_faults(with_jobs("  tidy: {cron: '0 0 * * *', flow: [{cpu: 1ms}]}\n")),
              HasSubstr("expected six fields"));
  EXPECT_THAT(system_faults(with_jobs("  tidy: {fixed-rate: 1s, flow: [{respond: {}}]}\n")),
              HasSubstr("nobody waits for an answer here"));
  EXPECT_THAT(system_faults(with_jobs("  tidy: {fixed-rate: 1s, flow: [{cpu: 1ms}]}\n", "clock: tomorrow\n")),
              HasSubstr("expected a date and a time such as 2026-03-02T10:00:00"));
}

} // namespace onsale::system
