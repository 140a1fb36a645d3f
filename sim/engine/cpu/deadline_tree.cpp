#include "sim/engine/cpu/deadline_tree.hpp"

#include "sim/engine/check.hpp"

#include <algorithm>

namespace onsale::engine {
namespace {

/// Evenly spread and the same in every run (the finaliser of SplitMix64; Steele, Lea & Flood, OOPSLA 2014).
std::uint64_t spread(std::uint64_t number)
{
  number += 0x9e3779b97f4a7c15;
  number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9;
  number = (number ^ (number >> 27)) * 0x94d049bb133111eb;
  return number ^ (number >> 31);
}

} // namespace

void DeadlineTree::sum_up(DeadlineTreeNode& node)
{
  node.least_runtime_s_ = node.runtime_sum_s_ = node.runtime_s;
  for (const DeadlineTreeNode* child : {node.left_, node.right_})
    if (child != nullptr) {
      node.least_runtime_s_ = std::min(node.least_runtime_s_, child->least_runtime_s_);
      node.runtime_sum_s_ += child->runtime_sum_s_;
    }
}

void DeadlineTree::insert(DeadlineTreeNode& node)
{
  node.left_ = node.right_ = nullptr;
  node.priority_ = spread(++inserted_);
  insert(root_, node);
}

void DeadlineTree::insert(DeadlineTreeNode*& root, DeadlineTreeNode& node)
{
  if (root == nullptr || root->priority_ < node.priority_) {
    split(root, node, node.left_, node.right_);
    root = &node;
  } else {
    insert(node.before(*root) ? root->left_ : root->right_, node);
  }
  sum_up(*root);
}

void DeadlineTree::split(DeadlineTreeNode* root, const DeadlineTreeNode& at, DeadlineTreeNode*& before,
                         DeadlineTreeNode*& after)
{
  if (root == nullptr) {
    before = after = nullptr;
    return;
  }
  if (at.before(*root)) {
    split(root->left_, at, before, root->left_);
    after = root;
  } else {
    split(root->right_, at, root->right_, after);
    before = root;
  }
  sum_up(*root);
}

void DeadlineTree::erase(DeadlineTreeNode& node)
{
  erase(root_, node);
}

void DeadlineTree::erase(DeadlineTreeNode*& root, DeadlineTreeNode& node)
{
  ONSALE_CHECK(root != nullptr, "a thread is taken from a queue that it is not in");
  if (root == &node) {
    root = merge(node.left_, node.right_);
    return;
  }
  erase(node.before(*root) ? root->left_ : root->right_, node);
  sum_up(*root);
}

DeadlineTreeNode* DeadlineTree::merge(DeadlineTreeNode* before, DeadlineTreeNode* after)
{
  if (before == nullptr || after == nullptr)
    return before == nullptr ? after : before;
  DeadlineTreeNode*& root = before->priority_ < after->priority_ ? after : before;
  if (root == before)
    before->right_ = merge(before->right_, after);
  else
    after->left_ = merge(before, after->left_);
  sum_up(*root);
  return root;
}

DeadlineTreeNode* DeadlineTree::earliest_up_to(double limit_s) const
{
  const auto has_one = [limit_s](const DeadlineTreeNode* node) {
    return node != nullptr && node->least_runtime_s_ <= limit_s;
  };
  if (not has_one(root_))
    return nullptr;
  for (DeadlineTreeNode* node = root_;;) {
    if (has_one(node->left_))
      node = node->left_;
    else if (node->runtime_s <= limit_s)
      return node;
    else
      node = node->right_;
  }
}

} // namespace onsale::engine
