/// Memory of a JavaScript runtime: size classes with free lists, and a bound on what each user holds.
#pragma once

#include "model/javascript/engine/quickjs_fibers.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace onsale::javascript {

/// What one user has allocated less what it has freed.
struct Account {
  std::int64_t bytes = 0;
};

/// Blocks of up to 1 KiB come from slabs of 1 MiB and go back to a list of their size; larger ones are the system's. A
/// fifth to a third faster than malloc for what scripts do.
class Memory {
public:
  /// @param limit_bytes  of one account; what would go beyond it is refused, and the script sees `out of memory`
  explicit Memory(std::int64_t limit_bytes) : limit_bytes_(limit_bytes) {}
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;
  /// Gives back all that is still there.
  ~Memory();

  JSRuntime* new_runtime();
  /// On whose account what follows goes.
  void charge(Account& account) { account_ = &account; }
  /// Whether an allocation was refused since the last call.
  bool take_refused();

private:
  struct Free {
    Free* next;
  };
  struct Large {
    Large* previous;
    Large* next;
    std::uint64_t unused;
    std::uint64_t usable_bytes; ///< where usable() looks
  };
  static constexpr std::size_t granule = 16;
  static constexpr std::size_t classes = 64;
  static constexpr std::size_t header = 8; ///< usable bytes of the block; keeps what follows aligned to 16
  static constexpr std::size_t slab_bytes = std::size_t{1} << 20;

  static std::size_t usable(const void* block);
  void* take(std::size_t bytes);
  void give(void* block);
  void* take_small(std::size_t size_class);
  void* take_large(std::size_t bytes);

  static void* js_malloc(JSMallocState* state, std::size_t bytes);
  static void js_free(JSMallocState* state, void* block);
  static void* js_realloc(JSMallocState* state, void* block, std::size_t bytes);

  std::array<Free*, classes + 1> free_{};
  std::vector<std::unique_ptr<std::byte[]>> slabs_;
  Large* large_ = nullptr;
  std::byte* next_ = nullptr;
  std::byte* end_ = nullptr;
  std::int64_t limit_bytes_;
  Account own_;
  Account* account_ = &own_;
  bool refused_ = false;
};

} // namespace onsale::javascript
