/// Native stacks for scripts: JavaScript waits in the middle of anything, callbacks of native functions and getters
/// too.
#pragma once

#include "model/javascript/engine/quickjs_fibers.h"

#include <boost/context/detail/fcontext.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace onsale::javascript {

/// Address space for stacks, reserved 64 at a time; only what a stack has touched takes memory. The last given back is
/// the first taken.
class Stacks {
public:
  /// 256 KiB would be 84 frames through `forEach` alone.
  static constexpr std::size_t stack_bytes = std::size_t{1} << 20;

  Stacks() = default;
  Stacks(const Stacks&) = delete;
  Stacks& operator=(const Stacks&) = delete;
  ~Stacks();

  /// @return the top of a stack, from which it grows down
  std::byte* take();
  void give_back(std::byte* top) { free_.push_back(top); }

private:
  static constexpr std::size_t at_a_time = 64;
  std::vector<std::byte*> slabs_;
  std::vector<std::byte*> free_;
};

/// Something that runs on a stack of its own until it suspends itself. What QuickJS knows of the stack goes with it.
class Fiber {
public:
  using Work = void (*)(void* argument);

  Fiber() { jobs_[0] = jobs_[1] = jobs_; }
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;
  ~Fiber();

  bool busy() const { return top_ != nullptr; }
  /// Begins at the next resume(). The stack goes back when the work returns.
  void start(Stacks& stacks, Work work, void* argument);
  /// Runs until suspend() or the end of the work. Not from inside a fiber.
  void resume(JSRuntime* runtime);
  /// From inside: returns at the next resume().
  void suspend(JSRuntime* runtime);

private:
  static void enter(boost::context::detail::transfer_t from);

  boost::context::detail::fcontext_t own_ = nullptr;
  boost::context::detail::fcontext_t caller_ = nullptr;
  std::byte* top_ = nullptr;
  Stacks* stacks_ = nullptr;
  Work work_ = nullptr;
  void* argument_ = nullptr;
  void* frame_ = nullptr;
  void* jobs_[2]; // promise jobs that wait: a struct list_head
  bool ended_ = false;
};

} // namespace onsale::javascript
