/// Memory for coroutine frames: freed frames are kept by size and handed out again, so a steady run allocates nothing.
#pragma once

#include <cstddef>

namespace onsale::engine {

/// Size classes of 16 bytes up to 4 KiB; larger frames go to the global heap. One pool per thread.
/// Under AddressSanitizer every frame goes to the global heap, so that use after end is seen.
class FramePool {
public:
  static void* allocate(std::size_t bytes);
  static void release(void* frame, std::size_t bytes) noexcept;
  /// Bytes taken from the system so far by this thread's pool (frames in use and frames kept).
  static std::size_t reserved_bytes();
};

/// Base of promise types: their frames come from the pool.
struct PooledFrame {
  static void* operator new(std::size_t bytes) { return FramePool::allocate(bytes); }
  static void operator delete(void* frame, std::size_t bytes) noexcept { FramePool::release(frame, bytes); }
};

} // namespace onsale::engine
