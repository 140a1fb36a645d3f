#include "sim/engine/ready_ring.hpp"

#include <gtest/gtest.h>

namespace onsale::engine {

TEST(ReadyRing, IsFirstInFirstOut)
{
  ReadyRing ring;
  EXPECT_TRUE(ring.empty());
  ring.push({1, {}});
  ring.push({2, {}});
  EXPECT_EQ(ring.front().sequence, 1U);
  ring.pop();
  EXPECT_EQ(ring.front().sequence, 2U);
  ring.pop();
  EXPECT_TRUE(ring.empty());
}

// Two in, one out: the ring grows from 64 by doubling while its head stands anywhere.
TEST(ReadyRing, KeepsItsOrderWhileItGrowsAroundTheCorner)
{
  ReadyRing ring;
  std::uint64_t in = 0;
  std::uint64_t out = 0;
  for (int step = 0; step < 5'000; ++step) {
    ring.push({++in, {}});
    ring.push({++in, {}});
    ASSERT_EQ(ring.front().sequence, ++out);
    ring.pop();
  }
  while (not ring.empty()) {
    ASSERT_EQ(ring.front().sequence, ++out);
    ring.pop();
  }
  EXPECT_EQ(out, in);
}

} // namespace onsale::engine
