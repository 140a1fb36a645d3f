// Resilience4j's circuit breaker, state by state.
#include "model/system/resilience/circuit_breaker.hpp"

#include <gtest/gtest.h>

namespace onsale::system {
namespace {

using engine::at_seconds;
using engine::seconds;
using State = CircuitBreaker::State;

constexpr auto quick = seconds(0.1);

/// So many calls, all permitted.
void calls(CircuitBreaker& breaker, int count, bool failed, double now_s = 0)
{
  for (int i = 0; i < count; ++i) {
    ASSERT_TRUE(breaker.permit(at_seconds(now_s)));
    breaker.ended(failed, quick, at_seconds(now_s));
  }
}

} // namespace

TEST(CircuitBreaker, SaysNothingBeforeTheMinimumNumberOfCalls)
{
  const CircuitBreaker::Options options; // 100 of 100, 50 %
  CircuitBreaker breaker(options);
  calls(breaker, 99, true);
  EXPECT_EQ(breaker.state(), State::closed);
  calls(breaker, 1, false);
  EXPECT_EQ(breaker.state(), State::open);
  EXPECT_EQ(breaker.openings(), 1u);
}

// Of the last four, two failed are half of them: the threshold itself opens. Older ones are forgotten.
TEST(CircuitBreaker, CountsTheLastCallsAlone)
{
  const CircuitBreaker::Options options{.window = 4, .minimum_calls = 4};
  CircuitBreaker breaker(options);
  calls(breaker, 1, true);
  calls(breaker, 4, false);
  calls(breaker, 1, true);
  EXPECT_EQ(breaker.state(), State::closed);
  calls(breaker, 1, true);
  EXPECT_EQ(breaker.state(), State::open);
}

TEST(CircuitBreaker, OpensForSlowCalls)
{
  const CircuitBreaker::Options options{.window = 2, .minimum_calls = 2, .slow_rate = 0.5, .slow_after = seconds(1)};
  CircuitBreaker breaker(options);
  calls(breaker, 1, false);
  ASSERT_TRUE(breaker.permit(at_seconds(0)));
  breaker.ended(false, seconds(1.5), at_seconds(1.5));
  EXPECT_EQ(breaker.state(), State::open);
}

TEST(CircuitBreaker, TriesSomeCallsAfterTheWaitAndDecidesByThem)
{
  const CircuitBreaker::Options options{.window = 2, .minimum_calls = 2, .permitted_half_open = 3};
  for (const bool well : {true, false}) {
    CircuitBreaker breaker(options);
    calls(breaker, 2, true, 10);
    EXPECT_FALSE(breaker.permit(at_seconds(69.9)));
    for (int i = 0; i < 3; ++i)
      EXPECT_TRUE(breaker.permit(at_seconds(70)));
    EXPECT_EQ(breaker.state(), State::half_open);
    EXPECT_FALSE(breaker.permit(at_seconds(70)));
    breaker.ended(true, quick, at_seconds(71)); // one of three is below half, two are not
    breaker.ended(not well, quick, at_seconds(71));
    EXPECT_EQ(breaker.state(), State::half_open);
    breaker.ended(false, quick, at_seconds(71));
    EXPECT_EQ(breaker.state(), well ? State::closed : State::open);
    EXPECT_EQ(breaker.permit(at_seconds(130)), well);
    EXPECT_TRUE(breaker.permit(at_seconds(131)));
  }
}

TEST(CircuitBreaker, ACallThatIsGivenUpLeavesItsPermission)
{
  const CircuitBreaker::Options options{.window = 1, .minimum_calls = 1, .permitted_half_open = 1};
  CircuitBreaker breaker(options);
  calls(breaker, 1, true);
  ASSERT_TRUE(breaker.permit(at_seconds(60)));
  EXPECT_FALSE(breaker.permit(at_seconds(60)));
  breaker.given_up();
  EXPECT_TRUE(breaker.permit(at_seconds(60)));
}

} // namespace onsale::system
