/// A histogram with log-linear buckets, for runs too long to keep every value. Mergeable across replications.
#pragma once

#include <cstdint>
#include <vector>

namespace onsale::engine {

/// Buckets: each power of two from 2^-31 (half a nanosecond in seconds) to 2^33 is cut into 128 equal parts, so that a
/// percentile is at most 1/256 (0.4 %) off; zero and below have a bucket of their own. Count, sum, least and largest
/// are exact.
class Histogram {
public:
  void add(double value, std::uint64_t times = 1);
  void merge(const Histogram& other);

  std::uint64_t count() const { return count_; }
  double sum() const { return sum_; }
  double min() const { return count_ == 0 ? 0 : min_; }
  double max() const { return count_ == 0 ? 0 : max_; }
  double mean() const { return count_ == 0 ? 0 : sum_ / static_cast<double>(count_); }
  /// @param p in [0, 1] @return midpoint of the bucket in which position p (n - 1) falls, within [min, max]
  double percentile(double p) const;

private:
  std::vector<std::uint64_t> buckets_; // grows to the largest bucket used
  std::uint64_t count_ = 0;
  double sum_ = 0;
  double min_ = 0;
  double max_ = 0;
};

} // namespace onsale::engine
