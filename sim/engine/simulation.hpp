/// The clock, the event loop and the processes that it resumes. Knows nothing of what is simulated, and nothing of
/// SimGrid (simgrid_coupling.hpp joins the two).
#pragma once

#include "sim/engine/event_queue.hpp"
#include "sim/engine/ready_ring.hpp"
#include "sim/engine/time.hpp"

#include <algorithm>
#include <coroutine>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <unordered_set>
#include <utility>
#include <vector>

namespace onsale::engine {

class DeadlineQueue;
class Process;
class ProcessPromise;

/// A moment that a long-lived object waits for. It can be armed anew at any time; only the last arming fires.
/// Must live until the simulation ends or clear() was called.
struct Timer {
  using Fire = void (*)(void* owner);
  Timer(Fire fire_function, void* owner_object) : fire(fire_function), owner(owner_object) {}
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  bool armed() const { return sequence != 0; }

  Fire fire;
  void* owner;
  std::uint64_t sequence = 0; // of the event that may fire it; 0: none
  Time at{};
};

class Simulation {
public:
  Simulation();
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;
  ~Simulation();

  Time now() const { return at_seconds(now_s_); }
  std::uint64_t events() const { return events_; }

  /// Runs every event up to and including `limit`, in order of (time, sequence); the clock ends at the last event run.
  /// Returns earlier when stop() was called. Rethrows what a process threw.
  void run_until(Time limit);
  void run() { run_until(end_of_time); }

  /// Leaves run_until after the present event.
  void stop() { stopping_ = true; }
  bool stopped() const { return stopping_; }

  /// Moves the clock without running events: for SimGrid, whose clock may pass over idle time.
  void advance_to(Time time);

  /// Starts a process by an event at this instant.
  void spawn(Process process);

  /// Ends every process still alive, giving back what each held. Call it before resources that processes wait in are
  /// gone.
  void clear();

  /// For awaiters and resources. The returned sequence number can be given to cancel().
  std::uint64_t schedule(Time at, EventTarget process);
  /// At this instant, after what is already due.
  std::uint64_t wake(EventTarget target)
  {
    ready_.push({++sequence_, target});
    return sequence_;
  }
  void cancel(std::uint64_t sequence)
  {
    cancelled_.insert(sequence);
    newest_cancelled_ = std::max(newest_cancelled_, sequence);
  }
  void arm(Timer& timer, Time at);
  static void disarm(Timer& timer) { timer.sequence = 0; }

  /// The queue of deadlines that lie `patience` ahead when they are set (one for each distinct patience).
  DeadlineQueue& deadlines(Duration patience);

  /// Runs `action` in SimGrid's own context at this instant: the run-ahead stops, SimGrid's clock catches up first.
  /// Without a coupling it runs at once.
  void in_simgrid(std::function<void()> action);
  std::vector<std::function<void()>> take_simgrid_actions() { return std::exchange(simgrid_actions_, {}); }
  bool has_simgrid_actions() const { return not simgrid_actions_.empty(); }
  void set_coupled(bool coupled) { coupled_ = coupled; }

  /// The time of the earliest pending event, end_of_time when there is none.
  Time next_event() const;

private:
  friend class ProcessPromise;

  bool take_next(double limit_s, Event& event);
  template <class Events> bool is_due_before_ready(const Events& events) const
  {
    return not events.empty() && events.top().time_s <= now_s_ && events.top().sequence < ready_.front().sequence;
  }
  const Event* earliest() const;
  std::uint64_t next_sequence(Time at);
  void run_event(const Event& event);
  /// Deadlines that were met lie cancelled for long; most other events come and go with later numbers than theirs.
  bool was_cancelled(std::uint64_t sequence)
  {
    return sequence <= newest_cancelled_ && not cancelled_.empty() && cancelled_.erase(sequence) != 0;
  }

  double now_s_ = 0;
  std::uint64_t sequence_ = 0;
  std::uint64_t events_ = 0;
  bool stopping_ = false;
  bool coupled_ = false;
  EventQueue queue_;       // of processes
  HoleHeap<Event> timers_; // few are armed, and most often: apart, theirs is a heap of a few entries
  ReadyRing ready_;        // events of this instant: no heap needed to order them
  std::unordered_set<std::uint64_t> cancelled_;
  std::uint64_t newest_cancelled_ = 0;
  std::vector<std::unique_ptr<DeadlineQueue>> deadlines_;
  std::vector<std::function<void()>> simgrid_actions_;
  std::exception_ptr failure_;

  struct Live;
  std::unique_ptr<Live> live_;
};

} // namespace onsale::engine
