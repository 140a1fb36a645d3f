#include "tests/unit/system/system_fixture.hpp"

namespace onsale::system {
namespace {

constexpr const char* an_endpoint = "endpoints: {a: {path: /a, flow: [respond: {}]}}\n";

TEST(ClientReader, TakesTheTimeToMakeAVirtualUserReadyFromTheScenario)
{
  http::Names names;
  const auto options =
      valid_system(free_machine(std::string("client: {vu-initialisation: 140ms}\n") + an_endpoint), names);
  EXPECT_DOUBLE_EQ(options.client.vu_initialisation_s, 0.14);
}

TEST(ClientReader, MakesVirtualUsersReadyAtOnceByDefault)
{
  http::Names names;
  const auto options = valid_system(free_machine(an_endpoint), names);
  EXPECT_EQ(options.client.vu_initialisation_s, 0);
}

} // namespace
} // namespace onsale::system
