// The step `each`, and a job that lets waiting users in one by one.
#include "tests/unit/system/one_endpoint.hpp"

#include <gmock/gmock.h>

namespace onsale::system {

TEST(Each, GoesThroughTheListThatWasRead)
{
  SystemRig rig(
      one_endpoint("[{booking: available_seats}, {each: {of: seats, at-most: 3, steps: [{delay: 1s}]}}, {each: "
                   "{of: seats, steps: [{delay: 10s}]}}, {respond: {}}]",
                   "booking: {seats-per-event: 5}\n"));
  one_by_one(rig, 1, {.send = {{"event", 1}}});
  ASSERT_EQ(rig.ended.size(), 1u);
  EXPECT_NEAR(rig.ended.front().took_s(), 3 + 50, 1e-9);
  EXPECT_TRUE(demand_of(rig).undecided);
}

// Three wait, two may be active: at 0.5 s the job takes the first two, 0.1 s for each. The built-in promotion stands
// back.
TEST(Each, AJobLetsWaitingUsersInOneByOne)
{
  SystemRig rig(
      one_endpoint("[{booking: issue_token}, {respond: {}}]",
                   "booking: {users: 5}\nsettings: {queue.max-active-tokens: 2}\n"
                   "jobs:\n  admit:\n    fixed-delay: 1s\n    initial-delay: 0.5s\n"
                   "    flow: [{each: {of: waiting_tokens, steps: [{delay: 0.1s}, {booking: activate_token}]}}]\n"));
  for (std::uint32_t user = 0; user < 3; ++user)
    rig.at(0, user, {.send = {{"user", user + 1}}});
  const booking::TokenQueue& queue = rig.system->desk.booking().queue();
  rig.run_until(0.2);
  EXPECT_EQ(queue.waiting(), 3u);
  EXPECT_EQ(rig.promote(), 0u);
  rig.run_until(0.65);
  EXPECT_EQ(queue.active(), 1u);
  rig.run_until(5);
  EXPECT_EQ(queue.active(), 2u);
  EXPECT_EQ(queue.waiting(), 1u);
  expect_nothing_leaked(rig);
}

TEST(Each, NamesWhatItDoesNotKnow)
{
  EXPECT_THAT(system_faults(one_endpoint("[{each: {of: seets, steps: [{delay: 1s}]}}, {respond: {}}]")),
              testing::HasSubstr("there is no register seets"));
}

} // namespace onsale::system
