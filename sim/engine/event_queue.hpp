/// The pending events, earliest first; equal times in the order of scheduling.
#pragma once

#include "sim/engine/hole_heap.hpp"

#include <coroutine>
#include <cstdint>

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

  /// Asks for the first two cache lines of what will run: a frame that slept is rarely in the cache.
  void prefetch() const
  {
    __builtin_prefetch(reinterpret_cast<const char*>(word_));
    __builtin_prefetch(reinterpret_cast<const char*>(word_) + 64);
  }
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
  double time_s; // >= 0, not -0.0
  std::uint64_t sequence;
  EventTarget target;

  bool before(const Event& other) const { return ordered(time_s, sequence, other.time_s, other.sequence); }
};

using EventQueue = HoleHeap<Event>;

} // namespace onsale::engine
