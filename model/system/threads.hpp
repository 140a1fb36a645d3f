/// Threads of the modelled processes, for hosts whose CPU is a run queue; and CPU time on any host.
#pragma once

#include "sim/engine/cpu/processor_sharing.hpp"
#include "sim/engine/cpu/run_queue.hpp"

#include <deque>
#include <type_traits>
#include <utility>
#include <variant>

namespace onsale::system {

/// Equal threads of one process: the one that has been idle longest works next (Tomcat's executor; MySQL's threads are
/// as many as connections). Another thread starts when all work.
class ThreadGroup {
public:
  /// A thread at work; idle again at its end. Empty where hosts share their processors among requests, not threads.
  class Loan {
  public:
    Loan() = default;
    Loan(ThreadGroup& group, engine::RunQueue::Thread& thread) : group_(&group), thread_(&thread) {}
    Loan(Loan&& other) noexcept : group_(std::exchange(other.group_, nullptr)), thread_(other.thread_) {}
    Loan& operator=(Loan&& other) noexcept
    {
      release();
      group_ = std::exchange(other.group_, nullptr);
      thread_ = other.thread_;
      return *this;
    }
    ~Loan() { release(); }
    void release()
    {
      if (group_ != nullptr)
        std::exchange(group_, nullptr)->idle_.push_back(thread_);
    }
    engine::RunQueue::Thread* thread() const { return group_ != nullptr ? thread_ : nullptr; }

  private:
    ThreadGroup* group_ = nullptr;
    engine::RunQueue::Thread* thread_ = nullptr;
  };

  explicit ThreadGroup(engine::ProcessorSharing::Group process) : process_(process) {}
  ThreadGroup(const ThreadGroup&) = delete;
  ThreadGroup& operator=(const ThreadGroup&) = delete;

  Loan borrow()
  {
    if (idle_.empty())
      return Loan(*this, threads_.emplace_back(process_));
    engine::RunQueue::Thread* const longest_idle = idle_.front();
    idle_.pop_front();
    return Loan(*this, *longest_idle);
  }

private:
  engine::ProcessorSharing::Group process_;
  std::deque<engine::RunQueue::Thread> threads_;
  std::deque<engine::RunQueue::Thread*> idle_;
};

/// co_await: CPU time by either discipline.
class [[nodiscard]] CpuTime {
public:
  CpuTime(engine::ProcessorSharing& cpu, engine::Duration demand, engine::ProcessorSharing::Group group)
      : work_(std::in_place_type<engine::ProcessorSharing::Serve>, cpu, demand, group)
  {
  }
  CpuTime(engine::RunQueue& queue, engine::RunQueue::Thread& thread, engine::Duration demand)
      : work_(std::in_place_type<engine::RunQueue::Run>, queue, thread, demand)
  {
  }
  bool await_ready()
  {
    return visit([](auto& work) { return work.await_ready(); });
  }
  void await_suspend(std::coroutine_handle<> process)
  {
    visit([process](auto& work) { work.await_suspend(process); });
  }
  void await_resume()
  {
    visit([](auto& work) { work.await_resume(); });
  }

private:
  /// As std::visit, which the compiler does not inline.
  template <class Act> std::invoke_result_t<Act, engine::ProcessorSharing::Serve&> visit(Act act)
  {
    if (auto* const shared = std::get_if<engine::ProcessorSharing::Serve>(&work_))
      return act(*shared);
    return act(*std::get_if<engine::RunQueue::Run>(&work_));
  }

  std::variant<engine::ProcessorSharing::Serve, engine::RunQueue::Run> work_;
};

} // namespace onsale::system
