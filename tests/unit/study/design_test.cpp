#include "sim/study/design.hpp"

#include <gmock/gmock.h>

#include <set>

namespace onsale::study {
namespace {

using testing::ElementsAre;

Variable variable(const std::string& text)
{
  config::Faults faults;
  Variable parsed = parse_variable(text, faults);
  faults.throw_if_any();
  return parsed;
}

} // namespace

TEST(Design, GridHasEveryCombinationTheLastVariableFastest)
{
  const auto points = design_points(Design::grid, {variable("a=1,2"), variable("b=x,y")}, 0, 1);
  EXPECT_THAT(points, ElementsAre(Point{"1", "x"}, Point{"1", "y"}, Point{"2", "x"}, Point{"2", "y"}));
}

TEST(Design, OneAtATimeBeginsWithTheScenarioAsItIs)
{
  const auto points = design_points(Design::one_at_a_time, {variable("a=1,2"), variable("b=x")}, 0, 1);
  EXPECT_THAT(points, ElementsAre(Point{std::nullopt, std::nullopt}, Point{"1", std::nullopt}, Point{"2", std::nullopt},
                                  Point{std::nullopt, "x"}));
}

// 0..100 in ten strata of 10: each holds one point, whichever.
TEST(Design, LatinHypercubeHasOnePointInEachStratum)
{
  const std::vector<Variable> variables = {variable("a=0.0..100.0:1"), variable("b=1,2")};
  const auto points = design_points(Design::lhs, variables, 10, 7);
  ASSERT_EQ(points.size(), 10U);
  std::set<int> strata;
  std::multiset<std::string> values;
  for (const Point& point : points) {
    strata.insert(static_cast<int>(std::stod(*point[0]) / 10));
    values.insert(*point[1]);
  }
  EXPECT_EQ(strata.size(), 10U);
  EXPECT_EQ(values.count("1"), 5U);
  EXPECT_EQ(points, design_points(Design::lhs, variables, 10, 7));
  EXPECT_NE(points, design_points(Design::lhs, variables, 10, 8));
}

} // namespace onsale::study
