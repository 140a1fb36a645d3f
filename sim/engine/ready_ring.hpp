/// Events of the present instant, first in, first out. A ring that doubles when full: no allocation in a steady run.
#pragma once

#include "sim/engine/event_queue.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace onsale::engine {

class ReadyRing {
public:
  struct Entry {
    std::uint64_t sequence;
    EventTarget target;
  };

  bool empty() const { return head_ == tail_; }
  const Entry& front() const { return ring_[head_ & mask_]; }
  void pop() { ++head_; }

  void push(const Entry& entry)
  {
    if (tail_ - head_ == ring_.size()) [[unlikely]]
      grow();
    ring_[tail_++ & mask_] = entry;
  }

private:
  [[gnu::noinline]] void grow()
  {
    std::vector<Entry> larger(ring_.size() * 2);
    for (std::size_t i = head_; i != tail_; ++i)
      larger[i - head_] = ring_[i & mask_];
    tail_ -= head_;
    head_ = 0;
    ring_.swap(larger);
    mask_ = ring_.size() - 1;
  }

  std::vector<Entry> ring_ = std::vector<Entry>(64);
  std::size_t mask_ = 63;
  std::size_t head_ = 0;
  std::size_t tail_ = 0;
};

} // namespace onsale::engine
