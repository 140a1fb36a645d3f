// Random small systems under random clients and every fault and action: whatever happens, each request ends once,
// nothing is leaked, every station obeys its laws and the booking core its invariants.
#include "model/booking/invariants.hpp"
#include "tests/unit/operations/operations_fixture.hpp"
#include "tests/unit/system/random_system.hpp"

#include <gmock/gmock.h>

#include <map>

namespace onsale::operations {
namespace {

/// Each is taken with a chance of a fifth, with random times.
std::string random_plan(std::uint64_t seed)
{
  constexpr std::array<const char*, 17> faults = {"database down",
                                                  "database down, period: 500ms, on: 30%",
                                                  "database slow, factor: 4",
                                                  "redis down",
                                                  "redis down, period: 300ms",
                                                  "redis slow, factor: 10",
                                                  "cache lost",
                                                  "scheduler down",
                                                  "queue disorder, share: 50%",
                                                  "queue loss, share: 50%",
                                                  "queue duplicates, share: 50%",
                                                  "heap leak, per-request: 2MiB",
                                                  "cpu slow, factor: 3",
                                                  "disk slow, factor: 10",
                                                  "network slow, adds: 20ms",
                                                  "backend network slow, adds: 5ms",
                                                  "instance down"};
  constexpr std::array<const char*, 15> actions = {
      "set: {spring.datasource.hikari.maximum-pool-size: 3}",
      "set: {server.tomcat.threads.max: 2, server.tomcat.max-connections: 3}",
      "do: bypass cache",
      "do: use cache",
      "do: warm cache",
      "do: add replica",
      "do: add shard",
      "do: scale database, factor: 2",
      "do: scale server, factor: 0.5",
      "do: tune queries, factor: 0.5",
      "do: add instance, takes: 300ms",
      "do: restart instances, takes: 200ms",
      "do: waiting page, endpoints: [two]",
      "do: remove page",
      "do: pause jobs"};
  const engine::RandomFamily family(seed, 0, "random plan");
  engine::RandomStream draws(family, 0);
  const auto milliseconds = [&](double most) {
    return std::to_string(1 + draws.below(static_cast<std::uint64_t>(most))) + "ms";
  };
  std::string text = "background: [{name: job, every: 100ms, cpu: 20ms}]\nfaults:\n  - {fault: cache lost, from: 1s}\n";
  for (const char* fault : faults)
    if (draws.uniform() < 0.2) {
      const std::uint64_t from_ms = 1 + draws.below(3000);
      text += "  - {fault: " + std::string(fault) + ", from: " + std::to_string(from_ms) +
              "ms, to: " + std::to_string(from_ms + 1 + draws.below(3000)) + "ms}\n";
    }
  text += "actions:\n  - {do: remove page, at: 4s}\n";
  for (const char* action : actions)
    if (draws.uniform() < 0.2)
      text += "  - {" + std::string(action) + ", at: " + milliseconds(5000) + "}\n";
  return text;
}

TEST(ConservationUnderFaults, EachRequestEndsOnceAndNothingIsLeaked)
{
  std::map<system::Cause, std::uint64_t> by_cause;
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    system::RandomSystem random(seed);
    const std::string text = random.text();
    const std::string plan = random_plan(seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + "\n" + text + plan);
    OperationsRig rig(text, plan, seed);
    system::load(rig, random);
    rig.run_until(600); // far beyond every time-out
    EXPECT_EQ(rig.sent, 240u);
    EXPECT_EQ(rig.ended.size(), 240u);
    std::uint64_t accounted = 0;
    for (const system::Anatomy& anatomy : rig.system->anatomy())
      accounted += anatomy.all().requests;
    for (const auto& [kind, count] : rig.system->failures.log().kinds()) {
      using system::Cause;
      by_cause[kind.cause] += count.count;
      EXPECT_FALSE(count.log_line.empty());
      if (kind.cause == Cause::client_gone || kind.cause == Cause::connect_timeout || kind.cause == Cause::queue_full ||
          kind.cause == Cause::server_stopped || kind.cause == Cause::connection_refused)
        accounted += count.count;
    }
    EXPECT_EQ(accounted, 240u);
    for (const system::Ended& each : rig.ended) {
      EXPECT_EQ(each.answered && each.status == 0, each.error != http::NetworkError::none);
      EXPECT_LE(each.phases.blocked_s + each.phases.duration_s(), each.took_s() + 1e-9);
    }
    rig.simulation.clear(); // background jobs go on for ever
    system::expect_nothing_leaked(rig);
    EXPECT_THAT(booking::violations(rig.system->desk.booking()), testing::IsEmpty());
    if (HasFailure())
      return;
  }
  for (const system::Cause cause : {system::Cause::database_lost, system::Cause::pool_timeout,
                                    system::Cause::server_stopped, system::Cause::connection_refused})
    EXPECT_GT(by_cause[cause], 0u) << to_string(cause);
}

} // namespace
} // namespace onsale::operations
