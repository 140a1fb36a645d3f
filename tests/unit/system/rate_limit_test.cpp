// The token bucket and the step `rate-limit`.
#include "model/system/resilience/token_bucket.hpp"
#include "tests/unit/system/system_fixture.hpp"

#include <gmock/gmock.h>

namespace onsale::system {
namespace {

using engine::at_seconds;

std::string limited_page(const std::string& limit)
{
  return free_machine("jvm: {thread-start-cpu: 0s}\n"
                      "endpoints:\n"
                      "  page:\n"
                      "    path: /\n"
                      "    input: {user: id}\n"
                      "    flow: [{rate-limit: {" +
                      limit + "}}, {respond: {}}]\n");
}

} // namespace

// Three tokens, two a second, one by one: at 0 three; the next at 0.5, at 1, ...
TEST(TokenBucket, RefillsOneByOne)
{
  const TokenBucket::Options options{.capacity = 3, .refill_tokens = 2};
  TokenBucket bucket(options, at_seconds(0));
  for (const bool there : {true, true, true, false})
    EXPECT_EQ(bucket.try_take(at_seconds(0)), there);
  EXPECT_NEAR(engine::in_seconds(bucket.until_next(at_seconds(0))), 0.5, 1e-12);
  EXPECT_FALSE(bucket.try_take(at_seconds(0.4)));
  EXPECT_TRUE(bucket.try_take(at_seconds(0.5)));
  EXPECT_FALSE(bucket.try_take(at_seconds(0.9)));
  EXPECT_TRUE(bucket.try_take(at_seconds(1)));
}

TEST(TokenBucket, OrAllAtTheEndOfThePeriod)
{
  const TokenBucket::Options options{.capacity = 2, .refill_tokens = 2, .intervally = true};
  TokenBucket bucket(options, at_seconds(0));
  for (const bool there : {true, true, false})
    EXPECT_EQ(bucket.try_take(at_seconds(0.1)), there);
  EXPECT_FALSE(bucket.try_take(at_seconds(0.99)));
  for (const bool there : {true, true, false})
    EXPECT_EQ(bucket.try_take(at_seconds(1)), there);
}

TEST(RateLimit, TurnsAwayWithItsStatusAndALogLine)
{
  SystemRig rig(limited_page("capacity: 1, refill-period: 10s"));
  for (const double time_s : {0.0, 4.0, 10.0})
    rig.at(time_s, 0);
  rig.run();
  EXPECT_THAT(rig.statuses(), testing::ElementsAre(200, 429, 200));
  EXPECT_EQ(rig.failed(Cause::too_many_requests).count, 1u);
  EXPECT_THAT(rig.log_lines(), testing::HasSubstr("X-Rate-Limit-Retry-After-Seconds: 6"));
}

TEST(RateLimit, HasABucketForEachKeyInEachProcess)
{
  SystemRig rig(limited_page("capacity: 1, refill-period: 10s, key: user"));
  rig.at(0, 0, {.send = {{"id", 1}}});
  rig.at(1, 0, {.send = {{"id", 2}}});
  rig.at(2, 0, {.send = {{"id", 1}}});
  rig.run_until(3);
  rig.system->application.stop_instance(0); // and the buckets are gone with it
  rig.system->application.start_instance(0);
  rig.at(4, 0, {.send = {{"id", 1}}});
  rig.run();
  EXPECT_THAT(rig.statuses(), testing::ElementsAre(200, 200, 429, 200));
}

} // namespace onsale::system
