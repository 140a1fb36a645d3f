#include "model/config/nearest.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace onsale::config {

TEST(EditDistance, CountsInsertionRemovalReplacementAndSwap)
{
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("cores", "cores"), 0U);
  EXPECT_EQ(edit_distance("core", "cores"), 1U);
  EXPECT_EQ(edit_distance("coers", "cores"), 1U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("CORES", "cores"), 0U);
}

TEST(Nearest, SuggestsOnlyWhatIsCloseEnough)
{
  const std::vector<std::string> names{"cores", "smt", "maximum-pool-size"};
  EXPECT_EQ(nearest("coers", names), "cores");
  EXPECT_EQ(nearest("max-pool-size", names), "maximum-pool-size"); // distance 4 <= 13/3
  EXPECT_EQ(nearest("disk", names), std::nullopt);
  EXPECT_EQ(nearest("xy", std::vector<std::string>{"id"}), std::nullopt); // within 2, but nothing in common
  EXPECT_EQ(nearest(std::string(100'000, 'a'), names), std::nullopt);
}

TEST(Nearest, TakesTheFirstOfEquallyNearNames)
{
  EXPECT_EQ(nearest("rate", std::vector<std::string>{"rata", "rats"}), "rata");
}

} // namespace onsale::config
