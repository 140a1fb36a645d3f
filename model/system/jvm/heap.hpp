/// Where the bytes of a JVM's heap are: what requests allocate, what outlives a collection, what is left for eden. Pure
/// arithmetic; jvm.hpp gives it time.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>

namespace onsale::system {

/// A generational heap by what a load test sees of it. Old generation and eden share the heap; old garbage is found by
/// a full collection only (G1's concurrent marking is left out), so whoever outlives a young collection costs a full
/// one some day.
///
///   heap   |######## live |:::: old garbage |   free   |--- eden, filling --->|
///   young  eden is full: what requests still hold of it moves to old, the rest is free again
///   full   old has left less than 5 % (to-space exhausted): old garbage goes
///   eden   young_share of the heap at most, else what old leaves, and one G1 region at least
///
/// When less is live than the heap but little is left, eden is tiny and full collections follow one another: that is
/// the storm. When more is live than the heap after a full collection, whoever allocated is out of memory.
class Heap {
public:
  struct Options {
    double size_bytes = 0;
    double young_share = 0.6;       ///< eden's part at most (G1: G1MaxNewSizePercent 60)
    double live_baseline_bytes = 0; ///< reachable without any request
  };

  /// What one request keeps reachable; its end makes it garbage.
  class Held {
  public:
    Held() = default;
    Held(Held&& other) noexcept
        : heap_(std::exchange(other.heap_, nullptr)), bytes_(other.bytes_), collections_(other.collections_)
    {
    }
    Held& operator=(Held&& other) noexcept
    {
      release();
      heap_ = std::exchange(other.heap_, nullptr);
      bytes_ = other.bytes_;
      collections_ = other.collections_;
      return *this;
    }
    ~Held() { release(); }
    void release()
    {
      if (heap_ != nullptr)
        std::exchange(heap_, nullptr)->let_go(bytes_, collections_);
    }

  private:
    friend class Heap;
    Held(Heap& heap, double bytes, std::uint64_t collections) : heap_(&heap), bytes_(bytes), collections_(collections)
    {
    }
    Heap* heap_ = nullptr;
    double bytes_ = 0;
    std::uint64_t collections_ = 0; // done before it came: more by now means that it was promoted
  };

  struct Collection {
    double promoted_bytes = 0;
    bool full = false;
    double live_bytes = 0; ///< after it
    bool fits = true;      ///< false: more is live than the heap has
  };

  explicit Heap(const Options& options);
  Heap(const Heap&) = delete;
  Heap& operator=(const Heap&) = delete;

  /// @return true: eden is full, collect
  bool allocate(double bytes)
  {
    eden_used_bytes_ += bytes;
    return eden_used_bytes_ >= eden_bytes_;
  }
  Held hold(double bytes);
  /// Stays reachable for ever, as what `hold` gives and nobody lets go.
  void leak(double bytes) { young_live_bytes_ += bytes; }
  /// A new process: nothing but the baseline. No request may hold anything.
  void restart(double size_bytes);
  Collection collect();

  double size_bytes() const { return options_.size_bytes; }
  double eden_bytes() const { return eden_bytes_; }
  double old_bytes() const { return old_bytes_; }
  /// Reachable or not: what a heap monitor shows.
  double used_bytes() const { return old_bytes_ + eden_used_bytes_; }
  /// The most that was ever in use: pages that the process has from the kernel, and keeps.
  double touched_bytes() const { return std::min(options_.size_bytes, std::max(most_used_bytes_, used_bytes())); }
  double live_bytes() const { return options_.live_baseline_bytes + young_live_bytes_ + old_live_bytes_; }

private:
  void let_go(double bytes, std::uint64_t collections);
  void resize_eden();

  Options options_;
  double eden_bytes_ = 0;
  double eden_used_bytes_ = 0;
  double old_bytes_;            // baseline, promoted, and garbage among it
  double young_live_bytes_ = 0; // held by requests, in eden
  double old_live_bytes_ = 0;   // held by requests, promoted
  double most_used_bytes_ = 0;  // before a collection
  std::uint64_t collections_ = 0;
};

} // namespace onsale::system
