// Random small systems under random clients: whatever happens, each request ends once, nothing is leaked, every station
// obeys its laws and the booking core its invariants. The seed is printed with every failure; most features are
// switched off in most systems, so that a failure can be seen alone.
#include "model/booking/invariants.hpp"
#include "tests/unit/system/random_system.hpp"

#include <gmock/gmock.h>

#include <map>

namespace onsale::system {
namespace {

TEST(Conservation, EachRequestEndsOnceAndNothingIsLeaked)
{
  std::uint64_t answered = 0;
  std::map<Cause, std::uint64_t> by_cause;
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    RandomSystem random(seed);
    const std::string text = random.text();
    SCOPED_TRACE("seed " + std::to_string(seed) + "\n" + text);
    SystemRig rig(text, seed);
    load(rig, random);
    rig.run();

    EXPECT_EQ(rig.sent, 240u);
    EXPECT_EQ(rig.ended.size(), 240u);
    std::uint64_t accounted = 0; // what the server says of the same requests
    for (const Anatomy& anatomy : rig.system->anatomy())
      accounted += anatomy.all().requests;
    for (const auto& [kind, count] : rig.system->failures.log().kinds()) {
      by_cause[kind.cause] += count.count;
      EXPECT_FALSE(count.log_line.empty());
      if (kind.cause == Cause::client_gone || kind.cause == Cause::connect_timeout || kind.cause == Cause::queue_full)
        accounted += count.count;
    }
    EXPECT_EQ(accounted, 240u);
    for (const Ended& each : rig.ended) {
      EXPECT_EQ(each.answered && each.status == 0, each.error != http::NetworkError::none);
      EXPECT_LE(each.phases.blocked_s + each.phases.duration_s(), each.took_s() + 1e-9);
      answered += each.answered ? 1 : 0;
    }
    expect_nothing_leaked(rig);
    EXPECT_THAT(booking::violations(rig.system->desk.booking()), testing::IsEmpty());
    if (HasFailure())
      return;
  }
  // The systems do what they are there for: most requests are answered, and every cause of failure occurs.
  EXPECT_GT(answered, 150u * 240 / 2);
  for (const Cause cause :
       {Cause::pool_timeout, Cause::lock_busy, Cause::queue_full, Cause::client_gone, Cause::refused})
    EXPECT_GT(by_cause[cause], 0u) << to_string(cause);
}

TEST(Conservation, WhatIsEndedInTheMiddleGivesEverythingBack)
{
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    RandomSystem random(seed);
    const std::string text = random.text();
    SCOPED_TRACE("seed " + std::to_string(seed) + "\n" + text);
    SystemRig rig(text, seed);
    load(rig, random);
    rig.run_until(3 * random.uniform());
    rig.simulation.clear();
    rig.run(); // pauses, flushes and idle connections end
    expect_nothing_leaked(rig);
    EXPECT_EQ(rig.instance().tomcat().connector().places().in_use(), 0u);
    EXPECT_THAT(booking::violations(rig.system->desk.booking()), testing::IsEmpty());
    if (HasFailure())
      return;
  }
}

} // namespace
} // namespace onsale::system
