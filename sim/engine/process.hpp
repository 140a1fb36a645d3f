/// Processes as C++20 coroutines. A Process is a story of its own, started with Simulation::spawn. A Task<T> is a part
/// of a story that its caller awaits. Both live in pooled frames; ending one early gives back all that it held.
#pragma once

#include "sim/engine/check.hpp"
#include "sim/engine/frame_pool.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/engine/waiter.hpp"

#include <boost/intrusive/list.hpp>

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

namespace onsale::engine {

class ProcessRef;

class ProcessPromise
    : public PooledFrame,
      public boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
public:
  ProcessPromise() = default;
  ProcessPromise(const ProcessPromise&) = delete;
  ProcessPromise& operator=(const ProcessPromise&) = delete;
  ~ProcessPromise();

  struct Start {
    ProcessPromise& promise;
    bool await_ready() noexcept { return false; }
    void await_suspend(std::coroutine_handle<>) noexcept {}
    void await_resume() noexcept { promise.start_event_ = 0; }
  };

  Process get_return_object();
  Start initial_suspend() noexcept { return {*this}; }
  std::suspend_never final_suspend() noexcept { return {}; } // the frame frees itself
  void return_void() {}
  void unhandled_exception(); // handed to run_until, which rethrows it

  std::coroutine_handle<ProcessPromise> handle() { return std::coroutine_handle<ProcessPromise>::from_promise(*this); }

private:
  friend class Simulation;
  friend class ProcessRef;
  Simulation* simulation_ = nullptr;
  ProcessRef* ref_ = nullptr;
  std::uint64_t start_event_ = 0;
};

/// What a coroutine of this type returns: not yet running; give it to Simulation::spawn.
class [[nodiscard]] Process {
public:
  using promise_type = ProcessPromise;
  explicit Process(std::coroutine_handle<ProcessPromise> handle) : handle_(handle) {}
  Process(Process&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
  Process& operator=(Process&&) = delete;
  ~Process()
  {
    if (handle_)
      handle_.destroy();
  }

private:
  friend class Simulation;
  friend class ProcessRef;
  std::coroutine_handle<ProcessPromise> handle_;
};

/// Watches one process and can end it. Must be attached before the process is spawned; outliving it is fine.
class ProcessRef {
public:
  ProcessRef() = default;
  ProcessRef(const ProcessRef&) = delete;
  ProcessRef& operator=(const ProcessRef&) = delete;
  ~ProcessRef() { detach(); }

  void attach(const Process& process);
  void attach(ProcessPromise& promise);
  bool alive() const { return promise_ != nullptr; }
  /// Ends the process where it stands: its frame is destroyed, guards give back. Not from within the process itself.
  void cancel();

private:
  friend class ProcessPromise;
  void detach();
  ProcessPromise* promise_ = nullptr;
};

inline Process ProcessPromise::get_return_object()
{
  return Process{handle()};
}

/// co_await WatchSelf{ref}: lets `ref` watch, and others end, the process that says so. Takes no time. Not in a Task.
struct [[nodiscard]] WatchSelf {
  ProcessRef& ref;
  bool await_ready() const { return false; }
  bool await_suspend(std::coroutine_handle<ProcessPromise> self)
  {
    ref.attach(self.promise());
    return false;
  }
  void await_resume() const {}
};

/// co_await Sleep{simulation, duration}: until `duration` has passed.
class [[nodiscard]] Sleep {
public:
  Sleep(Simulation& simulation, Duration duration) : simulation_(simulation), duration_(duration), waiter_(simulation)
  {
  }
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> process)
  {
    waiter_.wait(process);
    waiter_.wake_at(simulation_.now() + duration_);
  }
  void await_resume() { waiter_.woken(); }

private:
  Simulation& simulation_;
  Duration duration_;
  Waiter waiter_;
};

/// A part of a process: starts when awaited, resumes its caller when done, hands on its result or its exception.
template <class T> class [[nodiscard]] Task;

namespace detail {

template <class T> struct TaskResult {
  std::optional<T> value;
  template <class U> void return_value(U&& result) { value.emplace(std::forward<U>(result)); }
  T take() { return std::move(*value); }
};
template <> struct TaskResult<void> {
  void return_void() {}
  void take() {}
};

template <class T> struct TaskPromise : PooledFrame, TaskResult<T> {
  struct ResumeCaller {
    bool await_ready() noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<TaskPromise> task) noexcept
    {
      return task.promise().caller;
    }
    void await_resume() noexcept {}
  };

  Task<T> get_return_object();
  std::suspend_always initial_suspend() noexcept { return {}; }
  ResumeCaller final_suspend() noexcept { return {}; }
  void unhandled_exception() { failure = std::current_exception(); }

  std::coroutine_handle<> caller;
  std::exception_ptr failure;
};

} // namespace detail

template <class T = void> class [[nodiscard]] Task {
public:
  using promise_type = detail::TaskPromise<T>;
  explicit Task(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
  Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
  Task& operator=(Task&&) = delete;
  ~Task()
  {
    if (handle_)
      handle_.destroy();
  }

  bool await_ready() const { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> caller)
  {
    handle_.promise().caller = caller;
    return handle_;
  }
  T await_resume()
  {
    if (handle_.promise().failure)
      std::rethrow_exception(handle_.promise().failure);
    return handle_.promise().take();
  }

private:
  std::coroutine_handle<promise_type> handle_;
};

template <class T> Task<T> detail::TaskPromise<T>::get_return_object()
{
  return Task<T>{std::coroutine_handle<TaskPromise>::from_promise(*this)};
}

} // namespace onsale::engine
