#pragma once
// Deadlines, earliest first. What was given up before its deadline stays in as a stale entry that its owner recognises;
// stale entries are thrown out together when they outnumber the live ones, so that giving up costs nothing.

#include "model/booking/types.hpp"

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace onsale::booking {

class ExpiryHeap {
public:
  struct Entry {
    Seconds at;
    std::uint32_t id;

    auto operator<=>(const Entry&) const = default; // equal deadlines fall in order of id
  };

  /// Amortised O(log N). A deadline of `never` is not kept.
  /// @param live     how many entries are live now
  /// @param is_live  bool(const Entry&): does the owner still wait for this deadline?
  template <class IsLive> void push(Entry entry, std::size_t live, IsLive is_live)
  {
    if (entry.at == never)
      return;
    if (entries_.size() > 2 * live + slack)
      prune(is_live);
    entries_.push_back(entry);
    std::push_heap(entries_.begin(), entries_.end(), std::greater<>{});
  }

  /// @return the earliest entry, stale ones included, whose deadline is not after `now`
  std::optional<Entry> pop_due(Seconds now)
  {
    if (entries_.empty() or entries_.front().at > now)
      return std::nullopt;
    std::pop_heap(entries_.begin(), entries_.end(), std::greater<>{});
    const auto entry = entries_.back();
    entries_.pop_back();
    return entry;
  }

  const std::vector<Entry>& entries() const { return entries_; }
  std::size_t memory_bytes() const { return entries_.capacity() * sizeof(Entry); }

private:
  static constexpr std::size_t slack = 64;

  template <class IsLive> void prune(IsLive is_live)
  {
    const auto stale = [&](const Entry& entry) { return not is_live(entry); };
    std::erase_if(entries_, stale);
    // One id can be given up and taken again within one instant: its entries are then equal, and all look live.
    std::sort(entries_.begin(), entries_.end()); // sorted is a heap
    entries_.erase(std::unique(entries_.begin(), entries_.end()), entries_.end());
  }

  std::vector<Entry> entries_;
};

} // namespace onsale::booking
