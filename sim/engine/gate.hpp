/// A gate that is open or shut: those who come while it is shut wait until it opens, or until their patience ends.
#pragma once

#include "sim/engine/deadline_queue.hpp"
#include "sim/engine/simulation.hpp"

#include <coroutine>
#include <cstdint>

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
          patience_(patience)
    {
    }
    Pass(const Pass&) = delete;
    Pass& operator=(const Pass&) = delete;
    ~Pass()
    {
      if (event_ != 0)
        gate_.simulation_.cancel(event_);
    }
    bool await_ready() const { return gate_.open_; }
    void await_suspend(std::coroutine_handle<> process)
    {
      process_ = process;
      gate_.waiting_.push_back(*this);
      if (patience_ < forever)
        gate_.simulation_.deadlines(patience_).add(*this);
    }
    /// @return true: passed; false: patience ended first
    bool await_resume()
    {
      event_ = 0;
      return passed_;
    }

  private:
    friend class Gate;
    void wake(bool passed)
    {
      ListHook<WaitTag>::unlink();
      DeadlineNode::unlink();
      passed_ = passed;
      event_ = gate_.simulation_.wake(process_);
    }
    Gate& gate_;
    Duration patience_;
    std::coroutine_handle<> process_;
    std::uint64_t event_ = 0;
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
