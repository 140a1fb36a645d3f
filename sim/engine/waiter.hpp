/// A process that waits, and the event that is to resume it: what every awaiter holds.
#pragma once

#include "sim/engine/simulation.hpp"

#include <coroutine>
#include <cstdint>
#include <utility>

namespace onsale::engine {

/// Waits at most for one event at a time. At its end the event does not happen: the process that waited is gone.
///
///   await_suspend: waiter.wait(process)    the resource: waiter.wake()    await_resume: waiter.woken()
class Waiter {
public:
  explicit Waiter(Simulation& simulation) : simulation_(simulation) {}
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;
  ~Waiter() { cancel(); }

  void wait(std::coroutine_handle<> process) { process_ = process; }
  /// At this instant, after what is already due.
  void wake() { event_ = simulation_.wake(process_); }
  void wake_at(Time at) { event_ = simulation_.schedule(at, process_); }
  /// The event has happened.
  void woken() { event_ = 0; }
  /// The event will not happen; the process waits on.
  void cancel()
  {
    if (event_ != 0)
      simulation_.cancel(std::exchange(event_, 0));
  }
  /// Whether its event is to come.
  bool due() const { return event_ != 0; }

private:
  Simulation& simulation_;
  std::coroutine_handle<> process_;
  std::uint64_t event_ = 0;
};

} // namespace onsale::engine
