#include "model/config/nearest.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace onsale::config {

namespace {

constexpr std::size_t longest_name = 200; // nobody mistypes a name of this length; a hostile file may contain one

char lower(char letter)
{
  return letter >= 'A' and letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

} // namespace

std::size_t edit_distance(std::string_view a, std::string_view b)
{
  std::vector<std::size_t> before_previous(b.size() + 1);
  std::vector<std::size_t> previous(b.size() + 1);
  std::vector<std::size_t> current(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j)
    previous[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      current[j] = std::min({previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (same ? 0U : 1U)});
      const bool swapped =
          i > 1 and j > 1 and lower(a[i - 1]) == lower(b[j - 2]) and lower(a[i - 2]) == lower(b[j - 1]);
      if (swapped)
        current[j] = std::min(current[j], before_previous[j - 2] + 1);
    }
    std::swap(before_previous, previous);
    std::swap(previous, current);
  }
  return previous[b.size()];
}

std::optional<std::string> nearest(std::string_view name, std::span<const std::string> names)
{
  if (name.size() > longest_name)
    return std::nullopt;
  const auto limit = std::max<std::size_t>(2, name.size() / 3);
  std::optional<std::string> best;
  auto best_distance = limit + 1;
  for (const auto& candidate : names) {
    const auto longer = std::max(name.size(), candidate.size());
    const auto shorter = std::min(name.size(), candidate.size());
    if (longer - shorter >= best_distance) // the difference in length alone is already too far
      continue;
    const auto distance = edit_distance(name, candidate);
    if (distance < best_distance and distance < longer) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

} // namespace onsale::config
