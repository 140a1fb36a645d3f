/// The pending events, earliest first; equal times in the order of scheduling.
#pragma once

#include "sim/engine/hole_heap.hpp"

#include <array>
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

  /// Asks for the first cache lines of what will run: a frame that slept is rarely in the cache.
  void prefetch() const
  {
    for (std::uintptr_t line = 0; line < 4; ++line)
      __builtin_prefetch(reinterpret_cast<const void*>(word_ + 64 * line));
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

/// A heap of what happens today, and a calendar (R. Brown, "Calendar queues", CACM 31(10), 1988) of what happens later:
/// thousands of users who sleep for a second lie unsorted in its days and do not make the heap of the present deep.
///
///   today     heap      | all before day_end_s_
///   calendar  day_count | chains of events, one for each of the days after today
///   beyond    heap      | what lies after them
///
/// Today is over when its last event is taken: the next day that has one begins.
class EventQueue {
public:
  EventQueue() { days_.fill(none); }

  bool empty() const { return today_.empty(); }
  std::size_t size() const { return today_.size() + in_calendar_ + beyond_.size(); }
  const Event& top() const { return today_.top(); }
  void push(const Event& event)
  {
    if (event.time_s < day_end_s_)
      today_.push(event);
    else
      put_off(event);
  }
  void pop()
  {
    today_.pop();
    if (today_.empty())
      begin_next_day();
  }

private:
  // A day of 16 ms has some hundred events at the pace of a busy server; 16 s of them hold nearly all think times.
  static constexpr double days_per_s = 64; // a power of two: the day of an event is exact
  static constexpr std::size_t day_count = 1024;
  static constexpr std::uint32_t none = ~std::uint32_t{0};

  struct Entry {
    Event event;
    std::uint32_t next; // of its day, or of those that are free
  };

  void put_off(const Event& event);
  void file(const Event& event);
  void begin_next_day();
  void begin(std::uint64_t day);
  std::uint32_t& chain_of(std::uint64_t day) { return days_[day % day_count]; }

  HoleHeap<Event> today_;
  double day_end_s_ = 1 / days_per_s;
  double calendar_end_s_ = day_count / days_per_s;
  std::uint64_t day_ = 0;
  std::array<std::uint32_t, day_count> days_; // [day % day_count] the first of the chain
  std::vector<Entry> entries_;
  std::uint32_t free_ = none;
  std::size_t in_calendar_ = 0;
  HoleHeap<Event> beyond_;
};

} // namespace onsale::engine
