#include "tests/oracle/expect_covers.hpp"
#include "tests/oracle/open_station.hpp"
#include "tests/oracle/queues.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace onsale::oracle {
namespace {

using engine::Distribution;
using testing::IsEmpty;

// rho = 0.8, S = 1: E[W] = rho / (1 - rho) S = 4, P(W > t) = rho e^(-(1 - rho) t).
TEST(Mm1, HasTheMeanAndTheLawOfWaiting)
{
  const std::vector<double> ask_s{0, 2, 5, 10};
  const OpenStation model{.arrivals_per_s = 0.8};
  const auto seen = replicate([&](std::uint32_t number) {
    const OpenStationResult result = run(model, number, ask_s);
    EXPECT_THAT(result.broken_laws, IsEmpty());
    std::vector<double> figures{result.wait_mean_s, result.response_mean_s, result.utilisation};
    figures.insert(figures.end(), result.waited_longer.begin(), result.waited_longer.end());
    return figures;
  });
  expect_covers(seen[0], 4, "mean wait");
  expect_covers(seen[1], 5, "mean response");
  expect_covers(seen[2], 0.8, "utilisation");
  for (std::size_t i = 0; i < ask_s.size(); ++i)
    expect_covers(seen[3 + i], 0.8 * std::exp(-0.2 * ask_s[i]), "P(W > " + std::to_string(ask_s[i]) + ")");
}

// c = 4, a = 3.2: P(W > t) = C e^(-(c - a) t / S), E[W] = C S / (c - a).
TEST(Mmc, HasErlangCsLawOfWaiting)
{
  const std::vector<double> ask_s{0, 1, 3};
  const OpenStation model{.servers = 4, .arrivals_per_s = 3.2, .measured_s = 150'000};
  const double waits = erlang_c(4, 3.2);
  EXPECT_NEAR(waits, 0.5964, 1e-4); // tables of Erlang C
  const auto seen = replicate([&](std::uint32_t number) {
    const OpenStationResult result = run(model, number, ask_s);
    EXPECT_THAT(result.broken_laws, IsEmpty());
    std::vector<double> figures{result.wait_mean_s};
    figures.insert(figures.end(), result.waited_longer.begin(), result.waited_longer.end());
    return figures;
  });
  expect_covers(seen[0], waits / 0.8, "mean wait");
  for (std::size_t i = 0; i < ask_s.size(); ++i)
    expect_covers(seen[1 + i], waits * std::exp(-0.8 * ask_s[i]), "P(W > " + std::to_string(ask_s[i]) + ")");
}

// Pollaczek-Khinchine: E[W] = rho (1 + cv^2) / (2 (1 - rho)) S, rho = 0.7.
TEST(Mg1, WaitsAsPollaczekAndKhinchineSay)
{
  for (const Distribution& demand : {Distribution::constant(1), Distribution::gamma(1, 0.5),
                                     Distribution::exponential(1), Distribution::hyperexponential(1, 1.5)}) {
    const auto seen = replicate([&](std::uint32_t number) {
      return std::vector<double>{run({.arrivals_per_s = 0.7, .demand = demand}, number).wait_mean_s};
    });
    expect_covers(seen[0], 0.7 * (1 + demand.cv() * demand.cv()) / 0.6, "cv " + std::to_string(demand.cv()));
  }
}

// M/G/1-PS: E[R] = S / (1 - rho) = 1 / 0.3, whatever the law of the demand.
TEST(Mg1Ps, MeanResponseIsInsensitiveToTheLawOfDemand)
{
  for (const Distribution& demand : {Distribution::constant(1), Distribution::gamma(1, 0.5),
                                     Distribution::exponential(1), Distribution::hyperexponential(1, 2)}) {
    const auto seen = replicate([&](std::uint32_t number) {
      const OpenStationResult result =
          run({.discipline = Discipline::processor_sharing, .arrivals_per_s = 0.7, .demand = demand}, number);
      EXPECT_THAT(result.broken_laws, IsEmpty());
      return std::vector<double>{result.response_mean_s, result.utilisation};
    });
    expect_covers(seen[0], 1 / 0.3, "mean response, cv " + std::to_string(demand.cv()));
    expect_covers(seen[1], 0.7, "utilisation, cv " + std::to_string(demand.cv()));
  }
}

// On c cores, PS has the number present of M/M/c, also for other laws: E[R] = S + C S / (c - a).
TEST(MgcPs, MeanResponseIsThatOfMmc)
{
  for (const Distribution& demand : {Distribution::constant(1), Distribution::hyperexponential(1, 2)}) {
    const auto seen = replicate([&](std::uint32_t number) {
      const OpenStation model{.discipline = Discipline::processor_sharing,
                              .servers = 4,
                              .arrivals_per_s = 3.2,
                              .demand = demand,
                              .measured_s = 60'000};
      return std::vector<double>{run(model, number).response_mean_s};
    });
    expect_covers(seen[0], 1 + erlang_c(4, 3.2) / 0.8, "mean response, cv " + std::to_string(demand.cv()));
  }
}

// a = 6 Erlang on 8 tokens: B = 0.1219, whatever the law of holding.
TEST(ErlangLoss, TurnsAwayAsManyWhateverTheLawOfHolding)
{
  EXPECT_NEAR(erlang_b(8, 6), 0.1219, 1e-4); // tables of Erlang B
  for (const Distribution& hold :
       {Distribution::constant(1), Distribution::exponential(1), Distribution::gamma(1, 2)}) {
    const auto seen = replicate([&](std::uint32_t number) {
      const OpenStationResult result = run({.discipline = Discipline::loss,
                                            .servers = 8,
                                            .arrivals_per_s = 6,
                                            .demand = hold,
                                            .warm_up_s = 100,
                                            .measured_s = 10'000},
                                           number);
      EXPECT_THAT(result.broken_laws, IsEmpty());
      return std::vector<double>{result.turned_away};
    });
    expect_covers(seen[0], erlang_b(8, 6), "turned away, cv " + std::to_string(hold.cv()));
  }
}

// The same customers meet one more server: each order of service conserves work, so nobody's mean wait grows, and the
// busy time stays the same.
TEST(WorkConservation, MoreServersDelayNobodyOnAverage)
{
  double before_s = HUGE_VAL;
  for (const std::uint32_t servers : {1U, 2U, 3U}) {
    const OpenStationResult result = run({.servers = servers, .arrivals_per_s = 0.9}, 0);
    EXPECT_LT(result.wait_mean_s, before_s) << servers;
    before_s = result.wait_mean_s;
  }
}

// In an M/M/1 queue mean response does not depend on the order of service: FIFO and PS agree (rho = 0.6: 2.5).
TEST(WorkConservation, FifoAndSharingAgreeOnTheMeanOfExponentialDemands)
{
  for (const Discipline discipline : {Discipline::fifo, Discipline::processor_sharing}) {
    const auto seen = replicate([&](std::uint32_t number) {
      return std::vector<double>{run({.discipline = discipline, .arrivals_per_s = 0.6}, number).response_mean_s};
    });
    expect_covers(seen[0], 2.5, "mean response");
  }
}

} // namespace
} // namespace onsale::oracle
