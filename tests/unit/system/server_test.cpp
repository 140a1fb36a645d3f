#include "model/booking/invariants.hpp"
#include "tests/unit/system/system_fixture.hpp"

#include <gmock/gmock.h>

namespace onsale::system {
namespace {

using booking::Outcome;
using testing::ElementsAre;

std::string flow(const std::string& steps, const std::string& more = "")
{
  return free_machine("jvm: {thread-start-cpu: 0s}\n"
                      "booking: {users: 10, events: 2, seats-per-event: 3, balance: 5000, price: 1000}\n" +
                      more +
                      "endpoints:\n"
                      "  call:\n"
                      "    path: /call\n"
                      "    input: {user: u, token: t, seat: s, event: e, hold: h, reservation: r, amount: a}\n"
                      "    flow:\n" +
                      steps);
}

// 0.1 k6 | 0.02 connect | 0.003 sending, 0.01 there | 0.2 server CPU | 0.001 + 0.004 Redis | 0.001 + 0.03 + 2 x 0.05
// query | 0.001 + 0.006 + 2 x 0.002 commit | 0.5 delay | 0.01 back, 0.005 receiving | 0.07 k6
TEST(Server, BooksTheTimeOfARequestPartByPart)
{
  SystemRig rig("system: test\n"
                "hosts: {a: {cores: 4}, b: {cores: 4}}\n"
                "processes: {server: a, mysql: b, redis: b, k6: b}\n"
                "network: {round-trip: 20ms, backend-round-trip: 1ms}\n"
                "client: {request-cpu: 100ms, response-cpu: 70ms, output-cpu: 1s, sending: 3ms, receiving: 5ms}\n"
                "jvm: {thread-start-cpu: 0s}\n"
                "mysql: {fsync: 2ms, commit-cpu: 6ms, buffer-pool-miss: 50%, page-read: 50ms}\n"
                "endpoints:\n"
                "  call:\n"
                "    path: /call\n"
                "    request-bytes: 345B\n"
                "    flow:\n"
                "      - cpu: 200ms\n"
                "      - redis: 4ms\n"
                "      - transaction: [{query: {cpu: 30ms, pages: 4}}]\n"
                "      - delay: 500ms\n"
                "      - respond: {bytes: 678B}\n");
  rig.at(0, 0);
  rig.run();
  ASSERT_EQ(rig.ended.size(), 1u);
  const http::Phases& phases = rig.ended[0].phases;
  EXPECT_NEAR(phases.blocked_s, 0.02, 1e-12);
  EXPECT_NEAR(phases.connecting_s, 0.02, 1e-12);
  EXPECT_NEAR(phases.sending_s, 0.003, 1e-12);
  EXPECT_NEAR(phases.receiving_s, 0.005, 1e-12);
  EXPECT_NEAR(phases.waiting_s, 0.01 + 0.2 + 0.005 + 0.131 + 0.011 + 0.5 + 0.01 + 0.07, 1e-9);
  EXPECT_NEAR(rig.ended[0].took_s(), 0.12 + phases.duration_s(), 1e-9); // output_cpu delays nobody
  const std::vector<std::pair<Part, double>> parts = {
      {Part::client, 0.17}, {Part::connect, 0.02}, {Part::network, 0.028}, {Part::accept, 0}, {Part::worker, 0},
      {Part::cpu, 0.2},     {Part::redis, 0.005},  {Part::pool, 0},        {Part::lock, 0},   {Part::query, 0.031},
      {Part::io, 0.1},      {Part::commit, 0.011}, {Part::delay, 0.5}};
  double sum_s = 0;
  for (const auto& [part, expected_s] : parts) {
    EXPECT_NEAR(rig.mean_s(part), expected_s, 1e-6) << to_string(part);
    sum_s += rig.mean_s(part);
  }
  EXPECT_NEAR(sum_s, rig.ended[0].took_s(), 1e-6);
}

TEST(Server, TheConnectionGoesToWhoCameFirst)
{
  SystemRig rig(flow("      - transaction: [{delay: 1s}]\n"
                     "      - respond: {}\n",
                     "settings: {spring.datasource.hikari.maximum-pool-size: 1}\n"));
  for (const std::uint32_t user : {2u, 0u, 1u})
    rig.at(user == 2 ? 0 : 0.1 + 0.1 * user, user);
  rig.run();
  std::vector<std::uint32_t> order;
  for (const Ended& each : rig.ended)
    order.push_back(each.user);
  EXPECT_THAT(order, ElementsAre(2, 0, 1));
  EXPECT_NEAR(rig.ended[2].ended_s, 3, 1e-9);
}

// One connection until 1.5 s, then three: those that wait since 0 s get theirs at 1 and 1.5 s, the last one at 1.5 s
// too.
TEST(Server, APoolGrowsWhileRequestsWait)
{
  SystemRig rig(flow("      - transaction: [{delay: 1s}]\n"
                     "      - respond: {}\n",
                     "settings: {spring.datasource.hikari.maximum-pool-size: 1}\n"));
  for (std::uint32_t user = 0; user < 4; ++user)
    rig.at(0, user);
  rig.run_until(1.5);
  rig.instance().hikari().pool().resize(3);
  rig.run();
  std::vector<double> ends_s;
  for (const Ended& each : rig.ended)
    ends_s.push_back(each.ended_s);
  EXPECT_THAT(ends_s, ElementsAre(1, 2, 2.5, 2.5));
}

// With open-in-view a connection is held from the first statement to the end; without, for the transaction only.
TEST(Server, OpenInViewHoldsTheConnectionToTheEndOfTheRequest)
{
  for (const bool open : {true, false}) {
    SystemRig rig(flow("      - query: 1s\n"
                       "      - delay: 1s\n"
                       "      - respond: {}\n",
                       std::string("settings: {spring.jpa.open-in-view: ") + (open ? "true" : "false") + "}\n"));
    rig.at(0, 0);
    rig.run_until(0.5);
    EXPECT_EQ(rig.instance().hikari().pool().in_use(), 1u);
    rig.run_until(1.5);
    EXPECT_EQ(rig.instance().hikari().pool().in_use(), open ? 1u : 0u);
    rig.run_until(2.5);
    EXPECT_EQ(rig.instance().hikari().pool().in_use(), 0u);
  }
}

TEST(Server, ARowLockIsHeldToTheCommitAndAnApplicationLockToTheEnd)
{
  SystemRig rig(flow("      - lock: {application: user, key: user}\n"
                     "      - transaction: [{lock: {row: seats, key: seat}}, {delay: 1s}]\n"
                     "      - delay: 1s\n"
                     "      - respond: {}\n"));
  rig.at(0, 0, {.send = {{"u", 1}, {"s", 1}}});
  rig.at(0.1, 1, {.send = {{"u", 2}, {"s", 1}}}); // the same seat: its lock at 1 s
  rig.at(0.2, 2, {.send = {{"u", 1}, {"s", 2}}}); // the same user: its lock at 2 s
  rig.at(0.3, 3, {.send = {{"u", 3}, {"s", 3}}}); // neither
  rig.run();
  std::vector<double> ends_s(4);
  for (const Ended& each : rig.ended)
    ends_s[each.user] = each.ended_s;
  EXPECT_THAT(ends_s, testing::Pointwise(testing::DoubleNear(1e-9), {2.0, 3.0, 4.0, 2.3}));
}

TEST(Server, LocksOfDifferentTablesNeverMeet)
{
  SystemRig rig(flow("      - lock: {row: seats, key: seat}\n"
                     "      - lock: {row: users, key: user, wait: 0s}\n"
                     "      - lock: {application: seats, key: seat, wait: 0s}\n"
                     "      - respond: {}\n"));
  rig.at(0, 0, {.send = {{"u", 1}, {"s", 1}}});
  rig.run();
  EXPECT_EQ(rig.ended[0].status, 200);
}

TEST(Server, ARequestDoesNotWaitForItsOwnLockNorForARowThatIsNotThere)
{
  SystemRig rig(flow("      - lock: {row: seats, key: seat}\n"
                     "      - lock: {row: seats, key: seat}\n"
                     "      - lock: {row: seats, key: hold}\n"
                     "      - delay: 1s\n"
                     "      - respond: {}\n"));
  rig.at(0, 0, {.send = {{"s", 1}}});
  rig.at(0, 1, {.send = {{"s", 2}}});
  rig.run();
  EXPECT_EQ(rig.ended[0].ended_s, 1);
  EXPECT_EQ(rig.ended[1].ended_s, 1);
}

// The first holds the row for 60 s; the second waits 50 s.
TEST(Server, ARowLockTimesOutAfterFiftySeconds)
{
  SystemRig rig(flow("      - transaction: [{lock: {row: seats, key: seat}}, {delay: 60s}]\n"
                     "      - respond: {}\n"));
  rig.at(0, 0, {.send = {{"s", 1}}, .patience_s = 100});
  rig.at(1, 1, {.send = {{"s", 1}}, .patience_s = 100});
  rig.run();
  EXPECT_EQ(rig.ended[0].user, 1u);
  EXPECT_EQ(rig.ended[0].ended_s, 51);
  EXPECT_EQ(rig.ended[0].status, 500);
  EXPECT_EQ(rig.failed(Cause::lock_timeout).count, 1u);
  EXPECT_EQ(rig.log_lines(),
            "PessimisticLockingFailureException: Lock wait timeout exceeded; try restarting transaction "
            "(error 1205)\n");
}

TEST(Server, ATriedLockThatIsHeldRefusesAtOnce)
{
  SystemRig rig(flow("      - lock: {application: user, key: user, wait: 0s}\n"
                     "      - delay: 1s\n"
                     "      - respond: {}\n"));
  rig.at(0, 0, {.send = {{"u", 1}}});
  rig.at(0.5, 1, {.send = {{"u", 1}}});
  rig.run();
  EXPECT_EQ(rig.ended[0].user, 1u);
  EXPECT_EQ(rig.ended[0].ended_s, 0.5);
  EXPECT_EQ(rig.ended[0].status, 409);
  EXPECT_EQ(rig.log_lines(), "lock on call not acquired: held by another request\n");
}

// Two transactions in one: one commit. The row is locked until the outer one ends.
TEST(Server, AnInnerTransactionJoinsTheOuterOne)
{
  SystemRig rig(flow("      - transaction: [{transaction: [{lock: {row: seats, key: seat}}]}, {delay: 1s}]\n"
                     "      - respond: {}\n",
                     "mysql: {fsync: 1ms}\n"));
  rig.at(0, 0, {.send = {{"s", 1}}});
  rig.at(0.1, 1, {.send = {{"s", 1}}});
  rig.run();
  EXPECT_EQ(dynamic_cast<LoggedDatabase&>(*rig.system->database).redo_log().commits(), 2u);
  EXPECT_NEAR(rig.ended[1].ended_s, 2.004, 1e-9);
}

TEST(Server, BranchesCompareRegisters)
{
  for (const auto& [when, taken] : std::vector<std::pair<std::string, bool>>{{"seat == 2", true},
                                                                             {"seat == 3", false},
                                                                             {"seat != 3", true},
                                                                             {"seat != 2", false},
                                                                             {"seat < 3", true},
                                                                             {"seat < 2", false},
                                                                             {"seat > 1", true},
                                                                             {"seat > 2", false},
                                                                             {"hold == 0", false}}) {
    SystemRig rig(flow("      - branch: {when: " + when +
                       ", then: [{respond: {status: 201}}], else: [{delay: 1s}, {respond: {status: 202}}]}\n"));
    rig.at(0, 0, {.send = {{"s", 2}}});
    rig.run();
    EXPECT_EQ(rig.ended[0].status, taken ? 201 : 202) << when;
  }
}

TEST(Server, ABranchWithoutElseGoesOnBehindIt)
{
  SystemRig rig(flow("      - branch: {when: seat > 5, then: [{respond: {status: 201}}]}\n"
                     "      - respond: {status: 203}\n"));
  rig.at(0, 0, {.send = {{"s", 2}}});
  rig.run();
  EXPECT_EQ(rig.ended[0].status, 203);
}

TEST(Server, AnOutcomeTakesItsBranchOrRefusesWithItsStatus)
{
  const std::string steps = "      - booking: {call: hold_seat, on: {seat_taken: [{respond: {status: 410}}], ok: "
                            "[{delay: 1s}]}}\n"
                            "      - respond: {status: 201, fields: {id: hold}}\n";
  SystemRig rig(flow(steps, "statuses: {not_found: 418}\n"));
  rig.at(0, 0, {.send = {{"u", 1}, {"e", 1}, {"s", 1}}});
  rig.at(2, 0, {.send = {{"u", 2}, {"e", 1}, {"s", 1}}});
  rig.at(4, 0, {.send = {{"u", 2}, {"e", 1}, {"s", 99}}});
  rig.run();
  EXPECT_EQ(rig.ended[0].status, 201);
  EXPECT_EQ(rig.ended[0].ended_s, 1);
  EXPECT_THAT(rig.ended[0].fields, ElementsAre(1)); // rows count from 1
  EXPECT_EQ(rig.ended[1].status, 410);
  EXPECT_EQ(rig.ended[2].status, 418);
  EXPECT_EQ(rig.failed(Cause::refused, Outcome::seat_taken).count, 0u);
  EXPECT_EQ(rig.failed(Cause::refused, Outcome::not_found).count, 1u);
  EXPECT_EQ(rig.log_lines(), "not_found (HTTP 418)\n");
}

TEST(Server, AScenariosStatusesGoBeforeTheDefaults)
{
  SystemRig rig(flow("      - transaction: [{delay: 1s}]\n"
                     "      - respond: {}\n",
                     "statuses: {pool_timeout: 503, queue_full: 429}\n"
                     "settings: {spring.datasource.hikari.maximum-pool-size: 1, "
                     "spring.datasource.hikari.connection-timeout: 500ms}\n"));
  rig.at(0, 0);
  rig.at(0, 1);
  rig.run();
  EXPECT_EQ(rig.ended[0].status, 503);
  EXPECT_EQ(rig.ended[0].ended_s, 0.5);
  EXPECT_EQ(rig.log_lines(),
            "SQLTransientConnectionException: HikariPool-1 - Connection is not available, request timed "
            "out after 500ms (total=1, active=1, idle=0, waiting=0)\n");
}

// Redis has one thread: 4 commands of 1 s end at 1, 2, 3, 4 s, whatever the cores of its host.
TEST(Server, RedisRunsOneCommandAtATime)
{
  SystemRig rig(flow("      - redis: 1s\n"
                     "      - respond: {}\n"));
  for (std::uint32_t user = 0; user < 4; ++user)
    rig.at(0, user);
  rig.run();
  std::vector<double> ends_s;
  for (const Ended& each : rig.ended)
    ends_s.push_back(each.ended_s);
  EXPECT_THAT(ends_s, ElementsAre(1, 2, 3, 4));
}

// A scan of holds at 0.1 s a row: 0, then 1, then 2 rows are there.
TEST(Server, AScanCostsWhatTheTableHasRowsNow)
{
  SystemRig rig(flow("      - query: {scan: holds, per-row: 100ms}\n"
                     "      - booking: hold_seat\n"
                     "      - respond: {}\n"));
  for (int k = 1; k <= 3; ++k)
    rig.at(10.0 * k, 0, {.send = {{"u", 1}, {"e", 1}, {"s", k * 1.0}}});
  rig.run();
  for (std::size_t k = 0; k < 3; ++k)
    EXPECT_NEAR(rig.ended[k].took_s(), 0.1 * static_cast<double>(k), 1e-9);
}

// Nobody is let in, so tokens only gather: 0.2 s, then 0.1 s for each one that waits (0, 1, 2).
TEST(Server, ARedisCommandCanWalkTheWaitingTokens)
{
  SystemRig rig(flow("      - redis: {cpu: 200ms, scan: waiting_tokens, per-row: 100ms}\n"
                     "      - booking: issue_token\n"
                     "      - respond: {}\n"));
  for (int k = 1; k <= 3; ++k)
    rig.at(10.0 * k, 0, {.send = {{"u", k * 1.0}}});
  rig.run();
  for (std::size_t k = 0; k < 3; ++k)
    EXPECT_NEAR(rig.ended[k].took_s(), 0.2 + 0.1 * static_cast<double>(k), 1e-9);
}

TEST(Server, TheSameSeedGivesTheSameAnswers)
{
  const std::string text =
      free_machine("demands: {law: gamma, cv: 0.8}\n"
                   "endpoints:\n"
                   "  page: {path: /, flow: [{cpu: 1ms}, {redis: 1ms}, {query: 1ms}, {respond: {}}]}\n");
  std::vector<std::vector<double>> ends_s;
  for (const std::uint64_t seed : {1u, 1u, 2u}) {
    SystemRig rig(text, seed);
    rig.closed_load(20, 1);
    rig.run();
    ends_s.emplace_back();
    for (const Ended& each : rig.ended)
      ends_s.back().push_back(each.ended_s);
  }
  EXPECT_EQ(ends_s[0], ends_s[1]);
  EXPECT_NE(ends_s[0], ends_s[2]);
}

TEST(Server, EndsInTheMiddleOfAnything)
{
  for (double stop_s = 0; stop_s < 1; stop_s += 0.037) {
    SystemRig rig(flow("      - cpu: 100ms\n"
                       "      - redis: 10ms\n"
                       "      - lock: {application: user, key: user}\n"
                       "      - transaction: [{lock: {row: seats, key: seat}}, {query: {cpu: 50ms, pages: 1}}]\n"
                       "      - booking: available_seats\n"
                       "      - delay: 20ms\n"
                       "      - respond: {list: ids}\n",
                       "mysql: {fsync: 10ms, buffer-pool-miss: 100%, page-read: 10ms}\n"));
    rig.closed_load(30, 1, {.send = {{"u", 1}, {"s", 1}, {"e", 1}}, .patience_s = 0.3});
    rig.run_until(stop_s);
    rig.system.reset();
  }
}

} // namespace
} // namespace onsale::system
