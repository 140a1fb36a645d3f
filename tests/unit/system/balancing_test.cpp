// Several processes from the start, and who gives them their clients.
#include "tests/unit/system/system_fixture.hpp"

#include <gmock/gmock.h>

namespace onsale::system {
namespace {

std::string balanced(const std::string& application)
{
  return free_machine("jvm: {thread-start-cpu: 0s}\napplication: {" + application +
                      "}\n"
                      "settings: {spring.datasource.hikari.maximum-pool-size: 1}\n"
                      "endpoints:\n"
                      "  slow: {path: /slow, flow: [{query: 1s}, {respond: {}}]}\n"
                      "  page: {path: /, flow: [{delay: 1ms}, {respond: {}}]}\n");
}

std::vector<std::uint64_t> served(SystemRig& rig)
{
  std::vector<std::uint64_t> all;
  for (const auto& instance : rig.system->application.instances())
    all.push_back(instance->tomcat().workers().station().report(rig.simulation.now()).completions);
  return all;
}

} // namespace

TEST(Balancing, ProcessesAreThereFromTheStart)
{
  SystemRig rig(balanced("instances: 3"));
  for (std::uint32_t user = 0; user < 6; ++user)
    rig.at(0, user, {.endpoint = 1});
  rig.run();
  EXPECT_THAT(served(rig), testing::ElementsAre(2, 2, 2));
  EXPECT_EQ(rig.system->hosts.all().size(), 3u);
  expect_nothing_leaked(rig);
}

// A slow request occupies the first: the next ones go to the second as long as that has fewer.
TEST(Balancing, LeastConnectionsAvoidsWhoIsBusy)
{
  SystemRig rig(balanced("instances: 2, balancing: least-connections"));
  rig.at(0, 0, {.endpoint = 0});
  for (std::uint32_t user = 1; user < 5; ++user)
    rig.at(0.1 * user, user, {.endpoint = 1});
  rig.run();
  EXPECT_THAT(served(rig), testing::ElementsAre(1, 4));
}

TEST(Balancing, AHashKeepsAClientWhereItWas)
{
  SystemRig rig(balanced("instances: 4, balancing: hash"));
  for (int visit = 0; visit < 5; ++visit)
    rig.at(visit, 7, {.endpoint = 1, .fresh = true});
  rig.run();
  EXPECT_THAT(served(rig), testing::UnorderedElementsAre(5, 0, 0, 0));
}

} // namespace onsale::system
