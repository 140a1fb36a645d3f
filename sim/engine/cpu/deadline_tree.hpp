/// Threads that wait for a core, ordered by virtual deadline, of whom the earliest that is eligible is sought.
#pragma once

#include <cstddef>
#include <cstdint>

namespace onsale::engine {

/// A part of what is kept in the tree. While it is there, its deadline, arrival and runtime do not change.
struct DeadlineTreeNode {
  double runtime_s = 0; ///< v
  double deadline_s = 0;
  std::uint64_t arrival = 0; ///< breaks ties

  bool before(const DeadlineTreeNode& other) const
  {
    return deadline_s < other.deadline_s || (deadline_s == other.deadline_s && arrival < other.arrival);
  }

private:
  friend class DeadlineTree;
  DeadlineTreeNode* left_ = nullptr;
  DeadlineTreeNode* right_ = nullptr;
  std::uint64_t priority_ = 0;
  double least_runtime_s_ = 0; // of the subtree
  double runtime_sum_s_ = 0;   // of the subtree
};

/// A treap (Seidel & Aragon, Algorithmica 16, 1996) whose nodes know the least and the sum of the runtimes below them:
/// all is O(log n) on the mean, whatever the order of coming. The sum is made anew from the nodes on the way, so that
/// no rounding adds up.
class DeadlineTree {
public:
  bool empty() const { return root_ == nullptr; }
  double runtime_sum_s() const { return root_ == nullptr ? 0 : root_->runtime_sum_s_; }
  void insert(DeadlineTreeNode& node);
  void erase(DeadlineTreeNode& node);
  /// The first whose runtime is at most `limit_s`; nullptr when there is none.
  DeadlineTreeNode* earliest_up_to(double limit_s) const;

private:
  static void sum_up(DeadlineTreeNode& node);
  static void insert(DeadlineTreeNode*& root, DeadlineTreeNode& node);
  static void split(DeadlineTreeNode* root, const DeadlineTreeNode& at, DeadlineTreeNode*& before,
                    DeadlineTreeNode*& after);
  static void erase(DeadlineTreeNode*& root, DeadlineTreeNode& node);
  static DeadlineTreeNode* merge(DeadlineTreeNode* before, DeadlineTreeNode* after);

  DeadlineTreeNode* root_ = nullptr;
  std::uint64_t inserted_ = 0;
};

} // namespace onsale::engine
