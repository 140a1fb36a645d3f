#include "sim/study/holm.hpp"

#include <gtest/gtest.h>

#include <array>

namespace onsale::study {

// m = 4, level 0.05: 0.010 <= 0.05/4 falls, 0.016 <= 0.05/3 falls, 0.03 > 0.05/2 stands, and so does all above it.
TEST(Holm, HoldsEachAgainstTheShareOfThoseThatStillStand)
{
  const std::array<double, 4> p = {0.03, 0.010, 0.04, 0.016};
  EXPECT_EQ(holm(p, 0.05), (std::vector<bool>{false, true, false, true}));
  EXPECT_TRUE(holm({}, 0.05).empty());
}

// Mean 2, s = 1, n = 3: t = 2 sqrt(3) = 3.4641 with 2 degrees of freedom, for which P(T > t) = (1 - t / sqrt(t^2 + 2))
// / 2.
TEST(Holm, ChanceIsThatOfStudentsLaw)
{
  const std::array<double, 3> differences = {1, 2, 3};
  EXPECT_NEAR(chance_of_mean_above_zero(differences), 0.0370900, 1e-6);
  const std::array<double, 3> below = {-1, -2, -3};
  EXPECT_NEAR(chance_of_mean_above_zero(below), 1 - 0.0370900, 1e-6);
}

TEST(Holm, DifferencesThatAreAllTheSameAreSure)
{
  EXPECT_EQ(chance_of_mean_above_zero(std::array<double, 3>{2, 2, 2}), 0);
  EXPECT_EQ(chance_of_mean_above_zero(std::array<double, 3>{-2, -2, -2}), 1);
  EXPECT_EQ(chance_of_mean_above_zero(std::array<double, 3>{}), 1);
  EXPECT_EQ(chance_of_mean_above_zero(std::array<double, 1>{2}), 1);
}

} // namespace onsale::study
