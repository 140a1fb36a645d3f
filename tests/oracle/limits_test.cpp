// Bulkhead and token bucket against the queues that theory takes them for.
#include "model/system/outbound/outbound_causes.hpp"
#include "model/system/resilience/token_bucket.hpp"
#include "sim/engine/process.hpp"
#include "tests/oracle/expect_covers.hpp"
#include "tests/oracle/queues.hpp"
#include "tests/unit/system/system_fixture.hpp"

#include <cmath>

namespace onsale::oracle {
namespace {

using engine::seconds;

/// Probability that M/M/c/K turns away: p_K of the birth-death chain.
double mmck_loss(std::uint32_t servers, std::uint32_t places, double offered)
{
  double weight = 1;
  double sum = 1;
  for (std::uint32_t n = 1; n <= places; ++n) {
    weight *= offered / std::min(n, servers);
    sum += weight;
  }
  return weight / sum;
}

/// Of M/D/1/K, by the chain embedded at departures: pi_0 fixes all, and loss = 1 - 1 / (pi_0 + rho).
/// Gross, Shortle, Thompson & Harris, Fundamentals of Queueing Theory, 4th ed., 5.1.8.
double md1k_loss(std::uint32_t places, double rho)
{
  std::vector<double> arrivals(places + 1); // in one service
  arrivals[0] = std::exp(-rho);
  for (std::uint32_t j = 1; j <= places; ++j)
    arrivals[j] = arrivals[j - 1] * rho / j;
  std::vector<double> pi = {1};
  double sum = 1;
  for (std::uint32_t j = 0; j + 1 < places; ++j) { // pi_j = pi_0 a_j + sum_i pi_i a_(j - i + 1)
    double next = pi[j] - pi[0] * arrivals[j];
    for (std::uint32_t i = 1; i <= j; ++i)
      next -= pi[i] * arrivals[j - i + 1];
    pi.push_back(next / arrivals[0]);
    sum += pi.back();
  }
  return 1 - 1 / (1 / sum + rho);
}

engine::Process poisson(system::SystemRig& rig, engine::RandomStream draws, double rate_per_s, double until_s)
{
  for (std::uint32_t user = 0; engine::in_seconds(rig.simulation.now()) < until_s; ++user) {
    co_await engine::Sleep{rig.simulation, seconds(draws.exponential(1 / rate_per_s))};
    rig.at(engine::in_seconds(rig.simulation.now()), user % 200);
  }
}

engine::Process take(engine::Simulation& simulation, system::TokenBucket& bucket, engine::RandomStream draws,
                     double rate_per_s, std::uint64_t count, std::uint64_t& lost)
{
  for (std::uint64_t i = 0; i < count; ++i) {
    co_await engine::Sleep{simulation, seconds(draws.exponential(1 / rate_per_s))};
    lost += bucket.try_take(simulation.now()) ? 0 : 1;
  }
}

} // namespace

// A service that works on 3 calls at once behind a bulkhead of 5 is M/M/3/5: 3 Erlang are turned away with p_5 = 0.154.
TEST(Bulkhead, BeforeAServiceTurnsAwayAsMmck)
{
  const double theory = mmck_loss(3, 5, 3);
  const auto seen = replicate([&](std::uint32_t number) {
    system::SystemRig rig(
        "system: test\nhosts: {box: {cores: 1000}}\nnetwork: {round-trip: 0s, backend-round-trip: 0s}\n"
        "jvm: {thread-start-cpu: 0s}\n"
        "services: {s: {time: {mean: 10ms, law: exponential}, capacity: 3, bulkhead: "
        "{max-concurrent-calls: 5}}}\n"
        "endpoints: {e: {path: /, flow: [{call: s}, {respond: {}}]}}\n",
        1 + number);
    engine::RandomFamily family(1, number, "arrivals");
    rig.simulation.spawn(poisson(rig, engine::RandomStream(family, 0), 300, 15));
    rig.run();
    return std::vector<double>{static_cast<double>(rig.failed(system::Cause(system::bulkhead_full)).count) /
                               static_cast<double>(rig.sent)};
  });
  expect_covers(seen[0], theory, "turned away");
}

// The tokens that are missing are the queue of M/D/1/K: arrivals at 0.9 of the refill, ten tokens.
TEST(TokenBucketOracle, LosesAsMd1k)
{
  EXPECT_NEAR(md1k_loss(1, 1.0), 0.5, 1e-12); // Erlang B of one server and one Erlang
  constexpr std::uint64_t count = 60'000;
  const system::TokenBucket::Options options{.capacity = 5, .refill_tokens = 10};
  const auto seen = replicate([&](std::uint32_t number) {
    engine::Simulation simulation;
    engine::RandomFamily family(1, number, "arrivals");
    system::TokenBucket bucket(options, simulation.now());
    std::uint64_t lost = 0;
    simulation.spawn(take(simulation, bucket, engine::RandomStream(family, 0), 9, count, lost));
    simulation.run();
    return std::vector<double>{static_cast<double>(lost) / count};
  });
  expect_covers(seen[0], md1k_loss(5, 0.9), "lost");
}

} // namespace onsale::oracle
