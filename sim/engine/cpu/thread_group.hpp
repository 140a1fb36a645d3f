/// Threads of a process that are equal to each other: MySQL's sessions, those of Go's scheduler.
#pragma once

#include "sim/engine/cpu/cpu.hpp"
#include "sim/engine/deadline_queue.hpp"

#include <coroutine>
#include <cstddef>
#include <deque>
#include <limits>
#include <optional>
#include <utility>

namespace onsale::engine {

/// The one that has been idle longest works next; another one starts when all work, up to a limit. Beyond it runs wait
/// for a thread, first come, first served: goroutines are many, and run on GOMAXPROCS threads. Late runs wait until no
/// other does: Go looks at the network when there is nothing else to run (findRunnable, runtime/proc.go).
class ThreadGroup {
  struct Member : ListHook<WaitTag> {
    explicit Member(Cpu::ProcessId process) : thread(process) {}
    Cpu::Thread thread;
  };

public:
  /// A thread at work; idle again at its end.
  class Loan {
  public:
    Loan() = default;
    Loan(ThreadGroup& group, Member& member) : group_(&group), member_(&member) {}
    Loan(Loan&& other) noexcept : group_(std::exchange(other.group_, nullptr)), member_(other.member_) {}
    Loan& operator=(Loan&& other) noexcept
    {
      release();
      group_ = std::exchange(other.group_, nullptr);
      member_ = other.member_;
      return *this;
    }
    ~Loan() { release(); }
    void release()
    {
      if (group_ != nullptr)
        std::exchange(group_, nullptr)->give_back(*member_);
    }
    explicit operator bool() const { return group_ != nullptr; }
    /// co_await: until the thread got the CPU time.
    Cpu::Run run(Duration demand) { return group_->cpu_.run(member_->thread, demand); }
    Cpu::Thread& thread() { return member_->thread; }

  private:
    ThreadGroup* group_ = nullptr;
    Member* member_ = nullptr;
  };

  /// One run of a thread that is idle before and after.
  class [[nodiscard]] Run : public ListHook<WaitTag> {
  public:
    Run(ThreadGroup& group, Duration demand, Duration wake_up, bool late)
        : group_(group), demand_(demand), wake_up_(wake_up), late_(late)
    {
    }
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;
    bool await_ready() const { return demand_ <= Duration(0); }
    void await_suspend(std::coroutine_handle<> process)
    {
      process_ = process;
      if (group_.all_work()) {
        (late_ ? group_.late_ : group_.waiting_).push_back(*this);
        return;
      }
      demand_ += wake_up_;
      begin(group_.borrow());
    }
    void await_resume()
    {
      if (run_)
        run_->await_resume();
      run_.reset();
      loan_.release();
    }

  private:
    friend class ThreadGroup;
    void begin(Loan loan)
    {
      loan_ = std::move(loan);
      run_.emplace(group_.cpu_, loan_.thread(), demand_);
      run_->await_suspend(process_);
    }

    ThreadGroup& group_;
    Duration demand_;
    Duration wake_up_;
    bool late_;
    std::coroutine_handle<> process_;
    Loan loan_;
    std::optional<Cpu::Run> run_;
  };

  static constexpr std::size_t unlimited = std::numeric_limits<std::size_t>::max();

  /// @param limit  of threads for run(); who borrows one gets one
  ThreadGroup(Cpu& cpu, Cpu::ProcessId process, std::size_t limit = unlimited)
      : cpu_(cpu), process_(process), limit_(limit)
  {
  }
  ThreadGroup(const ThreadGroup&) = delete;
  ThreadGroup& operator=(const ThreadGroup&) = delete;

  Loan borrow()
  {
    if (idle_.empty())
      return Loan(*this, members_.emplace_back(process_));
    Member& longest_idle = idle_.front();
    idle_.pop_front();
    return Loan(*this, longest_idle);
  }
  /// co_await: until one of the threads got the CPU time.
  /// @param wake_up  more, if a thread has to be woken for it
  Run run(Duration demand, Duration wake_up = Duration(0)) { return Run(*this, demand, wake_up, false); }
  /// co_await: the same, when nobody else waits for a thread.
  Run run_late(Duration demand, Duration wake_up = Duration(0)) { return Run(*this, demand, wake_up, true); }

private:
  bool all_work() const { return idle_.empty() && members_.size() >= limit_; }
  void give_back(Member& member)
  {
    auto& queue = waiting_.empty() ? late_ : waiting_;
    if (queue.empty()) {
      idle_.push_back(member);
      return;
    }
    Run& next = queue.front();
    queue.pop_front();
    next.begin(Loan(*this, member));
  }

  Cpu& cpu_;
  Cpu::ProcessId process_;
  std::size_t limit_;
  std::deque<Member> members_;
  WaiterList<Run, WaitTag> waiting_; // for a thread
  WaiterList<Run, WaitTag> late_;    // the same
  WaiterList<Member, WaitTag> idle_; // the one that has been idle longest first
};

} // namespace onsale::engine
