// How long a thread waits for a pooled connection, as HikariCP tells it.
#include "tests/unit/system/system_fixture.hpp"

#include <gmock/gmock.h>

namespace onsale::system {
namespace {

// One connection, taken from 0 s on for a statement of 200 s. The second user asks for it at 1 s and would be refused
// at 31 s; a pause lasts from 20 s to 120 s. The thread is refused when it runs again, after 119 s, as HikariCP logs
// it.
TEST(PoolWait, IsStretchedByAPause)
{
  SystemRig rig(free_machine("jvm: {thread-start-cpu: 0s, young-pause: 100s}\n"
                             "settings: {jvm.max-heap: 1000MB, spring.datasource.hikari.maximum-pool-size: 1}\n"
                             "endpoints:\n"
                             "  read: {path: /, flow: [{query: 200s}, {respond: {}}]}\n"
                             "  fill: {path: /f, allocates: 600MB, flow: [{respond: {}}]}\n"));
  rig.at(0, 0, {.patience_s = 300});
  rig.at(1, 1, {.patience_s = 300});
  rig.at(20, 2, {.endpoint = 1, .patience_s = 300});
  rig.run();
  EXPECT_EQ(rig.failed(Cause::pool_timeout).first, engine::at_seconds(120));
  EXPECT_THAT(
      rig.log_lines(),
      testing::StartsWith("SQLTransientConnectionException: HikariPool-1 - Connection is not "
                          "available, request timed out after 119000ms (total=1, active=1, idle=0, waiting=0)"));
}

} // namespace
} // namespace onsale::system
