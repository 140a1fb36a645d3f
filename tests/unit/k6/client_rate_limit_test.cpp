#include "model/k6/user/client_rate_limit.hpp"

#include <gtest/gtest.h>

namespace onsale::k6 {
namespace {

using engine::at_seconds;
using engine::in_seconds;

TEST(ClientRateLimit, SpacesRequestsEvenly)
{
  ClientRateLimit limit(4);
  EXPECT_EQ(in_seconds(limit.take(at_seconds(1))), 0);
  EXPECT_EQ(in_seconds(limit.take(at_seconds(1))), 0.25);
  EXPECT_EQ(in_seconds(limit.take(at_seconds(1.125))), 0.375);
}

TEST(ClientRateLimit, KeepsNoPlaceForLater)
{
  ClientRateLimit limit(4);
  limit.take(at_seconds(0));
  EXPECT_EQ(in_seconds(limit.take(at_seconds(10))), 0);
  EXPECT_EQ(in_seconds(limit.take(at_seconds(10))), 0.25);
}

TEST(ClientRateLimit, HoldsNobodyBackWithoutALimit)
{
  ClientRateLimit limit(0);
  limit.take(at_seconds(3));
  EXPECT_EQ(in_seconds(limit.take(at_seconds(3))), 0);
}

} // namespace
} // namespace onsale::k6
