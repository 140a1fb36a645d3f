/// Threads of a process that are equal to each other: MySQL's sessions, k6's.
#pragma once

#include "sim/engine/cpu/cpu.hpp"
#include "sim/engine/deadline_queue.hpp"

#include <deque>
#include <utility>

namespace onsale::engine {

/// The one that has been idle longest works next; another one starts when all work.
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
        std::exchange(group_, nullptr)->idle_.push_back(*member_);
    }
    explicit operator bool() const { return group_ != nullptr; }
    /// co_await: until the thread got the CPU time.
    Cpu::Run run(Duration demand) { return group_->cpu_.run(member_->thread, demand); }

  private:
    ThreadGroup* group_ = nullptr;
    Member* member_ = nullptr;
  };

  /// One run of a thread that is idle before and after.
  class [[nodiscard]] Run {
  public:
    Run(ThreadGroup& group, Duration demand) : loan_(group.borrow()), run_(loan_.run(demand)) {}
    bool await_ready() const { return run_.await_ready(); }
    void await_suspend(std::coroutine_handle<> process) { run_.await_suspend(process); }
    void await_resume() { run_.await_resume(); }

  private:
    Loan loan_;
    Cpu::Run run_;
  };

  ThreadGroup(Cpu& cpu, Cpu::ProcessId process) : cpu_(cpu), process_(process) {}
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
  Run run(Duration demand) { return Run(*this, demand); }

private:
  Cpu& cpu_;
  Cpu::ProcessId process_;
  std::deque<Member> members_;
  WaiterList<Member, WaitTag> idle_; // the one that has been idle longest first
};

} // namespace onsale::engine
