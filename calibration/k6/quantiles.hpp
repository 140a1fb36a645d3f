/// Statistics of a stream of values that may be too long to keep: buckets whose bounds are 0.012 % apart.
#pragma once

#include "calibration/k6/interval.hpp"

#include <array>
#include <cstdint>
#include <map>

namespace onsale::calibration {

class Quantiles {
public:
  /// @param value  finite
  void add(double value);

  std::uint64_t count() const { return count_; }
  double sum() const { return sum_; }
  double minimum() const { return minimum_; }
  double maximum() const { return maximum_; }

  /// k6's percentile (linear between the two nearest ranks) of the values, known to within their buckets.
  /// @param percent  0 to 100
  Interval percentile(double percent) const;

private:
  // A double's own bits, ordered like the numbers, cut behind 13 bits of the mantissa: 2^-13 = 0.012 %. A page holds
  // 128 buckets, so that what is kept grows with the spread of the values, not with their number: some 20 kB an octave.
  static constexpr unsigned page_bits = 7;
  using Page = std::array<std::uint64_t, 1U << page_bits>;

  Interval value_of_rank(std::uint64_t rank) const;

  std::map<std::uint64_t, Page> pages_;
  std::uint64_t count_ = 0;
  double sum_ = 0;
  double minimum_ = 0;
  double maximum_ = 0;
};

} // namespace onsale::calibration
