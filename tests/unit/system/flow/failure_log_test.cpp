#include "model/system/flow/failure_log.hpp"

#include <gtest/gtest.h>

namespace onsale::system {
namespace {

TEST(FailureLog, KeepsTheFirstLineOfEachKind)
{
  FailureLog log;
  int made = 0;
  const auto line = [&] { return "line " + std::to_string(++made); };
  const FailureKind timeout{.endpoint = 0, .cause = Cause::pool_timeout, .status = 500};
  const FailureKind elsewhere{.endpoint = 1, .cause = Cause::pool_timeout, .status = 500};
  log.add(timeout, engine::at_seconds(1), line);
  log.add(timeout, engine::at_seconds(2), line);
  log.add(elsewhere, engine::at_seconds(3), line);
  log.add(timeout, engine::at_seconds(4), line);

  ASSERT_EQ(log.kinds().size(), 2u);
  const FailureCount& count = log.kinds().at(timeout);
  EXPECT_EQ(count.count, 3u);
  EXPECT_EQ(count.first, engine::at_seconds(1));
  EXPECT_EQ(count.last, engine::at_seconds(4));
  EXPECT_EQ(count.log_line, "line 1");
  EXPECT_EQ(log.kinds().at(elsewhere).log_line, "line 2");
}

} // namespace
} // namespace onsale::system
