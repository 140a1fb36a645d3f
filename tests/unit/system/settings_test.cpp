#include "model/system/settings.hpp"
#include "tests/unit/system/system_fixture.hpp"

namespace onsale::system {
namespace {

const std::string machine =
    "system: test\nhosts: {box: {cores: 1}}\nendpoints:\n  page: {path: /, flow: [{respond: {}}]}\n";

ServerSettings read_settings_of(const std::string& settings)
{
  http::Names names;
  return valid_system(machine + settings, names).settings;
}

TEST(ServerSettings, DefaultsAreThoseOfTheRealProducts)
{
  const ServerSettings read_settings = read_settings_of("");
  EXPECT_EQ(read_settings.tomcat.threads_max, 200u);
  EXPECT_EQ(read_settings.tomcat.threads_min_spare, 10u);
  EXPECT_EQ(read_settings.tomcat.max_connections, 8192u);
  EXPECT_EQ(read_settings.tomcat.accept_count, 100u);
  EXPECT_EQ(read_settings.tomcat.keep_alive_timeout, engine::seconds(60));
  EXPECT_EQ(read_settings.tomcat.max_keep_alive_requests, 100);
  EXPECT_EQ(read_settings.tomcat.max_queue_capacity, 2147483647);
  EXPECT_FALSE(read_settings.tomcat.virtual_threads);
  EXPECT_EQ(read_settings.hikari.maximum_pool_size, 10u);
  EXPECT_EQ(read_settings.hikari.connection_timeout, engine::seconds(30));
  EXPECT_TRUE(read_settings.hikari.open_in_view);
  EXPECT_EQ(read_settings.mysql.lock_wait_timeout, engine::seconds(50));
  EXPECT_TRUE(read_settings.mysql.flush_log_at_commit);
  EXPECT_TRUE(read_settings.mysql.sync_binlog);
  EXPECT_EQ(read_settings.redis.pool_size, 0u);
  EXPECT_EQ(read_settings.jvm.max_heap_bytes, 0);
}

TEST(ServerSettings, KeepAliveTimeoutFollowsTheConnectionTimeoutUnlessSet)
{
  EXPECT_EQ(read_settings_of("settings: {server.tomcat.connection-timeout: 20s}\n").tomcat.keep_alive_timeout,
            engine::seconds(20));
  EXPECT_EQ(
      read_settings_of("settings: {server.tomcat.connection-timeout: 20s, server.tomcat.keep-alive-timeout: 5s}\n")
          .tomcat.keep_alive_timeout,
      engine::seconds(5));
}

TEST(ServerSettings, ADurableCommitIsTwoFlushes)
{
  const ServerSettings fast =
      read_settings_of("settings: {mysql.innodb_flush_log_at_trx_commit: 2, mysql.sync_binlog: 0}\n");
  EXPECT_FALSE(fast.mysql.flush_log_at_commit);
  EXPECT_FALSE(fast.mysql.sync_binlog);
}

} // namespace
} // namespace onsale::system
