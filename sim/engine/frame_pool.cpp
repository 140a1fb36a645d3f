#include "sim/engine/frame_pool.hpp"

#include <array>
#include <memory>
#include <new>
#include <vector>

namespace onsale::engine {
namespace {

constexpr std::size_t class_bytes = 16; // what operator new aligns to: a million frames show each byte of padding
constexpr std::size_t largest_pooled_bytes = 4096;
constexpr std::size_t chunk_bytes = std::size_t{256} * 1024;

#if defined(__SANITIZE_ADDRESS__)
constexpr bool pooled = false;
#else
constexpr bool pooled = true;
#endif

struct FreeFrame {
  FreeFrame* next;
};

struct Pool {
  std::array<FreeFrame*, largest_pooled_bytes / class_bytes + 1> free{};
  std::vector<std::unique_ptr<std::byte[]>> chunks;
  std::byte* bump = nullptr;
  std::size_t bump_left = 0;

  void* carve(std::size_t bytes)
  {
    if (bump_left < bytes) {
      chunks.push_back(std::make_unique<std::byte[]>(chunk_bytes));
      bump = chunks.back().get();
      bump_left = chunk_bytes;
    }
    void* frame = bump;
    bump += bytes;
    bump_left -= bytes;
    return frame;
  }
};

Pool& pool()
{
  thread_local Pool instance;
  return instance;
}

constexpr std::size_t class_of(std::size_t bytes)
{
  return (bytes + class_bytes - 1) / class_bytes;
}

} // namespace

void* FramePool::allocate(std::size_t bytes)
{
  if (not pooled || bytes > largest_pooled_bytes)
    return ::operator new(bytes);
  Pool& p = pool();
  const std::size_t size_class = class_of(bytes);
  if (FreeFrame* frame = p.free[size_class]) {
    p.free[size_class] = frame->next;
    return frame;
  }
  return p.carve(size_class * class_bytes);
}

void FramePool::release(void* frame, std::size_t bytes) noexcept
{
  if (not pooled || bytes > largest_pooled_bytes) {
    ::operator delete(frame);
    return;
  }
  Pool& p = pool();
  const std::size_t size_class = class_of(bytes);
  p.free[size_class] = new (frame) FreeFrame{p.free[size_class]};
}

std::size_t FramePool::reserved_bytes()
{
  return pool().chunks.size() * chunk_bytes;
}

} // namespace onsale::engine
