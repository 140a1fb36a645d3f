// Services that the application calls, and the step `call`.
#include "model/system/outbound/outbound.hpp"
#include "tests/unit/operations/operations_fixture.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

namespace onsale::system {
namespace {

std::string paying_shop(const std::string& payment, const std::string& call = "payment")
{
  return free_machine("jvm: {thread-start-cpu: 0s}\n"
                      "services: {payment: {" +
                      payment +
                      "}}\n"
                      "endpoints:\n"
                      "  pay:\n"
                      "    path: /pay\n"
                      "    flow:\n"
                      "      - call: " +
                      call +
                      "\n"
                      "      - respond: {}\n");
}

} // namespace

// The way of 20 ms, 100 ms of work; two at once work one after the other.
TEST(Outbound, AServiceHasItsOwnCapacity)
{
  SystemRig rig(paying_shop("time: 100ms, round-trip: 20ms, capacity: 1"));
  rig.at(0, 0);
  rig.at(0, 1);
  rig.run();
  EXPECT_THAT(rig.took_ms(), testing::ElementsAre(120, 220));
  expect_nothing_leaked(rig);
}

TEST(Outbound, TheClientsPoolLetsNoMoreCallsOut)
{
  SystemRig rig(paying_shop("time: 100ms, pool-size: 1, connect-timeout: 150ms"));
  for (std::uint32_t user = 0; user < 3; ++user)
    rig.at(0, user);
  rig.run();
  EXPECT_THAT(rig.took_ms(), testing::ElementsAre(100, 150, 200));
  EXPECT_EQ(rig.ended[1].status, 504);
}

// The second caller gives up while the service works for it: the third is served when that is over.
TEST(Outbound, AReadTimeOutLeavesTheServiceAtWork)
{
  SystemRig rig(paying_shop("time: 100ms, capacity: 1, read-timeout: 140ms",
                            "{service: payment, on: {read_timeout: [{respond: {status: 202}}]}}"));
  rig.at(0, 0);
  rig.at(0.05, 1); // works from 100 ms on, until 200 ms; its caller leaves at 190 ms
  rig.at(0.195, 2);
  rig.run();
  ASSERT_EQ(rig.ended.size(), 3u);
  EXPECT_EQ(rig.ended[1].status, 202);
  EXPECT_NEAR(rig.ended[1].ended_s, 0.19, 1e-9);
  EXPECT_EQ(rig.ended[2].status, 200);
  EXPECT_NEAR(rig.ended[2].ended_s, 0.3, 1e-9);
  expect_nothing_leaked(rig);
}

TEST(Outbound, AShareOfCallsFails)
{
  SystemRig rig(paying_shop("time: 1ms, failing: 30%"));
  rig.closed_load(1, 10);
  rig.run();
  const auto failed =
      static_cast<double>(std::ranges::count_if(rig.ended, [](const Ended& each) { return each.status == 502; }));
  EXPECT_NEAR(failed / 10'000, 0.3, 3 * std::sqrt(0.3 * 0.7 / 10'000)); // three standard deviations
  EXPECT_THAT(rig.log_lines(), testing::StartsWith("HttpServerErrorException"));
}

// Down from 1 to 2 s: who calls at 1.5 s waits for it until connect-timeout; slow from 3 s on.
TEST(Outbound, IsDownAndSlowAsFaultsSay)
{
  operations::OperationsRig rig(paying_shop("time: 100ms, connect-timeout: 200ms"),
                                "faults:\n"
                                "  - {fault: service down, service: payment, from: 1s, to: 2s}\n"
                                "  - {fault: service slow, service: payment, factor: 3, from: 3s}\n");
  rig.at(0.5, 0);
  rig.at(1.5, 1);
  rig.at(1.9, 2);
  rig.at(4, 3);
  rig.run_until(5);
  EXPECT_THAT(rig.took_ms(), testing::ElementsAre(100, 200, 200, 300));
  EXPECT_EQ(rig.ended[1].status, 504);
  EXPECT_EQ(rig.ended[2].status, 200);
}

TEST(Outbound, TellsNamesThatAreNot)
{
  EXPECT_THAT(system_faults(paying_shop("time: 1ms", "paiment")),
              testing::HasSubstr("there is no service called paiment"));
}

TEST(Outbound, ItsResourcesAreKnownBeforeARun)
{
  http::Names names;
  const SystemOptions options = valid_system(paying_shop("time: 1ms, capacity: 5, pool-size: 3"), names);
  std::vector<std::string> all;
  for (const Resource& each : resources(options))
    all.push_back(each.name() + " " + std::string(to_string(each.kind)));
  EXPECT_THAT(all, testing::IsSupersetOf({"payment works", "payment connections held"}));
}

} // namespace onsale::system
