// The step `local-cache`: a cache in the process.
#include "tests/unit/system/system_fixture.hpp"

#include <gmock/gmock.h>

namespace onsale::system {
namespace {

std::string cached_shop(const std::string& cache)
{
  return free_machine("jvm: {thread-start-cpu: 0s}\n"
                      "endpoints:\n"
                      "  seats:\n"
                      "    path: /seats\n"
                      "    input: {event: event}\n"
                      "    flow:\n"
                      "      - local-cache: {key: event, cpu: 1us, miss: [{query: 10ms}], " +
                      cache +
                      "}\n"
                      "      - respond: {}\n");
}

/// One request at each instant for one event. @return what each took, milliseconds
std::vector<double> took_ms(SystemRig& rig, const std::vector<std::pair<double, double>>& events)
{
  for (const auto& [time_s, event] : events)
    rig.at(time_s, 0, {.send = {{"event", event}}});
  rig.run();
  std::vector<double> all;
  for (const Ended& each : rig.ended)
    all.push_back(1e3 * each.took_s());
  return all;
}

MATCHER(Hit, "")
{
  return std::abs(arg - 0.001) < 1e-9;
}
MATCHER(Miss, "")
{
  return std::abs(arg - 10.001) < 1e-9;
}

} // namespace

TEST(LocalCache, AHitCostsCpuOnlyUntilItsTimeIsOver)
{
  SystemRig rig(cached_shop("size: 10, ttl: 5s"));
  EXPECT_THAT(took_ms(rig, {{0, 1}, {1, 1}, {2, 2}, {5, 1}, {5.5, 1}}),
              testing::ElementsAre(Miss(), Hit(), Miss(), Hit(), Miss()));
}

// Two places: 3 takes that of 2, which was asked for before 1.
TEST(LocalCache, AFullOneLetsGoOfWhatWasNotAskedForLongest)
{
  SystemRig rig(cached_shop("size: 2"));
  EXPECT_THAT(took_ms(rig, {{0, 1}, {1, 2}, {2, 1}, {3, 3}, {4, 1}, {5, 2}}),
              testing::ElementsAre(Miss(), Miss(), Hit(), Miss(), Hit(), Miss()));
}

TEST(LocalCache, EachProcessHasItsOwnAndLosesItWithItself)
{
  SystemRig rig(cached_shop("size: 10"));
  Application& application = rig.system->application;
  application.start_instance(application.add_instance());
  for (std::uint32_t user = 0; user < 4; ++user) // whose connections are dealt in turn
    rig.at(user, user, {.send = {{"event", 1}}});
  rig.run_until(5);
  application.stop_instance(0);
  application.start_instance(0);
  application.stop_instance(1);
  rig.at(6, 4, {.send = {{"event", 1}}});
  rig.run();
  std::vector<double> all;
  for (const Ended& each : rig.ended)
    all.push_back(1e3 * each.took_s());
  EXPECT_THAT(all, testing::ElementsAre(Miss(), Miss(), Hit(), Hit(), Miss()));
}

} // namespace onsale::system
