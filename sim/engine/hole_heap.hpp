/// A priority queue on a 4-ary heap: half the levels of a binary one, and the children of a node share a cache line or
/// two. Items move through a hole, one copy a level instead of a swap.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace onsale::engine {

/// @tparam Item small and copyable, with a strict total order `bool before(const Item&) const`: the first is the top
template <class Item> class HoleHeap {
public:
  bool empty() const { return items_.empty(); }
  std::size_t size() const { return items_.size(); }
  const Item& top() const { return items_.front(); }
  /// In no order that matters.
  const std::vector<Item>& items() const { return items_; }

  void push(const Item& item)
  {
    items_.push_back(item);
    std::size_t hole = items_.size() - 1;
    while (hole > 0) {
      const std::size_t parent = (hole - 1) / arity;
      if (not item.before(items_[parent]))
        break;
      items_[hole] = items_[parent];
      hole = parent;
    }
    items_[hole] = item;
  }

  void pop()
  {
    const Item last = items_.back();
    items_.pop_back();
    const std::size_t size = items_.size();
    if (size == 0)
      return;
    std::size_t hole = 0;
    for (std::size_t child = 1; child < size; child = hole * arity + 1) {
      std::size_t least = child;
      const std::size_t end = std::min(child + arity, size);
      for (std::size_t other = child + 1; other < end; ++other)
        if (items_[other].before(items_[least]))
          least = other;
      if (not items_[least].before(last))
        break;
      items_[hole] = items_[least];
      hole = least;
    }
    items_[hole] = last;
  }

  /// Takes out all items that `leaves` says. O(n log n): for what is rare. @return them, first to last
  template <class Predicate> std::vector<Item> extract(Predicate leaves)
  {
    std::sort(items_.begin(), items_.end(), [](const Item& a, const Item& b) { return a.before(b); });
    const auto kept = std::stable_partition(items_.begin(), items_.end(), [&](const Item& i) { return not leaves(i); });
    std::vector<Item> extracted(kept, items_.end());
    items_.erase(kept, items_.end()); // the rest is sorted, and a sorted array is a heap
    return extracted;
  }

private:
  static constexpr std::size_t arity = 4;
  std::vector<Item> items_;
};

} // namespace onsale::engine
