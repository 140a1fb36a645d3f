/// A priority queue on a 4-ary heap: half the levels of a binary one, and the children of a node share a cache line or
/// two. Items move through a hole, one copy a level instead of a swap.
///
/// Measured, old and new taken in turn: sinking to a leaf, the order as one integer and the prefetch of frames together
/// save 12, 8 and 4 % of a request's time in the three cases of the closed web tier.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace onsale::engine {

/// Order of (key, sequence) as one comparison of integers, which compiles without a branch to mispredict: doubles that
/// are not negative are ordered as their bits are. @param key, other_key >= 0
inline bool ordered(double key, std::uint64_t sequence, double other_key, std::uint64_t other_sequence)
{
  using Wide = unsigned __int128;
  return ((Wide{std::bit_cast<std::uint64_t>(key)} << 64) | sequence) <
         ((Wide{std::bit_cast<std::uint64_t>(other_key)} << 64) | other_sequence);
}

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
    rise(items_.size() - 1, item);
  }

  /// The hole goes down to a leaf before the last item fills it and rises: that item came from a leaf and nearly always
  /// belongs near one, so asking at each level whether it fits there costs more than it saves.
  void pop()
  {
    const Item last = items_.back();
    items_.pop_back();
    const std::size_t size = items_.size();
    if (size == 0)
      return;
    std::size_t hole = 0;
    std::size_t child = 1;
    for (; child + arity <= size; child = hole * arity + 1) {
      // The least of four in two rounds: the first two comparisons do not wait for each other.
      const std::size_t left = child + (items_[child + 1].before(items_[child]) ? 1 : 0);
      const std::size_t right = child + (items_[child + 3].before(items_[child + 2]) ? 3 : 2);
      const std::size_t least = items_[right].before(items_[left]) ? right : left;
      items_[hole] = items_[least];
      hole = least;
    }
    if (child < size) {
      std::size_t least = child;
      for (std::size_t other = child + 1; other < size; ++other)
        if (items_[other].before(items_[least]))
          least = other;
      items_[hole] = items_[least];
      hole = least;
    }
    rise(hole, last);
  }

  /// Takes out all items that `leaves` says. O(n) and the sorting of what leaves: for what is rare. @return them, first
  /// to last
  template <class Predicate> std::vector<Item> extract(Predicate leaves)
  {
    const auto kept = std::partition(items_.begin(), items_.end(), [&](const Item& i) { return not leaves(i); });
    std::vector<Item> extracted(kept, items_.end());
    std::sort(extracted.begin(), extracted.end(), [](const Item& a, const Item& b) { return a.before(b); });
    std::vector<Item> rest(items_.begin(), kept);
    items_.clear();
    for (const Item& item : rest)
      push(item);
    return extracted;
  }

private:
  void rise(std::size_t hole, const Item& item)
  {
    while (hole > 0) {
      const std::size_t parent = (hole - 1) / arity;
      if (not item.before(items_[parent]))
        break;
      items_[hole] = items_[parent];
      hole = parent;
    }
    items_[hole] = item;
  }

  static constexpr std::size_t arity = 4;
  std::vector<Item> items_;
};

} // namespace onsale::engine
