#include "sim/engine/cpu/deadline_tree.hpp"
#include "sim/engine/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <numeric>
#include <vector>

namespace onsale::engine {
namespace {

const DeadlineTreeNode* earliest_by_definition(const std::vector<DeadlineTreeNode*>& present, double limit_s)
{
  const DeadlineTreeNode* best = nullptr;
  for (const DeadlineTreeNode* node : present)
    if (node->runtime_s <= limit_s && (best == nullptr || node->before(*best)))
      best = node;
  return best;
}

// Nodes come and go at random (seeds 1 to 10), deadlines and runtimes with ties.
TEST(DeadlineTree, FindsTheEarliestOfTheEligible)
{
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const RandomFamily family(seed, 0, "deadline tree test");
    RandomStream random(family, 0);
    std::deque<DeadlineTreeNode> nodes;
    std::vector<DeadlineTreeNode*> present;
    DeadlineTree tree;
    for (std::uint64_t step = 1; step <= 1000; ++step) {
      if (present.empty() || random.uniform(0, 1) < 0.55) {
        DeadlineTreeNode& node = nodes.emplace_back();
        node.runtime_s = std::floor(random.uniform(0, 20));
        node.deadline_s = std::floor(random.uniform(0, 20));
        node.arrival = step;
        tree.insert(node);
        present.push_back(&node);
      } else {
        const auto which = static_cast<std::size_t>(random.uniform(0, static_cast<double>(present.size())));
        tree.erase(*present[which]);
        present.erase(present.begin() + static_cast<std::ptrdiff_t>(which));
      }
      const double limit_s = random.uniform(-1, 20);
      ASSERT_EQ(tree.earliest_up_to(limit_s), earliest_by_definition(present, limit_s));
      const double sum_s = std::accumulate(present.begin(), present.end(), 0.0,
                                           [](double sum, const auto* node) { return sum + node->runtime_s; });
      ASSERT_EQ(tree.runtime_sum_s(), sum_s);
      ASSERT_EQ(tree.empty(), present.empty());
    }
  }
}

} // namespace
} // namespace onsale::engine
