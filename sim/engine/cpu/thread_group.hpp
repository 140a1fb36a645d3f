/// Equal threads of one process of a host.
#pragma once

#include "sim/engine/cpu/cpu.hpp"

#include <deque>
#include <utility>

namespace onsale::engine {

/// The one that has been idle longest works next (Tomcat's executor; MySQL's threads are as many as connections).
/// Another thread starts when all work.
class ThreadGroup {
public:
  /// A thread at work; idle again at its end.
  class Loan {
  public:
    Loan() = default;
    Loan(ThreadGroup& group, Cpu::Thread& thread) : group_(&group), thread_(&thread) {}
    Loan(Loan&& other) noexcept : group_(std::exchange(other.group_, nullptr)), thread_(other.thread_) {}
    Loan& operator=(Loan&& other) noexcept
    {
      if (this != &other) {
        release();
        group_ = std::exchange(other.group_, nullptr);
        thread_ = other.thread_;
      }
      return *this;
    }
    ~Loan() { release(); }
    void release()
    {
      if (group_ != nullptr)
        std::exchange(group_, nullptr)->idle_.push_back(thread_);
    }
    explicit operator bool() const { return group_ != nullptr; }
    /// nullptr: none was borrowed.
    Cpu::Thread* thread() const { return group_ != nullptr ? thread_ : nullptr; }

  private:
    ThreadGroup* group_ = nullptr;
    Cpu::Thread* thread_ = nullptr;
  };

  explicit ThreadGroup(Cpu::ProcessId process) : process_(process) {}
  ThreadGroup(const ThreadGroup&) = delete;
  ThreadGroup& operator=(const ThreadGroup&) = delete;

  Loan borrow()
  {
    if (idle_.empty())
      return Loan(*this, threads_.emplace_back(process_));
    Cpu::Thread* const longest_idle = idle_.front();
    idle_.pop_front();
    return Loan(*this, *longest_idle);
  }
  std::size_t threads() const { return threads_.size(); }

private:
  Cpu::ProcessId process_;
  std::deque<Cpu::Thread> threads_;
  std::deque<Cpu::Thread*> idle_;
};

} // namespace onsale::engine
