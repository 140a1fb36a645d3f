#include "model/config/wording.hpp"

#include <gtest/gtest.h>

namespace onsale::config {

TEST(Wording, ThousandsStandApart)
{
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(1234567), "1,234,567");
}

} // namespace onsale::config
