#include "model/booking/invariants.hpp"
#include "model/booking/token_queue.hpp"

#include <gmock/gmock.h>

namespace onsale::booking {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Seconds ttl{10};

QueueOptions queue_options(Reissue reissue = Reissue::keep)
{
  return {.active_ttl = ttl, .reissue = reissue, .unlimited = false};
}

std::vector<UserId> users_of(const std::vector<TokenId>& tokens)
{
  std::vector<UserId> users;
  for (const auto token : tokens)
    users.push_back(token.user);
  return users;
}

TEST(TokenQueue, PromotesInArrivalOrderWithinBatchAndCapacity)
{
  TokenQueue queue(10, queue_options());
  for (const UserId user : {4U, 2U, 9U, 0U, 5U})
    queue.issue_token(user, Seconds{0});
  std::vector<TokenId> promoted;
  EXPECT_EQ(queue.promote(Seconds{1}, {.batch = 2, .max_active = 3}, promoted), 2U);
  EXPECT_THAT(users_of(promoted), ElementsAre(4, 2));
  EXPECT_EQ(queue.promote(Seconds{2}, {.batch = 2, .max_active = 3}, promoted), 1U); // one place was left
  EXPECT_THAT(users_of(promoted), ElementsAre(9));
  // Users 4 and 2 expire at 1 + 10: promoting at 11 frees their two places first.
  EXPECT_EQ(queue.promote(Seconds{11}, {.batch = 5, .max_active = 3}, promoted), 2U);
  EXPECT_THAT(users_of(promoted), ElementsAre(0, 5));
  EXPECT_THAT(violations(queue), IsEmpty());
}

TEST(TokenQueue, TellsThePlaceFromZeroAndClosesTheGapOfWhoLeaves)
{
  TokenQueue queue(4, queue_options());
  const auto first = queue.issue_token(0, Seconds{0});
  const auto second = queue.issue_token(1, Seconds{0});
  const auto third = queue.issue_token(2, Seconds{0});
  EXPECT_EQ(first.status.position, 0U);
  EXPECT_EQ(third.status.standing, Standing::waiting);
  EXPECT_EQ(third.status.position, 2U);
  EXPECT_EQ(queue.leave(second.token), Outcome::ok);
  EXPECT_EQ(queue.leave(second.token), Outcome::not_found);
  EXPECT_EQ(queue.status(third.token, Seconds{1}).position, 1U);
  EXPECT_EQ(queue.status(second.token, Seconds{1}).standing, Standing::unknown);
  EXPECT_EQ(queue.issue_token(1, Seconds{2}).status.position, 2U); // back, at the end
}

TEST(TokenQueue, KeepGivesTheSameTokenBackWithItsPlace)
{
  TokenQueue queue(3, queue_options(Reissue::keep));
  const auto first = queue.issue_token(0, Seconds{0});
  queue.issue_token(1, Seconds{0});
  const auto again = queue.issue_token(0, Seconds{1});
  EXPECT_EQ(again.token, first.token);
  EXPECT_EQ(again.status.position, 0U);

  std::vector<TokenId> promoted;
  queue.promote(Seconds{2}, {.batch = 1}, promoted);
  const auto active = queue.issue_token(0, Seconds{3});
  EXPECT_EQ(active.token, first.token);
  EXPECT_EQ(active.status.standing, Standing::active);
  EXPECT_EQ(queue.status(first.token, Seconds{12}).standing, Standing::unknown); // 2 + 10: asking did not renew it
}

TEST(TokenQueue, ReplaceSendsToTheEndAndVoidsTheOldToken)
{
  TokenQueue queue(3, queue_options(Reissue::replace));
  const auto first = queue.issue_token(0, Seconds{0});
  const auto other = queue.issue_token(1, Seconds{0});
  const auto again = queue.issue_token(0, Seconds{1});
  EXPECT_NE(again.token, first.token);
  EXPECT_EQ(again.status.position, 1U);
  EXPECT_EQ(queue.status(first.token, Seconds{1}).standing, Standing::unknown);

  std::vector<TokenId> promoted;
  queue.promote(Seconds{2}, {.batch = 1}, promoted);
  const auto replaced = queue.issue_token(1, Seconds{3});
  EXPECT_EQ(replaced.status.standing, Standing::waiting);
  EXPECT_EQ(queue.require_active(other.token, Seconds{3}), Outcome::token_not_active);
  EXPECT_EQ(queue.active(), 0U);
}

TEST(TokenQueue, AnExpiredTokenIsUnknownBeforeAndAfterTheSweep)
{
  TokenQueue queue(2, queue_options());
  const auto ticket = queue.issue_token(0, Seconds{0});
  std::vector<TokenId> promoted;
  queue.promote(Seconds{0}, {}, promoted);
  EXPECT_EQ(queue.require_active(ticket.token, Seconds{9.999}), Outcome::ok);
  EXPECT_EQ(queue.require_active(ticket.token, Seconds{10}), Outcome::token_not_active);
  EXPECT_EQ(queue.release(ticket.token, Seconds{10}), Outcome::token_not_active);
  EXPECT_EQ(queue.active(), 1U); // nobody swept
  EXPECT_EQ(queue.expire(Seconds{10}), 1U);
  EXPECT_EQ(queue.active(), 0U);
  EXPECT_EQ(queue.expire(Seconds{10}), 0U);
}

TEST(TokenQueue, WhoAsksAfterExpiryWaitsAgainThoughNobodySwept)
{
  TokenQueue queue(2, queue_options());
  queue.issue_token(0, Seconds{0});
  std::vector<TokenId> promoted;
  queue.promote(Seconds{0}, {}, promoted);
  EXPECT_EQ(queue.issue_token(0, Seconds{15}).status.standing, Standing::waiting);
  EXPECT_EQ(queue.active(), 0U);
  EXPECT_EQ(queue.expire(Seconds{15}), 0U);
  EXPECT_THAT(violations(queue), IsEmpty());
}

TEST(TokenQueue, ReleaseFreesThePlaceAtOnce)
{
  TokenQueue queue(2, queue_options());
  const auto first = queue.issue_token(0, Seconds{0});
  queue.issue_token(1, Seconds{0});
  std::vector<TokenId> promoted;
  queue.promote(Seconds{0}, {.max_active = 1}, promoted);
  EXPECT_EQ(queue.release(first.token, Seconds{1}), Outcome::ok);
  EXPECT_EQ(queue.release(first.token, Seconds{1}), Outcome::token_not_active);
  queue.promote(Seconds{1}, {.max_active = 1}, promoted);
  EXPECT_THAT(users_of(promoted), ElementsAre(1));
}

// A promotion by two commands:   1 s ZPOPMIN   1.5 s status   2 s ZADD   2.5 s status
TEST(TokenQueue, BetweenTheTwoCommandsATokenIsUnknown)
{
  TokenQueue queue(2, queue_options());
  const auto ticket = queue.issue_token(0, Seconds{0});
  std::vector<TokenId> popped;
  EXPECT_EQ(queue.pop_waiting(5, popped), 1U);
  EXPECT_EQ(queue.status(ticket.token, Seconds{1.5}).standing, Standing::unknown);
  EXPECT_EQ(queue.waiting() + queue.active(), 0U);
  EXPECT_EQ(queue.add_active(popped, Seconds{2}), 1U);
  EXPECT_EQ(queue.status(ticket.token, Seconds{2.5}).standing, Standing::active);
}

TEST(TokenQueue, WhoAsksBetweenTheTwoCommandsStandsInBothSets)
{
  TokenQueue queue(2, queue_options());
  const auto ticket = queue.issue_token(0, Seconds{0});
  std::vector<TokenId> popped;
  queue.pop_waiting(1, popped);
  EXPECT_EQ(queue.issue_token(0, Seconds{1}).token, ticket.token);
  queue.add_active(popped, Seconds{2});
  EXPECT_EQ(queue.waiting(), 1U);
  EXPECT_EQ(queue.active(), 1U);
  EXPECT_EQ(queue.status(ticket.token, Seconds{2}).standing, Standing::active);
  EXPECT_EQ(queue.expire(Seconds{12}), 1U);
  EXPECT_EQ(queue.status(ticket.token, Seconds{12}).standing, Standing::waiting);
  EXPECT_THAT(violations(queue), IsEmpty());
}

TEST(TokenQueue, ATokenReplacedBetweenTheTwoCommandsIsLeftOut)
{
  TokenQueue queue(2, queue_options(Reissue::replace));
  queue.issue_token(0, Seconds{0});
  std::vector<TokenId> popped;
  queue.pop_waiting(1, popped);
  queue.issue_token(0, Seconds{1});
  EXPECT_EQ(queue.add_active(popped, Seconds{2}), 0U);
  EXPECT_EQ(queue.active(), 0U);
  EXPECT_EQ(queue.waiting(), 1U);
}

// Two schedulers that both saw 0 active and a capacity of 1: the real system then has 2 active, and so has this one.
TEST(TokenQueue, TwoSchedulersByTwoCommandsCanExceedTheCapacity)
{
  TokenQueue queue(3, queue_options());
  queue.issue_token(0, Seconds{0});
  queue.issue_token(1, Seconds{0});
  std::vector<TokenId> one;
  std::vector<TokenId> other;
  queue.pop_waiting(1, one);
  queue.pop_waiting(1, other);
  queue.add_active(one, Seconds{1});
  queue.add_active(other, Seconds{1});
  EXPECT_EQ(queue.active(), 2U);
  EXPECT_THAT(violations(queue), IsEmpty());
}

TEST(TokenQueue, UnlimitedIsActiveAtOnce)
{
  TokenQueue queue(3, {.active_ttl = ttl, .unlimited = true});
  const auto ticket = queue.issue_token(2, Seconds{5});
  EXPECT_EQ(ticket.status.standing, Standing::active);
  EXPECT_EQ(queue.waiting(), 0U);
  EXPECT_EQ(queue.status(ticket.token, Seconds{15}).standing, Standing::unknown);
  EXPECT_EQ(queue.issue_token(2, Seconds{15}).status.standing, Standing::active);
  EXPECT_THAT(violations(queue), IsEmpty());
}

TEST(TokenQueue, KnowsNeitherStrangersNorForgedTokens)
{
  TokenQueue queue(3, queue_options());
  EXPECT_EQ(queue.issue_token(3, Seconds{0}).outcome, Outcome::not_found);
  EXPECT_EQ(queue.status({}, Seconds{0}).standing, Standing::unknown);
  EXPECT_EQ(queue.status({1, 0}, Seconds{0}).standing, Standing::unknown);
  EXPECT_EQ(queue.status({1, 7}, Seconds{0}).standing, Standing::unknown);
}

TEST(TokenQueue, SteadyStateTakesNoMoreMemory)
{
  TokenQueue queue(1000, queue_options());
  std::vector<TokenId> promoted;
  const auto turn = [&](int step) {
    const Seconds now{0.01 * step};
    queue.issue_token(static_cast<UserId>(step % 1000), now);
    queue.promote(now, {.max_active = 50}, promoted);
    if (step % 3 == 0 and not promoted.empty())
      queue.release(promoted.front(), now);
  };
  for (int step = 0; step < 20'000; ++step)
    turn(step);
  const auto bytes = queue.memory_bytes();
  for (int step = 20'000; step < 200'000; ++step)
    turn(step);
  EXPECT_EQ(queue.memory_bytes(), bytes);
  EXPECT_THAT(violations(queue), IsEmpty());
}

TEST(TokenQueue, SaysWhatIsWrongWithTheLifetime)
{
  try {
    TokenQueue queue(1, {.active_ttl = Seconds{0}});
    FAIL() << "accepted";
  } catch (const std::invalid_argument& error) {
    EXPECT_STREQ(error.what(), "token queue: active_ttl: 0.000000 s is not above 0 (default 300 s)");
  }
}

} // namespace
} // namespace onsale::booking
