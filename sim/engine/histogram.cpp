#include "sim/engine/histogram.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace onsale::engine {
namespace {

constexpr int least_exponent = -30;
constexpr int largest_exponent = 34;
constexpr int parts = 128;

std::size_t bucket_of(double value)
{
  if (not(value > 0))
    return 0;
  int exponent = 0;
  const double mantissa = std::frexp(value, &exponent); // value = mantissa * 2^exponent, mantissa in [0.5, 1)
  if (exponent < least_exponent)
    return 1;
  if (exponent >= largest_exponent)
    return static_cast<std::size_t>(largest_exponent - least_exponent) * parts;
  const auto part = static_cast<std::size_t>((mantissa - 0.5) * 2 * parts);
  return 1 + static_cast<std::size_t>(exponent - least_exponent) * parts + part;
}

double middle_of(std::size_t bucket)
{
  if (bucket == 0)
    return 0;
  const std::size_t index = bucket - 1;
  const double mantissa = 0.5 + (static_cast<double>(index % parts) + 0.5) / (2.0 * parts);
  return std::ldexp(mantissa, least_exponent + static_cast<int>(index / parts));
}

} // namespace

void Histogram::add(double value, std::uint64_t times)
{
  if (times == 0)
    return;
  const std::size_t bucket = bucket_of(value);
  if (bucket >= buckets_.size())
    buckets_.resize(bucket + 1);
  buckets_[bucket] += times;
  min_ = count_ == 0 ? value : std::min(min_, value);
  max_ = count_ == 0 ? value : std::max(max_, value);
  count_ += times;
  sum_ += value * static_cast<double>(times);
}

void Histogram::merge(const Histogram& other)
{
  if (other.count_ == 0)
    return;
  buckets_.resize(std::max(buckets_.size(), other.buckets_.size()));
  for (std::size_t i = 0; i < other.buckets_.size(); ++i)
    buckets_[i] += other.buckets_[i];
  min_ = count_ == 0 ? other.min_ : std::min(min_, other.min_);
  max_ = count_ == 0 ? other.max_ : std::max(max_, other.max_);
  count_ += other.count_;
  sum_ += other.sum_;
}

double Histogram::percentile(double p) const
{
  if (count_ == 0)
    return 0;
  const double position = p * static_cast<double>(count_ - 1);
  std::uint64_t seen = 0;
  for (std::size_t bucket = 0; bucket < buckets_.size(); ++bucket) {
    seen += buckets_[bucket];
    if (static_cast<double>(seen) > position)
      return std::clamp(middle_of(bucket), min_, max_);
  }
  return max_;
}

} // namespace onsale::engine
