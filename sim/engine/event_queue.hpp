/// The pending events, earliest first; equal times in the order of scheduling.
#pragma once

#include <algorithm>
#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace onsale::engine {

struct Timer;

/// What an event does when its time comes: resume a coroutine, or fire a timer. One word; the lowest bit tells which.
class EventTarget {
public:
  EventTarget() = default;
  template <class Promise>
  EventTarget(std::coroutine_handle<Promise> process) : word_(reinterpret_cast<std::uintptr_t>(process.address()))
  {
  }
  EventTarget(Timer& timer) : word_(reinterpret_cast<std::uintptr_t>(&timer) | 1) {}

  bool is_timer() const { return (word_ & 1) != 0; }
  Timer& timer() const { return *reinterpret_cast<Timer*>(word_ & ~std::uintptr_t{1}); }
  std::coroutine_handle<> process() const
  {
    return std::coroutine_handle<>::from_address(reinterpret_cast<void*>(word_));
  }

private:
  std::uintptr_t word_ = 0;
};

struct Event {
  double time_s;
  std::uint64_t sequence;
  EventTarget target;

  bool before(const Event& other) const
  {
    return time_s < other.time_s || (time_s == other.time_s && sequence < other.sequence);
  }
};

/// A 4-ary heap: half the levels of a binary one, and the children of a node share a cache line or two.
class EventQueue {
public:
  bool empty() const { return heap_.empty(); }
  std::size_t size() const { return heap_.size(); }
  const Event& top() const { return heap_.front(); }

  void push(const Event& event)
  {
    heap_.push_back(event);
    std::size_t hole = heap_.size() - 1;
    while (hole > 0) {
      const std::size_t parent = (hole - 1) / arity;
      if (not event.before(heap_[parent]))
        break;
      heap_[hole] = heap_[parent];
      hole = parent;
    }
    heap_[hole] = event;
  }

  void pop()
  {
    const Event last = heap_.back();
    heap_.pop_back();
    const std::size_t size = heap_.size();
    if (size == 0)
      return;
    std::size_t hole = 0;
    for (std::size_t child = 1; child < size; child = hole * arity + 1) {
      std::size_t least = child;
      const std::size_t end = std::min(child + arity, size);
      for (std::size_t other = child + 1; other < end; ++other)
        if (heap_[other].before(heap_[least]))
          least = other;
      if (not heap_[least].before(last))
        break;
      heap_[hole] = heap_[least];
      hole = least;
    }
    heap_[hole] = last;
  }

private:
  static constexpr std::size_t arity = 4;
  std::vector<Event> heap_;
};

} // namespace onsale::engine
