// What guards calls of services: circuit breaker, bulkhead, rate limiter, time limiter, retries.
#include "model/system/outbound/outbound.hpp"
#include "tests/unit/operations/operations_fixture.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace onsale::system {
namespace {

std::string guarded_shop(const std::string& payment, const std::string& call = "payment")
{
  return free_machine("jvm: {thread-start-cpu: 0s}\n"
                      "services: {payment: {" +
                      payment +
                      "}}\n"
                      "endpoints:\n"
                      "  pay:\n"
                      "    path: /pay\n"
                      "    flow: [{call: " +
                      call + "}, {respond: {}}]\n");
}

/// One request of each of these instants, every one of another user.
void requests(SystemRig& rig, std::initializer_list<double> times_s)
{
  std::uint32_t user = 0;
  for (const double time_s : times_s)
    rig.at(time_s, user++);
}

} // namespace

TEST(OutboundGuards, ABulkheadLetsSoManyThroughAndTheRestWaitOrNot)
{
  SystemRig none(guarded_shop("time: 100ms, bulkhead: {max-concurrent-calls: 1}"));
  requests(none, {0, 0});
  none.run();
  EXPECT_THAT(none.statuses(), testing::UnorderedElementsAre(200, 500));
  EXPECT_THAT(
      none.log_lines(),
      testing::HasSubstr("BulkheadFullException: Bulkhead 'payment' is full and does not permit further calls"));
  SystemRig some(guarded_shop("time: 100ms, bulkhead: {max-concurrent-calls: 1, max-wait-duration: 150ms}"));
  requests(some, {0, 0, 0});
  some.run();
  EXPECT_THAT(some.took_ms(), testing::ElementsAre(100, 150, 200));
  expect_nothing_leaked(some);
}

// The caller leaves after 50 ms, wherever it waits: for the pool, for the answer.
TEST(OutboundGuards, ATimeLimiterEndsTheWholeCall)
{
  SystemRig rig(guarded_shop("time: 40ms, pool-size: 1, time-limiter: {timeout-duration: 50ms}"));
  requests(rig, {0, 0, 0.02});
  rig.run();
  EXPECT_THAT(rig.took_ms(), testing::ElementsAre(40, 50, 50)); // 0-40; connected at 40, left at 50; connected at 50
  EXPECT_THAT(rig.log_lines(),
              testing::HasSubstr("TimeoutException: TimeLimiter 'payment' recorded a timeout exception."));
  expect_nothing_leaked(rig);
}

TEST(OutboundGuards, ARateLimiterMakesCallsWaitForTheNextPeriod)
{
  SystemRig rig(guarded_shop("time: 10ms, rate-limiter: {limit-for-period: 1, limit-refresh-period: 1s, "
                             "timeout-duration: 1s}"));
  requests(rig, {0.25, 0.25, 0.25});
  rig.run();
  EXPECT_THAT(rig.took_ms(), testing::ElementsAre(10, 760, 1000));
  EXPECT_THAT(rig.statuses(), testing::ElementsAre(200, 200, 500));
  EXPECT_THAT(rig.log_lines(), testing::HasSubstr("RequestNotPermitted: RateLimiter 'payment' does not permit"));
}

// Down from 1 to 3 s. Two calls fail after connect-timeout, then none is made until 2 s later, when one is tried.
TEST(OutboundGuards, ACircuitBreakerOpensWhileTheServiceIsDown)
{
  operations::OperationsRig rig(
      guarded_shop("time: 10ms, connect-timeout: 100ms, circuit-breaker: {sliding-window-size: 2, "
                   "wait-duration-in-open-state: 2s, permitted-number-of-calls-in-half-open-state: 1}"),
      "faults:\n  - {fault: service down, service: payment, from: 1s, to: 3s}\n");
  requests(rig, {0.5, 1.1, 1.2, 1.5, 2.5, 3.4, 3.5});
  rig.run_until(2);
  EXPECT_EQ(rig.system->part<Services>(outbound_part)[0].open_circuits(), 1);
  rig.run_until(10);
  EXPECT_THAT(rig.statuses(), testing::ElementsAre(200, 504, 504, 500, 500, 200, 200));
  EXPECT_THAT(rig.took_ms(), testing::ElementsAre(10, 100, 100, 0, 0, 10, 10));
  EXPECT_THAT(rig.log_lines(), testing::HasSubstr("CallNotPermittedException: CircuitBreaker 'payment' is OPEN"));
  EXPECT_EQ(rig.system->part<Services>(outbound_part)[0].not_permitted(), 2);
}

