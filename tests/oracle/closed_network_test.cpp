#include "tests/oracle/closed_network.hpp"
#include "tests/oracle/expect_covers.hpp"
#include "tests/oracle/queues.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace onsale::oracle {
namespace {

using engine::Distribution;
using testing::IsEmpty;

// One queueing station, 2 users, Z = 2, D = 1: R(1) = 1, X(1) = 1/3, Q(1) = 1/3; R(2) = 4/3, X(2) = 2 / (10/3) = 0.6.
TEST(Mva, AgreesWithAHandTrace)
{
  const MvaResult result = mva({{1, 1}}, 2, 2);
  EXPECT_DOUBLE_EQ(result.residence_s[0], 4.0 / 3);
  EXPECT_DOUBLE_EQ(result.throughput_per_s, 0.6);
  EXPECT_DOUBLE_EQ(mva({{2, 0}}, 1, 6).throughput_per_s, 2); // a delay of 2 s and a think time of 1 s: 6 / 3
}

// Machine repair: M machines fail after an exponential time 1 / lambda = 10, c repairers mend in 1 / mu = 1:
// p_n = M! / (M - n)! / prod min(j, c) (lambda / mu)^n p_0. Throughput lambda (M - E[n]).
TEST(MachineRepair, HasTheThroughputOfItsBirthAndDeathProcess)
{
  const std::uint32_t machines = 20;
  const std::uint32_t repairers = 2;
  double weight = 1;
  double total = 1;
  double broken = 0;
  for (std::uint32_t n = 1; n <= machines; ++n) {
    weight *= (machines - n + 1) * 0.1 / std::min(n, repairers);
    total += weight;
    broken += n * weight;
  }
  const double theory = 0.1 * (machines - broken / total);
  EXPECT_NEAR(mva({{1, repairers}}, 10, machines).throughput_per_s, theory, 1e-9);
  const auto seen = replicate([&](std::uint32_t number) {
    const auto result = run({.users = machines,
                             .think = Distribution::exponential(10),
                             .pool = Distribution::exponential(1),
                             .tokens = repairers},
                            number);
    EXPECT_THAT(result.broken_laws, IsEmpty());
    return std::vector<double>{result.throughput_per_s, result.pool_utilisation};
  });
  expect_covers(seen[0], theory, "throughput");
  expect_covers(seen[1], theory / repairers, "utilisation");
}

/// CPU 0.04 s on 2 cores (PS, any law), disk 0.015 s (FIFO), pool of 3 held 0.05 s, think time 1 s: the CPU and the
/// disk saturate at 50 and 66 a second, at about 50 users.
ClosedNetwork tier(std::uint32_t users, const Distribution& cpu)
{
  return {.users = users,
          .think = Distribution::exponential(1),
          .cpu = cpu,
          .cores = 2,
          .disk = Distribution::exponential(0.015),
          .pool = Distribution::exponential(0.05),
          .tokens = 3,
          .warm_up_s = 50,
          .measured_s = 400};
}

TEST(ClosedNetwork, AgreesWithExactMeanValueAnalysis)
{
  for (const std::uint32_t users : {1U, 20U, 60U})
    for (const Distribution& cpu :
         {Distribution::exponential(0.04), Distribution::constant(0.04), Distribution::hyperexponential(0.04, 2)}) {
      SCOPED_TRACE(std::to_string(users) + " users, CPU cv " + std::to_string(cpu.cv()));
      ClosedNetwork model = tier(users, cpu);
      if (users == 1)
        model.measured_s = 4'000;
      const MvaResult theory = mva({{0.04, 2}, {0.015, 1}, {0.05, 3}}, 1, users);
      const auto seen = replicate([&](std::uint32_t number) {
        const auto result = run(model, number);
        EXPECT_THAT(result.broken_laws, IsEmpty());
        return std::vector<double>{result.throughput_per_s, result.cpu_residence_s, result.disk_residence_s,
                                   result.pool_residence_s, result.cpu_utilisation};
      });
      expect_covers(seen[0], theory.throughput_per_s, "throughput");
      expect_covers(seen[1], theory.residence_s[0], "residence at the CPU");
      expect_covers(seen[2], theory.residence_s[1], "residence at the disk");
      expect_covers(seen[3], theory.residence_s[2], "residence at the pool");
      expect_covers(seen[4], theory.throughput_per_s * 0.04 / 2, "utilisation of the CPU");
    }
}

// X <= min(1 / D_max, N / (D + Z)), R >= max(D, N D_max - Z). Statistical error of the service times that were drawn
// is below 2 % here.
TEST(ClosedNetwork, StaysWithinAsymptoticBounds)
{
  const double demand_s = 0.04 + 0.015 + 0.05;
  const double largest_s = 0.04 / 2;
  for (const std::uint32_t users : {1U, 10U, 50U, 200U}) {
    const auto result = run(tier(users, Distribution::exponential(0.04)), 0);
    EXPECT_LE(result.throughput_per_s, 1.02 * std::min(1 / largest_s, users / (demand_s + 1)) + 0.1) << users;
    const double response_s = result.cpu_residence_s + result.disk_residence_s + result.pool_residence_s;
    EXPECT_GE(response_s, 0.9 * std::max(demand_s, users * largest_s - 1)) << users;
    EXPECT_LE(std::max({result.cpu_utilisation, result.disk_utilisation, result.pool_utilisation}), 1 + 1e-9) << users;
  }
}

// Five thousand simulated seconds with a saturated disk: every law on every resource, at the end of a long run.
TEST(ClosedNetwork, ObeysTheOperationalLawsOnEveryResource)
{
  ClosedNetwork model = tier(80, Distribution::lognormal(0.02, 1));
  model.disk = Distribution::gamma(0.02, 0.5);
  model.measured_s = 5'000;
  const auto result = run(model, 0);
  EXPECT_THAT(result.broken_laws, IsEmpty());
  EXPECT_NEAR(result.disk_utilisation, 1, 0.01);
}

} // namespace
} // namespace onsale::oracle
