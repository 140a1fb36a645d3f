#include "model/analytic/closed_network.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace onsale::analytic {

// One queueing station, 2 customers, Z = 2, D = 1: R(1) = 1, X(1) = 1/3, Q(1) = 1/3; R(2) = 4/3, X(2) = 2 / (10/3) =
// 0.6.
TEST(ClosedNetwork, AgreesWithAHandTrace)
{
  const Curve curve = closed_network({{"cpu", 1, {.cores = 1}}}, 2, 2);
  EXPECT_NEAR(curve.throughput_per_s[0], 1.0 / 3, 1e-12);
  EXPECT_NEAR(curve.throughput_per_s[1], 0.6, 1e-12);
  EXPECT_NEAR(curve.response_s[1], 4.0 / 3, 1e-12);
}

// Machine repair: M machines fail after Z = 10, c repairers mend in 1: p_n = M! / (M - n)! / prod min(j, c) 0.1^n p_0.
TEST(ClosedNetwork, AgreesWithMachineRepair)
{
  const int machines = 20;
  double weight = 1;
  double total = 1;
  double broken = 0;
  for (int n = 1; n <= machines; ++n) {
    weight *= (machines - n + 1) * 0.1 / std::min(n, 2);
    total += weight;
    broken += n * weight;
  }
  const Curve curve = closed_network({{"repairers", 1, {.cores = 2}}}, 10, machines);
  EXPECT_NEAR(curve.throughput_per_s.back(), 0.1 * (machines - broken / total), 1e-12);
}

TEST(ClosedNetwork, ReachesItsAsymptotesWithThousandsOfCustomers)
{
  const std::vector<Station> stations = {{"cpu", 0.004, {.cores = 2}}, {"disk", 0.001, {.cores = 1}}};
  const Bounds asymptotes = bounds(stations, 3);
  EXPECT_EQ(asymptotes.bottleneck, "cpu");
  EXPECT_NEAR(asymptotes.throughput_max_per_s, 500, 1e-9);
  EXPECT_NEAR(asymptotes.knee(), 500 * 3.005, 1e-9);
  const Curve curve = closed_network(stations, 3, 5000);
  EXPECT_NEAR(curve.throughput_per_s.front(), 1 / 3.005, 1e-9);
  EXPECT_NEAR(curve.throughput_per_s.back(), 500, 1e-6);
  EXPECT_NEAR(curve.response_s.back(), 5000 / 500.0 - 3, 1e-6);
  for (std::size_t n = 1; n <= 5000; n += 499) {
    EXPECT_LE(curve.throughput_per_s[n - 1], asymptotes.throughput_at(static_cast<double>(n)) * (1 + 1e-9));
    EXPECT_GE(curve.response_s[n - 1], asymptotes.response_at(static_cast<double>(n)) * (1 - 1e-9));
  }
}

} // namespace onsale::analytic
