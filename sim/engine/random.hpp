/// Counter-based random streams: one per concern and entity, so that changing one knob does not reshuffle the others.
#pragma once

#include <Random123/threefry.h>

#include <cstdint>
#include <string_view>

namespace onsale::engine {

/// All streams of one concern ("think time", "demand of reserve"). The key comes from seed, replication and the
/// concern's name; the counter is (entity, number of the draw). Threefry-2x64 with 13 rounds: Salmon et al., SC'11.
class RandomFamily {
public:
  RandomFamily(std::uint64_t seed, std::uint32_t replication, std::string_view concern);

  struct Pair {
    std::uint64_t first;
    std::uint64_t second;
  };
  /// Draws 2*block and 2*block+1 of the entity's stream.
  Pair bits(std::uint64_t entity, std::uint64_t block) const
  {
    const threefry2x64_ctr_t counter = {{entity, block}};
    const threefry2x64_ctr_t word = threefry2x64_R(13, counter, threefry2x64_key_t{{key_[0], key_[1]}});
    return {word.v[0], word.v[1]};
  }

private:
  std::uint64_t key_[2];
};

/// The stream of one entity. Small and cheap to make: keep it, or make it anew from (family, entity) where it is used.
class RandomStream {
public:
  RandomStream(const RandomFamily& family, std::uint64_t entity) : family_(&family), entity_(entity) {}

  std::uint64_t bits()
  {
    if ((drawn_ & 1) != 0) {
      ++drawn_;
      return spare_;
    }
    const RandomFamily::Pair pair = family_->bits(entity_, drawn_ / 2);
    ++drawn_;
    spare_ = pair.second;
    return pair.first;
  }
  /// Uniform in the open interval (0, 1), on the 2^53 midpoints.
  double uniform() { return (static_cast<double>(bits() >> 11) + 0.5) * 0x1.0p-53; }
  double uniform(double low, double high) { return low + (high - low) * uniform(); }
  /// Whole number in [0, count). The bias of the multiply-shift is below count / 2^64.
  std::uint64_t below(std::uint64_t count)
  {
    return static_cast<std::uint64_t>((static_cast<unsigned __int128>(bits()) * count) >> 64);
  }
  double exponential(double mean);
  double normal(); ///< mean 0, deviation 1 (Box & Muller 1958, cosine branch: two uniforms for one normal)

private:
  const RandomFamily* family_;
  std::uint64_t entity_;
  std::uint64_t drawn_ = 0;
  std::uint64_t spare_ = 0;
};

} // namespace onsale::engine
