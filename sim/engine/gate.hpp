/// A gate that is open or shut: those who come while it is shut wait until it opens, or until their patience ends.
#pragma once

#include "sim/engine/deadline_queue.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/engine/waiter.hpp"

#include <coroutine>

namespace onsale::engine {

/// Opening wakes all who wait, in order of coming, by events at that instant.
class Gate {
public:
  explicit Gate(Simulation& simulation, bool open = false) : simulation_(simulation), open_(open) {}
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;

  class [[nodiscard]] Pass : public ListHook<WaitTag>, public DeadlineNode {
  public:
    Pass(Gate& gate, Duration patience)
        : DeadlineNode([](DeadlineNode& node) { static_cast<Pass&>(node).wake(false); }), gate_(gate),
          patience_(patience), waiter_(gate.simulation_)
    {
    }
    Pass(const Pass&) = delete;
    Pass& operator=(const Pass&) = delete;
    bool await_ready() const { return gate_.open_; }
    void await_suspend(std::coroutine_handle<> process)
    {
      waiter_.wait(process);
      gate_.waiting_.push_back(*this);
      if (patience_ < forever)
        gate_.simulation_.deadlines(patience_).add(*this);
    }
    /// @return true: passed; false: patience ended first
    bool await_resume()
    {
      waiter_.woken();
      return passed_;
    }

  private:
    friend class Gate;
    void wake(bool passed)
    {
      ListHook<WaitTag>::unlink();
      DeadlineNode::unlink();
      passed_ = passed;
      waiter_.wake();
    }
    Gate& gate_;
    Duration patience_;
    Waiter waiter_;
    bool passed_ = true;
  };

  /// co_await: true when the gate let us through, false when `patience` passed first.
  Pass pass(Duration patience = forever) { return Pass(*this, patience); }
  void open()
  {
    open_ = true;
    while (not waiting_.empty())
      waiting_.front().wake(true);
  }
  void shut() { open_ = false; }
  bool is_open() const { return open_; }
  bool somebody_waits() const { return not waiting_.empty(); }

private:
  Simulation& simulation_;
  bool open_;
  WaiterList<Pass, WaitTag> waiting_;
};

} // namespace onsale::engine
