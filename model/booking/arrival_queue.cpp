#include "model/booking/arrival_queue.hpp"

#include <algorithm>
#include <bit>

namespace onsale::booking {

namespace {

constexpr std::uint32_t first_words = 16;

} // namespace

ArrivalQueue::ArrivalQueue(std::uint32_t members)
    : slot_of_(members, absent), member_at_(std::size_t{first_words} * word_bits), occupied_(first_words),
      tree_(first_words)
{
}

void ArrivalQueue::push_back(std::uint32_t member)
{
  if (tail_ == member_at_.size())
    renumber();
  const auto slot = tail_++;
  slot_of_[member] = slot;
  member_at_[slot] = member;
  occupied_[slot / word_bits] |= std::uint64_t{1} << (slot % word_bits);
  count(slot / word_bits, 1);
  ++size_;
}

std::uint32_t ArrivalQueue::pop_front()
{
  auto word = head_ / word_bits;
  while (occupied_[word] == 0)
    ++word;
  head_ = word * word_bits + static_cast<std::uint32_t>(std::countr_zero(occupied_[word]));
  const auto member = member_at_[head_];
  slot_of_[member] = absent;
  vacate(head_);
  return member;
}

void ArrivalQueue::erase(std::uint32_t member)
{
  vacate(slot_of_[member]);
  slot_of_[member] = absent;
}

std::uint32_t ArrivalQueue::rank(std::uint32_t member) const
{
  const auto slot = slot_of_[member];
  const auto before = (std::uint64_t{1} << (slot % word_bits)) - 1;
  auto rank = static_cast<std::uint32_t>(std::popcount(occupied_[slot / word_bits] & before));
  for (auto words = slot / word_bits; words > 0; words &= words - 1)
    rank += tree_[words - 1];
  return rank;
}

std::uint32_t ArrivalQueue::at(std::uint32_t rank) const
{
  // Down the tree: `word` words lie before, and hold no more members than stand before the one that is looked for.
  std::size_t word = 0;
  for (auto step = std::bit_floor(tree_.size()); step > 0; step /= 2)
    if (word + step <= tree_.size() && tree_[word + step - 1] <= rank) {
      word += step;
      rank -= tree_[word - 1];
    }
  auto bits = occupied_[word];
  for (; rank > 0; --rank)
    bits &= bits - 1;
  return member_at_[word * word_bits + static_cast<std::size_t>(std::countr_zero(bits))];
}

void ArrivalQueue::vacate(std::uint32_t slot)
{
  occupied_[slot / word_bits] &= ~(std::uint64_t{1} << (slot % word_bits));
  count(slot / word_bits, ~std::uint32_t{0}); // -1: the sums wrap around and back
  --size_;
}

void ArrivalQueue::count(std::uint32_t word, std::uint32_t change)
{
  for (auto entry = word + 1; entry <= tree_.size(); entry += entry & (~entry + 1))
    tree_[entry - 1] += change;
}

void ArrivalQueue::renumber()
{
  std::uint32_t next = 0;
  for (auto slot = head_; slot < tail_; ++slot) {
    if (not occupied(slot))
      continue;
    const auto member = member_at_[slot]; // moves towards the front only, so nothing is overwritten unread
    member_at_[next] = member;
    slot_of_[member] = next++;
  }
  head_ = 0;
  tail_ = next;

  auto words = occupied_.size();
  if (next > member_at_.size() / 2)
    words *= 2;
  member_at_.resize(words * word_bits);
  occupied_.assign(words, 0);
  tree_.assign(words, 0);
  for (std::uint32_t slot = 0; slot < next; ++slot)
    occupied_[slot / word_bits] |= std::uint64_t{1} << (slot % word_bits);
  for (std::size_t entry = 1; entry <= words; ++entry) {
    tree_[entry - 1] += static_cast<std::uint32_t>(std::popcount(occupied_[entry - 1]));
    const auto parent = entry + (entry & (~entry + 1));
    if (parent <= words)
      tree_[parent - 1] += tree_[entry - 1];
  }
}

std::size_t ArrivalQueue::memory_bytes() const
{
  return slot_of_.capacity() * sizeof(slot_of_[0]) + member_at_.capacity() * sizeof(member_at_[0]) +
         occupied_.capacity() * sizeof(occupied_[0]) + tree_.capacity() * sizeof(tree_[0]);
}

} // namespace onsale::booking