TEST(OutboundGuards, AFlowGoesOnByTheAnswerOfAGuard)
{
  SystemRig rig(guarded_shop("time: 10ms, bulkhead: {max-concurrent-calls: 1}",
                             "{service: payment, on: {bulkhead_full: [{respond: {status: 202}}]}}"));
  requests(rig, {0, 0});
  rig.run();
  EXPECT_THAT(rig.statuses(), testing::UnorderedElementsAre(200, 202));
  EXPECT_TRUE(rig.system->failures.log().kinds().empty());
}

// Three attempts with waits of 100 and 200 ms, 10 ms each.
TEST(OutboundGuards, RetriesWaitLongerAndLonger)
{
  SystemRig rig(guarded_shop("time: 10ms, failing: 100%, retry: {wait-duration: 100ms, "
                             "exponential-backoff-multiplier: 2}"));
  rig.at(0, 0);
  rig.run();
  EXPECT_THAT(rig.took_ms(), testing::ElementsAre(330));
  EXPECT_THAT(rig.statuses(), testing::ElementsAre(502));
  EXPECT_EQ(rig.system->part<Services>(outbound_part)[0].retries(), 2);
}

// Of calls that fail with p = 0.4, each request makes (1 - p^3) / (1 - p) = 1.56 and fails with p^3 = 0.064.
TEST(OutboundGuards, RetriesAmplifyTheLoadAsTheirShareSays)
{
  SystemRig rig(guarded_shop("time: 1ms, failing: 40%, retry: {wait-duration: 1ms}"));
  rig.closed_load(1, 30);
  rig.run();
  const auto requests = static_cast<double>(rig.ended.size());
  ASSERT_GT(requests, 10'000);
  const double calls = requests + rig.system->part<Services>(outbound_part)[0].retries();
  // Of one request: E[N^2] = 0.6 + 4 x 0.24 + 9 x 0.16 = 3, so the deviation is 0.753; 4 standard errors.
  EXPECT_NEAR(calls / requests, 1.56, 4 * 0.753 / std::sqrt(requests));
  const auto failed = static_cast<double>(std::ranges::count(rig.statuses(), 502));
  EXPECT_NEAR(failed / requests, 0.064, 4 * std::sqrt(0.064 * 0.936 / requests));
}

TEST(OutboundGuards, AnErrorBurstIsAFault)
{
  operations::OperationsRig rig(
      guarded_shop("time: 1ms"),
      "faults:\n  - {fault: service fails, service: payment, share: 100%, from: 1s, to: 2s}\n");
  requests(rig, {0.5, 1.5, 2.5});
  rig.run_until(5);
  EXPECT_THAT(rig.statuses(), testing::ElementsAre(200, 502, 200));
}

// Whatever ends in the middle, permissions, places and connections are given back.
TEST(OutboundGuards, AProcessThatDiesLeavesNothingBehind)
{
  SystemRig rig(
      guarded_shop("time: 1s, pool-size: 2, bulkhead: {max-concurrent-calls: 3, max-wait-duration: 5s}, "
                   "circuit-breaker: {sliding-window-size: 1}, retry: {}, rate-limiter: {limit-for-period: 2, "
                   "limit-refresh-period: 100ms}"));
  requests(rig, {0, 0, 0, 0, 0, 0});
  rig.run_until(0.5);
  rig.system->application.stop_instance(0);
  rig.system->application.start_instance(0);
  rig.at(3, 7);
  rig.run();
  EXPECT_EQ(rig.ended.size(), 7u);
  EXPECT_EQ(rig.ended.back().status, 200);
  expect_nothing_leaked(rig);
}

} // namespace onsale::system
