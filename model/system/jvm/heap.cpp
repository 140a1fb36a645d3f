#include "model/system/jvm/heap.hpp"

#include <algorithm>

namespace onsale::system {
namespace {

constexpr double least_young_share = 0.05; // G1NewSizePercent
constexpr double regions = 2048;           // G1's aim for the number of regions

} // namespace

Heap::Heap(const Options& options) : options_(options), old_bytes_(options.live_baseline_bytes)
{
  resize_eden();
}

void Heap::restart(double size_bytes)
{
  options_.size_bytes = size_bytes;
  old_bytes_ = options_.live_baseline_bytes;
  eden_used_bytes_ = young_live_bytes_ = old_live_bytes_ = most_used_bytes_ = 0;
  resize_eden();
}

Heap::Held Heap::hold(double bytes)
{
  if (bytes <= 0)
    return {};
  young_live_bytes_ += bytes;
  return Held(*this, bytes, collections_);
}

void Heap::let_go(double bytes, std::uint64_t collections)
{
  (collections == collections_ ? young_live_bytes_ : old_live_bytes_) -= bytes;
}

Heap::Collection Heap::collect()
{
  Collection done;
  most_used_bytes_ = std::max(most_used_bytes_, used_bytes());
  done.promoted_bytes = young_live_bytes_;
  old_bytes_ += young_live_bytes_;
  old_live_bytes_ += std::exchange(young_live_bytes_, 0.0);
  ++collections_;
  eden_used_bytes_ = 0;
  done.live_bytes = live_bytes();
  if (old_bytes_ > (1 - least_young_share) * options_.size_bytes) {
    done.full = true;
    old_bytes_ = done.live_bytes;
    done.fits = done.live_bytes <= options_.size_bytes;
  }
  resize_eden();
  return done;
}

void Heap::resize_eden()
{
  const double largest = options_.young_share * options_.size_bytes;
  const double left = options_.size_bytes - old_bytes_;
  eden_bytes_ = std::clamp(left, std::min(largest, options_.size_bytes / regions), largest);
}

} // namespace onsale::system
