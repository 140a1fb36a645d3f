#include "sim/study/design.hpp"

#include "sim/engine/random.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

namespace onsale::study {
namespace {

std::vector<Point> grid(const std::vector<Variable>& variables)
{
  std::vector<Point> points = {{}};
  for (const Variable& variable : variables) {
    if (points.size() * variable.values.size() > most_points)
      throw config::InvalidInput({{"--vary", 0, 0, fmt::format("more than {} points", most_points)}});
    std::vector<Point> longer;
    for (const Point& point : points)
      for (const std::string& value : variable.values) {
        longer.push_back(point);
        longer.back().emplace_back(value);
      }
    points = std::move(longer);
  }
  return points;
}

std::vector<Point> one_at_a_time(const std::vector<Variable>& variables)
{
  std::vector<Point> points = {Point(variables.size())};
  for (std::size_t i = 0; i < variables.size(); ++i)
    for (const std::string& value : variables[i].values) {
      points.emplace_back(variables.size());
      points.back()[i] = value;
    }
  return points;
}

/// Fisher and Yates, with our own numbers: the library's shuffle differs between libraries.
std::vector<std::size_t> shuffled(std::size_t count, engine::RandomStream& random)
{
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t left = count; left > 1; --left) {
    const auto drawn = static_cast<std::size_t>(random.uniform() * static_cast<double>(left));
    std::swap(order[left - 1], order[std::min(drawn, left - 1)]);
  }
  return order;
}

std::vector<Point> latin_hypercube(const std::vector<Variable>& variables, std::size_t count, std::uint64_t seed)
{
  const engine::RandomFamily draws(seed, 0, "latin hypercube");
  std::vector<Point> points(count, Point(variables.size()));
  for (std::size_t i = 0; i < variables.size(); ++i) {
    engine::RandomStream random(draws, i);
    const auto strata = shuffled(count, random);
    for (std::size_t number = 0; number < count; ++number) {
      const double share = (static_cast<double>(strata[number]) + random.uniform()) / static_cast<double>(count);
      const auto& values = variables[i].values;
      const auto nearest = static_cast<std::size_t>(share * static_cast<double>(values.size()));
      points[number][i] =
          variables[i].range ? variables[i].range->at(share) : values[std::min(nearest, values.size() - 1)];
    }
  }
  return points;
}

} // namespace

std::optional<Design> design_named(std::string_view name)
{
  if (name == "grid")
    return Design::grid;
  if (name == "one-at-a-time")
    return Design::one_at_a_time;
  if (name == "lhs")
    return Design::lhs;
  return std::nullopt;
}

std::vector<Point> design_points(Design design, const std::vector<Variable>& variables, std::size_t lhs_points,
                                 std::uint64_t seed)
{
  switch (design) {
  case Design::grid:
    return grid(variables);
  case Design::one_at_a_time:
    return one_at_a_time(variables);
  case Design::lhs:
    return latin_hypercube(variables, lhs_points, seed);
  }
  return {};
}

} // namespace onsale::study
