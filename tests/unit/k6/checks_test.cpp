#include "model/k6/metric/checks.hpp"

#include <gmock/gmock.h>

namespace onsale::k6 {
namespace {

TEST(Checks, CountPassesAndFailsInTheirGroup)
{
  Checks checks;
  const auto pay = checks.group(checks.group(GroupId::root, "checkout"), "pay");
  const auto paid = checks.check(pay, "status is 200");
  const auto elsewhere = checks.check(GroupId::root, "status is 200");
  checks.record(paid, true);
  checks.record(paid, true);
  checks.record(paid, false);
  checks.record(elsewhere, true);
  EXPECT_EQ(checks[pay].path, "::checkout::pay");
  EXPECT_EQ(checks[paid].path, "::checkout::pay::status is 200");
  EXPECT_EQ(checks[paid].passes, 2);
  EXPECT_EQ(checks[paid].fails, 1);
  EXPECT_EQ(checks[elsewhere].passes, 1);
}

TEST(Checks, AreTheSameUnderTheSameNameAndGroup)
{
  Checks checks;
  EXPECT_EQ(checks.group(GroupId::root, "a"), checks.group(GroupId::root, "a"));
  EXPECT_EQ(checks.check(GroupId::root, "ok"), checks.check(GroupId::root, "ok"));
  EXPECT_EQ(checks[GroupId::root].groups.size(), 1);
  EXPECT_EQ(checks[GroupId::root].checks.size(), 1);
}

TEST(Checks, RefuseTheSeparatorInANameAndHaveTheIdsOfK6)
{
  Checks checks;
  EXPECT_THAT([&] { checks.group(GroupId::root, "a::b"); },
              testing::ThrowsMessage<std::invalid_argument>("group 'a::b': a name may not contain '::'"));
  EXPECT_EQ(path_id(""), "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(path_id("::token 200"), "420a825950d8aed9c8bddbeea3994394");
}

} // namespace
} // namespace onsale::k6
