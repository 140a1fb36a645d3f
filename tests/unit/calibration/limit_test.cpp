#include "calibration/audit/limit.hpp"
#include "tests/unit/calibration/result_fixture.hpp"

#include <gtest/gtest.h>

namespace onsale::calibration {
namespace {

// 500 VUs for 70 s with a pause of 1 s begin at most 35,000 and the last 500; 185,050 are due.
TEST(WhatLimited, DropsThatNoServerCouldHaveAvoided)
{
  auto result =
      block({counter("iterations", {{"count", "34000"}}), counter("dropped_iterations", {{"count", "151050"}})});
  result.options = options_of({ramping_arrivals(10, 200, 500, {{10, 1000}, {20, 5000}, {30, 1000}, {10, 5000}})});
  result.journey = request_and_second();
  EXPECT_EQ(what_limited(result).limiter, Limiter::generator);
  EXPECT_EQ(what_limited(result).arithmetic,
            "149550 of the 151050 dropped iterations were lost before any server: 500 VUs with iterations of 1 s begin "
            "at most 35500 of 185050 in time");
}

K6Result requests_of(const char* response)
{
  auto result = block({counter("iterations", {{"count", "1000"}}), counter("http_reqs", {{"count", "1000"}}),
                       times("iteration_duration", {{"avg", "2s"}}), times("http_req_duration", {{"avg", response}})});
  result.journey = request_and_second();
  return result;
}

TEST(WhatLimited, TheShareOfTimeThatIsWaiting)
{
  EXPECT_EQ(what_limited(requests_of("1s")).limiter, Limiter::server);
  EXPECT_EQ(what_limited(requests_of("300ms")).limiter, Limiter::both);
  EXPECT_EQ(what_limited(requests_of("2ms")).limiter, Limiter::generator);
}

TEST(WhatLimited, PausesThatDependOnTheServerTellNothing)
{
  auto result = requests_of("2ms");
  result.journey->sleeps_s = {0, unbounded}; // polls until the queue lets them in
  EXPECT_EQ(what_limited(result).limiter, Limiter::unknown);
}

} // namespace
} // namespace onsale::calibration
