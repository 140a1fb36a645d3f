#include "sim/engine/event_queue.hpp"

#include <limits>
#include <utility>

namespace onsale::engine {
namespace {

constexpr double last_day = 0x1p52; // up to here days have whole numbers

} // namespace

void EventQueue::put_off(const Event& event)
{
  file(event);
  if (today_.empty())
    begin_next_day();
}

void EventQueue::file(const Event& event)
{
  if (event.time_s >= calendar_end_s_) {
    beyond_.push(event);
    return;
  }
  if (free_ == none) {
    free_ = static_cast<std::uint32_t>(entries_.size());
    entries_.push_back({{}, none});
  }
  const std::uint32_t place = free_;
  free_ = entries_[place].next;
  std::uint32_t& first = chain_of(static_cast<std::uint64_t>(event.time_s * days_per_s));
  entries_[place] = {event, std::exchange(first, place)};
  ++in_calendar_;
}

void EventQueue::begin_next_day()
{
  if (in_calendar_ > 0) {
    while (today_.empty())
      begin(day_ + 1);
  } else if (not beyond_.empty()) {
    const double day = beyond_.top().time_s * days_per_s;
    if (day < last_day) {
      begin(static_cast<std::uint64_t>(day));
    } else { // the end of time: a day that has no end
      std::swap(today_, beyond_);
      day_end_s_ = calendar_end_s_ = std::numeric_limits<double>::infinity();
    }
  }
}

/// The days before it are over.
void EventQueue::begin(std::uint64_t day)
{
  day_ = day;
  day_end_s_ = static_cast<double>(day + 1) / days_per_s;
  calendar_end_s_ = static_cast<double>(day + day_count) / days_per_s;
  for (std::uint32_t place = std::exchange(chain_of(day), none); place != none;) {
    today_.push(entries_[place].event);
    const std::uint32_t next = std::exchange(entries_[place].next, free_);
    free_ = std::exchange(place, next);
    --in_calendar_;
  }
  while (not beyond_.empty() && beyond_.top().time_s < calendar_end_s_) {
    const Event event = beyond_.top();
    beyond_.pop();
    if (event.time_s < day_end_s_)
      today_.push(event);
    else
      file(event);
  }
}

} // namespace onsale::engine
