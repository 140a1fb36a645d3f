#include "model/config/faults.hpp"
#include "sim/run/replay/expected_effect.hpp"

#include <gtest/gtest.h>

namespace onsale::run {
namespace {

const std::filesystem::path report =
    std::filesystem::path(ONSALE_SOURCE_DIR) / "scenarios/api-suite-faults/published/faults.json";

TEST(ExpectedEffect, IsTheFirstWithAFigure)
{
  const auto replica = expected_effect(report, "database-overload", "send read-only queries to a read replica");
  ASSERT_TRUE(replica.has_value());
  EXPECT_EQ(replica->text, "db.primary.load reduce_by 40-50%");
  EXPECT_DOUBLE_EQ(replica->from, 0.4);
  EXPECT_DOUBLE_EQ(replica->to, 0.5);
  const auto shards = expected_effect(report, "database-overload", "shard the database");
  ASSERT_TRUE(shards.has_value());
  EXPECT_EQ(shards->text, "db.throughput multiply_by >= 3x");
}

TEST(ExpectedEffect, IsNoneWhereTheReportHasWordsOnly)
{
  EXPECT_FALSE(expected_effect(report, "cache-outage", "restart Redis and check it").has_value());
}

TEST(ExpectedEffect, AMissingIncidentOrActionIsTold)
{
  const auto message = [](const std::string& incident, const std::string& action) -> std::string {
    try {
      expected_effect(report, incident, action);
    } catch (const config::InvalidInput& invalid) {
      return invalid.faults().front().message;
    }
    return "";
  };
  EXPECT_EQ(message("flood", ""), "there is no incident with the id flood");
  EXPECT_EQ(message("cache-outage", "pray"), "incident cache-outage has no action called `pray`");
}

TEST(ExpectedEffect, AgreesWithinATenthAndBeyondWhereItSaysAtLeast)
{
  const ExpectedEffect less{"reduce_by", 0.4, 0.5, false, ""};
  EXPECT_DOUBLE_EQ(simulated_change(less, 2, 1), 0.5);
  EXPECT_TRUE(agrees(less, 0.37));
  EXPECT_TRUE(agrees(less, 0.54));
  EXPECT_FALSE(agrees(less, 0.35));
  EXPECT_FALSE(agrees(less, 0.6));
  const ExpectedEffect more{"multiply_by", 3, 3, true, ""};
  EXPECT_DOUBLE_EQ(simulated_change(more, 100, 290), 2.9);
  EXPECT_TRUE(agrees(more, 2.9));
  EXPECT_TRUE(agrees(more, 9));
  EXPECT_FALSE(agrees(more, 2.6));
  const ExpectedEffect soon{"within", 1, 1, false, ""};
  EXPECT_TRUE(agrees(soon, simulated_change(soon, 4, 0.2)));
  EXPECT_FALSE(agrees(soon, 1.2));
}

} // namespace
} // namespace onsale::run
