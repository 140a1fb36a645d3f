#include "model/config/faults.hpp"
#include "sim/run/footprint.hpp"

#include <gtest/gtest.h>

namespace onsale::run {

TEST(Footprint, TenMillionUsersAreRefusedBeforeTheyTakeAllMemory)
{
  Scenario scenario;
  scenario.path = "sale.yaml";
  k6::ScenarioOptions users;
  users.executor = k6::ConstantVus{.vus = 10'000'000, .duration_ns = 5 * k6::second_ns};
  scenario.load.scenarios = {users};
  EXPECT_NEAR(footprint_bytes(scenario), 37e9, 0.1e9);
  EXPECT_NO_THROW(refuse_what_does_not_fit(scenario, 64e9));
  try {
    refuse_what_does_not_fit(scenario, 12e9);
    ADD_FAILURE() << "was not refused";
  } catch (const config::InvalidInput& refused) {
    EXPECT_STREQ(refused.what(),
                 "sale.yaml: would take about 37 GB of memory, most of it for 10,000,000 virtual users; "
                 "12 GB are free");
  }
}

TEST(Footprint, SomethingIsAvailable)
{
  EXPECT_GT(available_bytes(), 1e7);
}

} // namespace onsale::run
