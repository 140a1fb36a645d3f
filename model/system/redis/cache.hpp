/// What a cache in Redis holds: which keys are in it, and until when.
#pragma once

#include "sim/engine/time.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace onsale::system {

/// A key is a cached answer of one step with one value of its register. Keys once put stay known when the cache is
/// lost, so that a script can put them back.
class Cache {
public:
  struct Key {
    std::size_t endpoint = 0;
    std::uint32_t step = 0;
    std::uint64_t value = 0;

    auto operator<=>(const Key&) const = default;
  };

  /// Counts a hit or a miss.
  bool holds(const Key& key, engine::Time now)
  {
    const auto found = entries_.find(key);
    const bool hit = found != entries_.end() && now < found->second;
    ++(hit ? hits_ : misses_);
    return hit;
  }
  void put(const Key& key, engine::Time until) { entries_[key] = until; }
  /// Everything is gone.
  void lose()
  {
    for (auto& [key, until] : entries_)
      until = engine::Time{};
  }
  /// Known keys that are not in the cache now, in order.
  std::vector<Key> lost(engine::Time now) const
  {
    std::vector<Key> keys;
    for (const auto& [key, until] : entries_)
      if (until <= now)
        keys.push_back(key);
    return keys;
  }

  std::uint64_t hits() const { return hits_; }
  std::uint64_t misses() const { return misses_; }

private:
  std::map<Key, engine::Time> entries_; // until when
  std::uint64_t hits_ = 0;
  std::uint64_t misses_ = 0;
};

} // namespace onsale::system
