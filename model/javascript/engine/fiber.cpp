#include "model/javascript/engine/fiber.hpp"

#include "sim/engine/check.hpp"

#include <sys/mman.h>

#include <new>

namespace onsale::javascript {

using boost::context::detail::jump_fcontext;
using boost::context::detail::make_fcontext;
using boost::context::detail::transfer_t;

Stacks::~Stacks()
{
  for (std::byte* slab : slabs_)
    munmap(slab, stack_bytes * at_a_time);
}

std::byte* Stacks::take()
{
  if (free_.empty()) {
    void* const slab = mmap(nullptr, stack_bytes * at_a_time, PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (slab == MAP_FAILED)
      throw std::bad_alloc();
    madvise(slab, stack_bytes * at_a_time, MADV_NOHUGEPAGE); // a stack uses a few pages of its megabyte
    slabs_.push_back(static_cast<std::byte*>(slab));
    for (std::size_t number = at_a_time; number > 0; --number)
      free_.push_back(slabs_.back() + number * stack_bytes);
  }
  std::byte* const top = free_.back();
  free_.pop_back();
  return top;
}

Fiber::~Fiber()
{
  if (busy())
    stacks_->give_back(top_);
}

void Fiber::start(Stacks& stacks, Work work, void* argument)
{
  ONSALE_CHECK(not busy(), "a fiber works already");
  stacks_ = &stacks;
  top_ = stacks.take();
  work_ = work;
  argument_ = argument;
  frame_ = nullptr;
  ended_ = false;
  own_ = make_fcontext(top_, Stacks::stack_bytes, enter);
}

void Fiber::enter(transfer_t from)
{
  Fiber& fiber = *static_cast<Fiber*>(from.data);
  fiber.caller_ = from.fctx;
  fiber.work_(fiber.argument_);
  fiber.ended_ = true;
  jump_fcontext(fiber.caller_, nullptr);
}

void Fiber::resume(JSRuntime* runtime)
{
  void* const frame_here = JSF_Frame(runtime);
  JSF_Switch(runtime, frame_, reinterpret_cast<std::uintptr_t>(top_));
  JSF_Jobs(runtime, jobs_);
  own_ = jump_fcontext(own_, this).fctx;
  JSF_Jobs(runtime, jobs_);
  JSF_Switch(runtime, frame_here, reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0)));
  if (ended_) {
    stacks_->give_back(top_);
    top_ = nullptr;
  }
}

void Fiber::suspend(JSRuntime* runtime)
{
  frame_ = JSF_Frame(runtime);
  caller_ = jump_fcontext(caller_, nullptr).fctx;
}

} // namespace onsale::javascript
