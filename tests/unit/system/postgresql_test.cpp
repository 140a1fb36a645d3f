// PostgreSQL and MySQL under their own names: which one it is, connections that are refused, deadlocks.
#include "tests/unit/system/system_fixture.hpp"

#include <gmock/gmock.h>

namespace onsale::system {
namespace {

constexpr const char* one_page = "endpoints: {page: {path: /, flow: [{transaction: [{query: 1ms}]}, {respond: {}}]}}\n";

std::string_view database_of(const std::string& more)
{
  http::Names names;
  return valid_system(free_machine(more + one_page), names).database->name;
}

/// Two transactions that lock a seat and an account, the second the other way round; 10 ms between the locks.
std::string crossed(const std::string& database, const std::string& settings = "")
{
  return free_machine(
      "jvm: {thread-start-cpu: 0s}\ndatabase: " + database + "\nsettings: {" + settings +
      "}\n"
      "endpoints:\n"
      "  pay:\n"
      "    path: /pay\n"
      "    input: {user: u, seat: s}\n"
      "    flow: [{transaction: [{lock: {row: accounts, key: user}}, {delay: 10ms}, {lock: {row: seats, "
      "key: seat}}, {delay: 10ms}]}, {respond: {}}]\n"
      "  refund:\n"
      "    path: /refund\n"
      "    input: {user: u, seat: s}\n"
      "    flow: [{transaction: [{lock: {row: seats, key: seat}}, {delay: 10ms}, {lock: {row: accounts, "
      "key: user}}, {delay: 10ms}]}, {respond: {}}]\n");
}

void cross(SystemRig& rig)
{
  rig.at(0, 0, {.endpoint = 0, .send = {{"u", 1}, {"s", 1}}});
  rig.at(0.002, 1, {.endpoint = 1, .send = {{"u", 1}, {"s", 1}}});
  rig.run();
}

} // namespace

TEST(DatabaseKinds, ItIsTheOneThatTheScenarioSays)
{
  EXPECT_EQ(database_of(""), "mysql");
  EXPECT_EQ(database_of("database: postgresql\n"), "postgresql");
  EXPECT_EQ(database_of("postgresql: {fsync: 1ms}\n"), "postgresql");
  EXPECT_EQ(database_of("settings: {spring.datasource.url: 'jdbc:postgresql://db/shop'}\n"), "postgresql");
  EXPECT_EQ(database_of("settings: {spring.datasource.url: 'jdbc:mariadb://db/shop'}\n"), "mysql");
  EXPECT_EQ(database_of("settings: {spring.datasource.url: '${DB_URL}'}\n"), "mysql");
  EXPECT_EQ(database_of("database: mysql\nsettings: {spring.datasource.url: 'jdbc:h2:mem:shop'}\n"), "mysql");
}

TEST(DatabaseKinds, NoneIsTakenForAnotherWithoutAWord)
{
  EXPECT_THAT(system_faults(
                  free_machine(std::string("settings: {spring.datasource.url: 'jdbc:oracle:thin:@db'}\n") + one_page)),
              testing::HasSubstr("jdbc:oracle is no database that is modelled"));
  EXPECT_THAT(system_faults(free_machine(std::string("database: postgresql\nmysql: {fsync: 1ms}\n") + one_page)),
              testing::HasSubstr("the database is PostgreSQL: say it under `postgresql`"));
  EXPECT_THAT(system_faults(free_machine(std::string("database: mysql\npostgresql: {fsync: 1ms}\n") + one_page)),
              testing::HasSubstr("the database is MySQL"));
}

// One flush of the WAL where MySQL has two of its logs.
TEST(Postgresql, ACommitIsOneFlush)
{
  for (const auto& [section, ms] : {std::pair{"postgresql", 5.0}, {"mysql", 10.0}}) {
    SystemRig rig(free_machine("jvm: {thread-start-cpu: 0s}\n" + std::string(section) +
                               ": {fsync: 5ms}\n"
                               "endpoints: {page: {path: /, flow: [{transaction: []}, {respond: {}}]}}\n"));
    rig.at(0, 0);
    rig.run();
    EXPECT_THAT(rig.took_ms(), testing::ElementsAre(ms)) << section;
    EXPECT_EQ(rig.system->resources().back().resource.id, std::string(section) + " disk");
  }
}

// 12 connections less 2 for superusers: the first process has its 8, the second 2.
TEST(Postgresql, RefusesConnectionsBeyondTheMost)
{
  SystemRig rig(free_machine("postgresql: {}\n"
                             "settings: {postgresql.max_connections: 12, postgresql.superuser_reserved_connections: 2, "
                             "spring.datasource.hikari.maximum-pool-size: 8, "
                             "spring.datasource.hikari.connection-timeout: 300ms}\n"
                             "endpoints: {page: {path: /, flow: [{query: 1ms}, {delay: 1s}, {respond: {}}]}}\n"));
  Application& application = rig.system->application;
  application.start_instance(application.add_instance());
  EXPECT_EQ(application.instances()[0]->hikari().pool().capacity(), 8u);
  EXPECT_EQ(application.instances()[1]->hikari().pool().capacity(), 2u);
  for (std::uint32_t user = 0; user < 6; ++user) // dealt in turn: three each
    rig.at(0, user);
  rig.run();
  EXPECT_EQ(std::ranges::count(rig.statuses(), 200), 5);
  EXPECT_EQ(rig.failed(Cause::too_many_connections).count, 1u);
  EXPECT_THAT(rig.log_lines(), testing::HasSubstr("FATAL: sorry, too many clients already (53300)"));
}

TEST(Mysql, RefusesWithItsOwnError)
{
  SystemRig rig(free_machine("settings: {mysql.max_connections: 1, spring.datasource.hikari.maximum-pool-size: 2, "
                             "spring.datasource.hikari.connection-timeout: 300ms}\n"
                             "endpoints: {page: {path: /, flow: [{query: 1ms}, {delay: 1s}, {respond: {}}]}}\n"));
  rig.at(0, 0);
  rig.at(0, 1);
  rig.run();
  EXPECT_THAT(rig.statuses(), testing::UnorderedElementsAre(200, 500));
  EXPECT_THAT(rig.log_lines(), testing::HasSubstr("Too many connections (error 1040)"));
}

// The refund asks for the account at 12 ms and closes the circle: it is rolled back at once, and the payment goes on.
TEST(Deadlocks, InMysqlWhoClosesTheCircleIsTheVictim)
{
  SystemRig rig(crossed("mysql"));
  cross(rig);
  ASSERT_EQ(rig.ended.size(), 2u);
  EXPECT_EQ(rig.ended[0].status, 500);
  EXPECT_NEAR(rig.ended[0].ended_s, 0.012, 1e-9);
  EXPECT_EQ(rig.ended[1].status, 200);
  EXPECT_NEAR(rig.ended[1].ended_s, 0.022, 1e-9);
  EXPECT_THAT(rig.log_lines(), testing::HasSubstr("Deadlock found when trying to get lock"));
  EXPECT_EQ(rig.system->database->deadlocks().found(), 1u);
  expect_nothing_leaked(rig);
}

// The payment waits from 10 ms on and looks first, a second later; then the refund goes on.
TEST(Deadlocks, InPostgresqlWhoHasWaitedLongestFindsIt)
{
  SystemRig rig(crossed("postgresql"));
  cross(rig);
  ASSERT_EQ(rig.ended.size(), 2u);
  EXPECT_EQ(rig.ended[0].user, 0u);
  EXPECT_EQ(rig.ended[0].status, 500);
  EXPECT_NEAR(rig.ended[0].ended_s, 1.01, 1e-9);
  EXPECT_EQ(rig.ended[1].status, 200);
  EXPECT_NEAR(rig.ended[1].ended_s, 1.02, 1e-9);
  EXPECT_THAT(rig.log_lines(), testing::HasSubstr("deadlock detected (40P01)"));
  expect_nothing_leaked(rig);
}

TEST(Deadlocks, WithoutDetectionATimeOutBreaksThem)
{
  SystemRig rig(crossed("mysql", "mysql.innodb_deadlock_detect: false, mysql.innodb_lock_wait_timeout: 2s"));
  cross(rig);
  EXPECT_EQ(rig.failed(Cause::deadlock).count, 0u);
  EXPECT_EQ(rig.failed(Cause::lock_timeout).count, 1u);
  EXPECT_NEAR(rig.ended[0].ended_s, 2.01, 1e-9);
}

// A wait without a lock in hand, and locks in one order, are no circles.
TEST(Deadlocks, WaitsInOneOrderAreNone)
{
  SystemRig rig(crossed("mysql"));
  for (std::uint32_t user = 0; user < 5; ++user)
    rig.at(0.001 * user, user, {.endpoint = 0, .send = {{"u", 1.0 + user % 2}, {"s", 1}}});
  rig.run();
  EXPECT_THAT(rig.statuses(), testing::Each(200));
  EXPECT_EQ(rig.system->database->deadlocks().found(), 0u);
}

} // namespace onsale::system
