#include "model/javascript/engine/memory.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace onsale::javascript {
namespace {

Memory& memory_of(JSMallocState* state)
{
  return *static_cast<Memory*>(state->opaque);
}

} // namespace

Memory::~Memory()
{
  while (large_ != nullptr)
    std::free(std::exchange(large_, large_->next));
}

JSRuntime* Memory::new_runtime()
{
  static const JSMallocFunctions functions{js_malloc, js_free, js_realloc,
                                           [](const void* block) { return block == nullptr ? 0 : usable(block); }};
  return JS_NewRuntime2(&functions, this);
}

bool Memory::take_refused()
{
  return std::exchange(refused_, false);
}

std::size_t Memory::usable(const void* block)
{
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, static_cast<const std::byte*>(block) - header, sizeof bytes);
  return bytes;
}

void* Memory::take(std::size_t bytes)
{
  if (account_->bytes + static_cast<std::int64_t>(bytes) > limit_bytes_) [[unlikely]] {
    refused_ = true;
    return nullptr;
  }
  const std::size_t size_class = (bytes + header + granule - 1) / granule;
  void* const block = size_class <= classes ? take_small(size_class) : take_large(bytes);
  if (block != nullptr)
    account_->bytes += static_cast<std::int64_t>(usable(block));
  return block;
}

void* Memory::take_small(std::size_t size_class)
{
  if (Free* const free = free_[size_class]) {
    free_[size_class] = free->next;
    return free;
  }
  const std::size_t bytes = size_class * granule;
  if (end_ - next_ < static_cast<std::ptrdiff_t>(bytes)) {
    slabs_.emplace_back(new std::byte[slab_bytes]);
    next_ = slabs_.back().get() + header;
    end_ = slabs_.back().get() + slab_bytes;
  }
  const std::uint64_t usable_bytes = bytes - header;
  std::memcpy(next_, &usable_bytes, header);
  void* const block = next_ + header;
  next_ += bytes;
  return block;
}

void* Memory::take_large(std::size_t bytes)
{
  auto* const large = static_cast<Large*>(std::malloc(sizeof(Large) + bytes));
  if (large == nullptr)
    return nullptr;
  *large = {nullptr, large_, 0, bytes};
  if (large_ != nullptr)
    large_->previous = large;
  large_ = large;
  return large + 1;
}

void Memory::give(void* block)
{
  const std::size_t bytes = usable(block);
  account_->bytes -= static_cast<std::int64_t>(bytes);
  const std::size_t size_class = (bytes + header + granule - 1) / granule;
  if (size_class > classes) {
    Large* const large = static_cast<Large*>(block) - 1;
    (large->previous != nullptr ? large->previous->next : large_) = large->next;
    if (large->next != nullptr)
      large->next->previous = large->previous;
    std::free(large);
    return;
  }
  auto* const free = static_cast<Free*>(block);
  free->next = free_[size_class];
  free_[size_class] = free;
}

void* Memory::js_malloc(JSMallocState* state, std::size_t bytes)
{
  if (bytes == 0)
    return nullptr;
  void* const block = memory_of(state).take(bytes);
  if (block == nullptr)
    return nullptr;
  ++state->malloc_count;
  state->malloc_size += usable(block) + header;
  return block;
}

void Memory::js_free(JSMallocState* state, void* block)
{
  if (block == nullptr)
    return;
  --state->malloc_count;
  state->malloc_size -= usable(block) + header;
  memory_of(state).give(block);
}

void* Memory::js_realloc(JSMallocState* state, void* block, std::size_t bytes)
{
  if (block == nullptr)
    return js_malloc(state, bytes);
  if (bytes == 0) {
    js_free(state, block);
    return nullptr;
  }
  const std::size_t old_bytes = usable(block);
  if (bytes <= old_bytes && bytes >= old_bytes / 2)
    return block;
  void* const larger = js_malloc(state, bytes);
  if (larger == nullptr)
    return nullptr;
  std::memcpy(larger, block, std::min(bytes, old_bytes));
  js_free(state, block);
  return larger;
}

} // namespace onsale::javascript
