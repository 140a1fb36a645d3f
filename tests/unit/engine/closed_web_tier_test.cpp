#include "tests/bench/closed_web_tier.hpp"

#include <gtest/gtest.h>

#include <string>

namespace onsale::bench {
namespace {

// The engine against a bare loop that shares nothing with it but the random numbers: lightly loaded, short of threads,
// of connections, of CPU, and of everything.
TEST(ClosedWebTier, IsTheSameInTheEngineAndInABareLoop)
{
  for (const ClosedWebTier& size :
       {ClosedWebTier{.users = 1, .threads = 1, .connections = 1}, ClosedWebTier{.users = 100},
        ClosedWebTier{.users = 1000, .threads = 20, .connections = 20}, ClosedWebTier{.users = 1000, .connections = 3},
        ClosedWebTier{.users = 3000, .connections = 100, .demand_s = 0.007},
        ClosedWebTier{.users = 5000, .connections = 20}})
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      SCOPED_TRACE(std::to_string(size.users) + " users, seed " + std::to_string(seed));
      ClosedWebTier model = size;
      model.simulated_s = 20;
      model.seed = seed;
      const ClosedWebTierResult engine = run_engine(model);
      const ClosedWebTierResult bare = run_bare(model);
      EXPECT_GT(bare.requests, 0U);
      EXPECT_EQ(engine.requests, bare.requests);
      EXPECT_NEAR(engine.mean_response_s, bare.mean_response_s, 1e-9 * bare.mean_response_s);
    }
}

} // namespace
} // namespace onsale::bench
