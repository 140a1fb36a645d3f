// The step `choose`: ways with their shares.
#include "tests/unit/system/one_endpoint.hpp"

#include <gmock/gmock.h>

namespace onsale::system {
namespace {

using testing::HasSubstr;

// 1 s for a half, 3 s for a tenth, nothing for the rest: mean 0.8 s, deviation sqrt(0.5 + 0.9 - 0.64) = 0.872 s; of
// 10,000 requests the mean is within 4 deviations (99.99 %) of 0.035 s.
TEST(Choose, TakesEachWayAsOftenAsItsShareSays)
{
  SystemRig rig(one_endpoint("[{choose: [{share: 50%, steps: [{delay: 1s}]}, {share: 10%, steps: [{delay: 2s}, {delay: "
                             "1s}]}]}, {respond: {}}]"));
  one_by_one(rig, 10000);
  EXPECT_NEAR(mean_took_s(rig), 0.8, 0.035);
  EXPECT_DOUBLE_EQ(demand_of(rig).elsewhere_s, 0.8);
  expect_nothing_leaked(rig);
}

// Half of the requests end in the first way: what comes behind is asked for by the other half alone.
TEST(Choose, DemandsBehindItAreOfThoseThatGoOn)
{
  const SystemRig rig(one_endpoint("[{choose: [{share: 50%, steps: [{delay: 1s}, {respond: {}}]}, {share: 20%, steps: "
                                   "[{query: 10ms}]}]}, {cpu: 4s}, {respond: {}}]"));
  const RequestDemand demand = demand_of(rig);
  EXPECT_DOUBLE_EQ(demand.elsewhere_s, 0.5);
  EXPECT_DOUBLE_EQ(demand.cpu_s[static_cast<std::size_t>(Role::server)], 2);
  EXPECT_DOUBLE_EQ(demand.cpu_s[static_cast<std::size_t>(Role::mysql)], 0.002);
  // Open in view: of those 50 % that go on 20 of 50 hold a connection, through the query and the CPU time.
  EXPECT_NEAR(demand.held("hikari pool"), 0.2 * (0.01 + 4), 1e-12);
}

TEST(Choose, SharesAboveTheWholeAreRefused)
{
  EXPECT_THAT(system_faults(one_endpoint("[{choose: [{share: 60%, steps: [{delay: 1s}]}, {share: 0.5, steps: [{delay: "
                                         "2s}]}]}, {respond: {}}]")),
              HasSubstr("the shares are 110 % together, more than the whole"));
}

} // namespace
} // namespace onsale::system
