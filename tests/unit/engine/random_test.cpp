#include "sim/engine/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace onsale::engine {
namespace {

// Known answers of Random123's own test vectors (kat_vectors, threefry2x64, 13 rounds): zeros, ones, digits of pi.
TEST(Threefry, GivesItsKnownAnswers)
{
  const auto answer = [](threefry2x64_ctr_t counter, threefry2x64_key_t key) {
    return threefry2x64_R(13, counter, key);
  };
  const auto zeros = answer({{0, 0}}, {{0, 0}});
  EXPECT_EQ(zeros.v[0], 0xf167b032c3b480bd);
  EXPECT_EQ(zeros.v[1], 0xe91f9fee4b7a6fb5);
  const std::uint64_t all = ~std::uint64_t{0};
  const auto ones = answer({{all, all}}, {{all, all}});
  EXPECT_EQ(ones.v[0], 0xccdec5c917a874b1);
  EXPECT_EQ(ones.v[1], 0x4df53abca26ceb01);
  const auto pi = answer({{0x243f6a8885a308d3, 0x13198a2e03707344}}, {{0xa4093822299f31d0, 0x082efa98ec4e6c89}});
  EXPECT_EQ(pi.v[0], 0xc3aac71561042993);
  EXPECT_EQ(pi.v[1], 0x3fe7ae8801aff316);
}

// The key is (seed, FNV-1a of the concern with the replication in its upper half); the counter (entity, block).
// FNV-1a of "a" is af63dc4c8601ec8c.
TEST(RandomFamily, IsThreefryOfItsKeyAndCounter)
{
  const RandomFamily family(7, 3, "a");
  const auto expected = threefry2x64_R(13, {{5, 9}}, {{7, 0xaf63dc4c8601ec8c ^ (std::uint64_t{3} << 32)}});
  EXPECT_EQ(family.bits(5, 9).first, expected.v[0]);
  EXPECT_EQ(family.bits(5, 9).second, expected.v[1]);
}

TEST(RandomFamily, DiffersBySeedReplicationAndConcern)
{
  const std::vector<RandomFamily> families{{1, 0, "think"}, {2, 0, "think"}, {1, 1, "think"}, {1, 0, "demand"}};
  std::vector<std::uint64_t> firsts;
  for (const RandomFamily& family : families)
    firsts.push_back(family.bits(0, 0).first);
  std::sort(firsts.begin(), firsts.end());
  EXPECT_EQ(std::adjacent_find(firsts.begin(), firsts.end()), firsts.end());
}

TEST(RandomStream, TakesBothWordsOfEachBlockInTurn)
{
  const RandomFamily family(1, 0, "x");
  RandomStream stream(family, 4);
  EXPECT_EQ(stream.bits(), family.bits(4, 0).first);
  EXPECT_EQ(stream.bits(), family.bits(4, 0).second);
  EXPECT_EQ(stream.bits(), family.bits(4, 1).first);
  EXPECT_EQ(stream.bits(), family.bits(4, 1).second);
}

TEST(RandomStream, DoesNotDependOnWhatOthersDraw)
{
  const RandomFamily family(1, 0, "x");
  RandomStream alone(family, 4);
  const std::vector<std::uint64_t> expected{alone.bits(), alone.bits(), alone.bits()};
  RandomStream again(family, 4);
  RandomStream other(family, 5);
  for (const std::uint64_t bits : expected) {
    EXPECT_EQ(again.bits(), bits);
    other.bits();
    other.normal();
  }
}

TEST(RandomStream, CopiesGoOnFromTheSamePlace)
{
  const RandomFamily family(1, 0, "x");
  RandomStream stream(family, 4);
  stream.bits();
  RandomStream copy = stream;
  EXPECT_EQ(copy.bits(), stream.bits());
  EXPECT_EQ(copy.bits(), stream.bits());
}

// Correlation of the first draws of neighbouring entities, and of two concerns: for independent uniforms the sample
// correlation of n pairs has deviation 1 / sqrt(n); |r| < 4 / sqrt(n) holds with probability 0.99994 each.
TEST(RandomStream, IsUncorrelatedBetweenNeighboursAndConcerns)
{
  const int n = 100'000;
  const RandomFamily think(1, 0, "think");
  const RandomFamily demand(1, 0, "demand");
  double neighbours = 0;
  double concerns = 0;
  for (std::uint64_t entity = 0; entity < n; ++entity) {
    const double here = RandomStream(think, entity).uniform() - 0.5;
    neighbours += here * (RandomStream(think, entity + 1).uniform() - 0.5);
    concerns += here * (RandomStream(demand, entity).uniform() - 0.5);
  }
  const double variance = 1.0 / 12;
  EXPECT_LT(std::abs(neighbours / n / variance), 4 / std::sqrt(n));
  EXPECT_LT(std::abs(concerns / n / variance), 4 / std::sqrt(n));
}

// Chi-squared over 64 cells, 63 degrees of freedom: below 113.5 with probability 0.9999.
TEST(RandomStream, IsUniform)
{
  const int n = 1'000'000;
  const RandomFamily family(1, 0, "uniform test");
  RandomStream stream(family, 0);
  std::vector<int> cells(64);
  for (int i = 0; i < n; ++i)
    ++cells[static_cast<std::size_t>(stream.uniform() * 64)];
  double chi_squared = 0;
  for (const int count : cells)
    chi_squared += (count - n / 64.0) * (count - n / 64.0) / (n / 64.0);
  EXPECT_LT(chi_squared, 113.5);
}

TEST(RandomStream, StaysInsideItsBounds)
{
  const RandomFamily family(1, 0, "bounds test");
  RandomStream stream(family, 0);
  for (int i = 0; i < 100'000; ++i) {
    const double u = stream.uniform();
    ASSERT_GT(u, 0);
    ASSERT_LT(u, 1);
    const double v = stream.uniform(-3, 5);
    ASSERT_GE(v, -3);
    ASSERT_LE(v, 5);
    ASSERT_LT(stream.below(7), 7U);
    ASSERT_GT(stream.exponential(2), 0);
  }
  EXPECT_EQ(stream.below(1), 0U);
}

// Mean 0 within 4 / sqrt(n), variance 1 within 4 sqrt(2 / n): 0.99994 each.
TEST(RandomStream, DrawsStandardNormals)
{
  const int n = 400'000;
  const RandomFamily family(1, 0, "normal test");
  RandomStream stream(family, 0);
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < n; ++i) {
    const double x = stream.normal();
    sum += x;
    squares += x * x;
  }
  EXPECT_NEAR(sum / n, 0, 4 / std::sqrt(n));
  EXPECT_NEAR(squares / n, 1, 4 * std::sqrt(2.0 / n));
}

} // namespace
} // namespace onsale::engine
