#pragma once
// A queue that knows everybody's place: what a sorted set scored by arrival does for a waiting room.
//
//   slot        0   1   2 | 3   4   5   6 | 7            slots are given in arrival order and never reused;
//   member      7   -   2 | -   -   9   4 |              a leaver's slot stays empty until the next renumbering
//   occupied    1   0   1 | 0   0   1   1 | 0            one bit a slot, 64 a word
//   tree              2   |       4       | ...          Fenwick tree over the words' bit counts
//
// rank(4) = bits before its word (tree) + bits before it in the word = 2 + 1 = 3.
// When the slots run out the members are numbered anew, into twice the room if more than half is taken: amortised O(1).
// Fenwick, "A new data structure for cumulative frequency tables", Software: Practice and Experience 24(3), 1994.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace onsale::booking {

class ArrivalQueue {
public:
  /// @param members  members are 0 .. members-1; each is in the queue at most once
  explicit ArrivalQueue(std::uint32_t members);

  /// Amortised O(log N). The member must not be in the queue.
  void push_back(std::uint32_t member);

  /// O(log N). The queue must not be empty.
  std::uint32_t pop_front();

  /// O(log N). Leaves from anywhere; the member must be in the queue.
  void erase(std::uint32_t member);

  bool contains(std::uint32_t member) const { return slot_of_[member] != absent; }

  /// How many stand before this member, which must be in the queue. O(log N).
  std::uint32_t rank(std::uint32_t member) const;

  /// The member with this rank, below size(). O(log N).
  std::uint32_t at(std::uint32_t rank) const;

  std::uint32_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  std::size_t memory_bytes() const;

private:
  friend struct Auditor;
  friend struct Peer;

  static constexpr std::uint32_t absent = 0xffffffffU;
  static constexpr std::uint32_t word_bits = 64;

  bool occupied(std::uint32_t slot) const { return (occupied_[slot / word_bits] >> (slot % word_bits) & 1U) != 0; }
  void vacate(std::uint32_t slot);
  void count(std::uint32_t word, std::uint32_t change);
  void renumber();

  std::vector<std::uint32_t> slot_of_;   // [members] absent, or the member's slot
  std::vector<std::uint32_t> member_at_; // [slots]
  std::vector<std::uint64_t> occupied_;  // [slots / 64]
  std::vector<std::uint32_t> tree_;      // [slots / 64] Fenwick, entry i covers i & -i words in 1-based numbering
  std::uint32_t head_ = 0;               // no member stands before this slot
  std::uint32_t tail_ = 0;               // the next arrival's slot
  std::uint32_t size_ = 0;
};

} // namespace onsale::booking
