// The step `repeat`, and how many times it is.
#include "tests/unit/system/one_endpoint.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace onsale::system {
namespace {

std::string repeated(const std::string& times)
{
  return one_endpoint("[{repeat: {times: " + times + ", steps: [{delay: 1s}]}}, {respond: {}}]");
}

double mean_of_10000(const std::string& times)
{
  SystemRig rig(repeated(times));
  one_by_one(rig, 10000);
  EXPECT_EQ(rig.ended.size(), 10000u);
  return mean_took_s(rig);
}

} // namespace

TEST(Repeat, WalksItsStepsOneTimeAfterTheOther)
{
  SystemRig rig(one_endpoint("[{query: 1ms}, {repeat: {times: 20, steps: [{query: 2ms}]}}, {respond: {}}]"));
  one_by_one(rig, 1);
  EXPECT_NEAR(rig.ended.front().took_s(), 0.041, 1e-9); // N+1 queries
  EXPECT_EQ(rig.system->database->statements(), 21u);
  EXPECT_NEAR(demand_of(rig).cpu_s[static_cast<std::size_t>(Role::mysql)], 0.041, 1e-12);
}

// Tolerances are four deviations of the mean of 10,000 (99.99 %): 0.04 times the deviation of one.
TEST(Repeat, CountsHaveTheirLaw)
{
  EXPECT_NEAR(mean_of_10000("{from: 1, to: 9}"), 5, 0.04 * std::sqrt(80.0 / 12));
  EXPECT_NEAR(mean_of_10000("{mean: 4}"), 4, 0.04 * std::sqrt(4));
  EXPECT_NEAR(mean_of_10000("{mean: 2, law: geometric}"), 2, 0.04 * std::sqrt(2 + 4));
  EXPECT_DOUBLE_EQ(demand_of(SystemRig(repeated("{mean: 2, law: geometric}"))).elsewhere_s, 2);
}

TEST(Repeat, ARegisterSaysHowOften)
{
  SystemRig rig(repeated("count"));
  rig.at(0, 0, {.send = {{"count", 7}}});
  rig.at(60, 0, {.send = {{"count", -1}}}); // no count: nothing
  rig.run();
  EXPECT_NEAR(rig.ended[0].took_s(), 7, 1e-9);
  EXPECT_NEAR(rig.ended[1].took_s(), 0, 1e-9);
  EXPECT_TRUE(demand_of(rig).undecided);
}

TEST(Repeat, AnAnswerInsideEndsTheRequest)
{
  SystemRig rig(one_endpoint("[{repeat: {times: 5, steps: [{delay: 1s}, {choose: [{share: 100%, steps: [{respond: "
                             "{status: 204}}]}]}]}}, {respond: {}}]"));
  one_by_one(rig, 1);
  EXPECT_NEAR(rig.ended.front().took_s(), 1, 1e-9);
  EXPECT_EQ(rig.ended.front().status, 204);
}

TEST(Repeat, WhatIsNoCountIsTold)
{
  EXPECT_THAT(system_faults(repeated("often")), testing::HasSubstr("there is no register often"));
  EXPECT_THAT(system_faults(repeated("{from: 3, to: 1}")), testing::HasSubstr("it is below `from`"));
  EXPECT_THAT(system_faults(repeated("{mean: 3, law: normal}")), testing::HasSubstr("geometric"));
  EXPECT_THAT(system_faults(repeated("-1")), testing::HasSubstr("times"));
}

} // namespace onsale::system
