// Resilience4j's rate limiter, worked out on paper.
#include "model/system/resilience/rate_limiter.hpp"

#include <gtest/gtest.h>

namespace onsale::system {
namespace {

using engine::at_seconds;
using engine::in_seconds;
using engine::seconds;

void expect_granted(RateLimiter& limiter, double now_s, double wait_s)
{
  const RateLimiter::Permission permission = limiter.acquire(at_seconds(now_s));
  EXPECT_TRUE(permission.granted) << now_s;
  EXPECT_NEAR(in_seconds(permission.wait), wait_s, 1e-9) << now_s;
}

} // namespace

// Two a second. At 0.5: two at once, two wait for 1, two for 2, and the seventh would wait 2.5 s: it waits 2 s in vain.
TEST(RateLimiter, TakesPermissionsOfLaterPeriods)
{
  const RateLimiter::Options options{.limit = 2, .period = seconds(1), .timeout = seconds(2)};
  RateLimiter limiter(options);
  for (const double wait_s : {0.0, 0.0, 0.5, 0.5, 1.5, 1.5})
    expect_granted(limiter, 0.5, wait_s);
  const RateLimiter::Permission none = limiter.acquire(at_seconds(0.5));
  EXPECT_FALSE(none.granted);
  EXPECT_EQ(none.wait, seconds(2));
  expect_granted(limiter, 1.25, 1.75); // those of 1 and 2 are given
}

TEST(RateLimiter, WhatAPeriodDoesNotUseIsLost)
{
  const RateLimiter::Options options{.limit = 2, .period = seconds(1), .timeout = seconds(0)};
  RateLimiter limiter(options);
  for (int i = 0; i < 2; ++i)
    expect_granted(limiter, 100.5, 0);
  EXPECT_FALSE(limiter.acquire(at_seconds(100.9)).granted);
  expect_granted(limiter, 101, 0);
}

// The default is 50 in 500 ns: no limit that a request would meet.
TEST(RateLimiter, ByDefaultLimitsNothing)
{
  const RateLimiter::Options options;
  RateLimiter limiter(options);
  for (int i = 0; i < 1000; ++i)
    expect_granted(limiter, 3600 + 1e-5 * i, 0);
}

} // namespace onsale::system
