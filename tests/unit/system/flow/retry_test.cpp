// The steps `retry` and `fail`.
#include "model/system/flow/step/retry.hpp"
#include "tests/unit/system/one_endpoint.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace onsale::system {
namespace {

using testing::HasSubstr;

std::string retried(const std::string& keys, const std::string& fails)
{
  return one_endpoint("[{retry: {" + keys + ", steps: [{delay: 10ms}, " + fails + "]}}, {respond: {}}]");
}

} // namespace

// An attempt fails with p = 0.3: there are 1 + p + p^2 of them on average (deviation below 0.7), and p^3 = 2.7 % of the
// requests fail (deviation 0.162). Tolerances are four deviations of the mean of 10,000.
TEST(Retry, AmplifiesByTheAttemptsThatFail)
{
  SystemRig rig(retried("delay: 0s", "{choose: [{share: 30%, steps: [{fail: 503}]}]}"));
  one_by_one(rig, 10000);
  EXPECT_NEAR(mean_took_s(rig) / 0.01, 1 + 0.3 + 0.09, 0.028);
  const auto failed = std::count_if(rig.ended.begin(), rig.ended.end(), [](const Ended& e) { return e.status == 503; });
  EXPECT_NEAR(static_cast<double>(failed) / 10000, 0.027, 0.0065);
  EXPECT_NEAR(demand_of(rig).elsewhere_s, 0.01, 1e-12); // when all goes well
  expect_nothing_leaked(rig);
}

// Attempts of 10 ms with 100, 200 and 300 ms (the most) between them.
TEST(Retry, WaitsAsBackoffSays)
{
  SystemRig rig(retried("max-attempts: 4, delay: 100ms, multiplier: 2, max-delay: 300ms", "{fail: 500}"));
  one_by_one(rig, 1);
  EXPECT_NEAR(rig.ended.front().took_s(), 0.64, 1e-9);
  EXPECT_EQ(rig.failed(Cause::thrown).count, 4u); // each attempt is logged
  EXPECT_EQ(rig.log_lines(), "ResponseStatusException: 500\n");
}

TEST(Retry, BackoffHasThePoliciesOfSpringRetry)
{
  const engine::RandomFamily family(1, 0, "test");
  engine::RandomStream draws(family, 0);
  const auto pause_s = [&](const BackOff& back_off, std::uint32_t failed) {
    return engine::in_seconds(back_off.pause(failed, draws));
  };
  using engine::seconds;
  EXPECT_DOUBLE_EQ(pause_s({}, 1), 1);
  EXPECT_DOUBLE_EQ(pause_s({}, 7), 1);
  EXPECT_DOUBLE_EQ(pause_s({seconds(1), seconds(0), 3}, 3), 9);
  EXPECT_DOUBLE_EQ(pause_s({seconds(1), seconds(0), 3}, 5), 30); // DEFAULT_MAX_INTERVAL
  for (int k = 0; k < 1000; ++k) {
    EXPECT_THAT(pause_s({seconds(1), seconds(3)}, 2), testing::AllOf(testing::Gt(1), testing::Lt(3)));
    EXPECT_THAT(pause_s({seconds(1), seconds(0), 2, true}, 2), testing::AllOf(testing::Gt(2), testing::Lt(4)));
  }
}

TEST(Retry, OnlyTheFailuresThatItNames)
{
  SystemRig rig(retried("on: [pool_timeout, seat_taken]", "{fail: {status: 400, exception: 'IllegalArgumentException: "
                                                          "no such zone'}}"));
  one_by_one(rig, 1);
  EXPECT_NEAR(rig.ended.front().took_s(), 0.01, 1e-9);
  EXPECT_EQ(rig.ended.front().status, 400);
  EXPECT_EQ(rig.log_lines(), "IllegalArgumentException: no such zone\n");
  EXPECT_THAT(system_faults(retried("on: [pol_timeout]", "{fail: 500}")), HasSubstr("did you mean \"pool_timeout\"?"));
}

TEST(Retry, RecoversWhenItIsGivenUp)
{
  SystemRig rig(one_endpoint("[{retry: {max-attempts: 2, steps: [{fail: 503}], recover: [{delay: 5s}]}}, {respond: "
                             "{status: 202}}]"));
  one_by_one(rig, 1);
  EXPECT_NEAR(rig.ended.front().took_s(), 6, 1e-9); // one delay of 1 s between the two
  EXPECT_EQ(rig.ended.front().status, 202);
}

// Two users want one seat row and each other's second: whoever fails lets go of what its attempt took.
TEST(Retry, AFailedAttemptGivesBackItsLocksAndItsConnection)
{
  SystemRig rig(
      one_endpoint("[{retry: {max-attempts: 2, delay: 1s, steps: [{lock: {application: seat, key: seat, wait: "
                   "0s}}, {transaction: [{lock: {row: seats, key: seat}}, {query: 1ms}, {fail: 500}]}]}}, "
                   "{respond: {}}]",
                   "settings: {spring.jpa.open-in-view: false}\n"));
  rig.at(0, 0, {.send = {{"seat", 1}}});
  rig.run_until(0.5); // between the attempts
  EXPECT_EQ(rig.instance().hikari().pool().in_use(), 0u);
  EXPECT_EQ(rig.system->database->rows().held_keys(), 0u);
  EXPECT_EQ(rig.system->application.locks().held_keys(), 0u);
  rig.run();
  EXPECT_EQ(rig.ended.front().status, 500);
  expect_nothing_leaked(rig);
}

TEST(Fail, ItsStatusIsThatOfAnError)
{
  EXPECT_THAT(system_faults(one_endpoint("[{fail: 200}, {respond: {}}]")), HasSubstr("fail"));
}

} // namespace onsale::system
