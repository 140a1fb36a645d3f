#include "sim/engine/check.hpp"

#include <gmock/gmock.h>

namespace onsale::engine {

TEST(Check, SaysWhereWhatAndWhy)
{
  const int tokens = -1;
  try {
    ONSALE_CHECK(tokens >= 0, "pool has " + std::to_string(tokens));
    FAIL() << "nothing was thrown";
  } catch (const BrokenPromise& error) {
    EXPECT_THAT(error.what(),
                testing::MatchesRegex(".*check_test.cpp:[0-9]+: broken promise: tokens >= 0 .pool has -1."));
  }
}

TEST(Check, BuildsItsDetailOnlyWhenItFails)
{
  int built = 0;
  const auto detail = [&built] {
    ++built;
    return std::string("detail");
  };
  ONSALE_CHECK(true, detail());
  EXPECT_EQ(built, 0);
  EXPECT_THROW(ONSALE_CHECK(false, detail()), BrokenPromise);
  EXPECT_EQ(built, 1);
}

} // namespace onsale::engine
