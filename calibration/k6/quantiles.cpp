#include "calibration/k6/quantiles.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace onsale::calibration {
namespace {

constexpr std::uint64_t sign = 1ULL << 63U;
constexpr unsigned dropped_bits = 52 - 13;

/// Larger for larger numbers.
std::uint64_t ordered(double value)
{
  const auto bits = std::bit_cast<std::uint64_t>(value + 0.0); // + 0.0: there is one zero
  return (bits & sign) != 0 ? ~bits : bits | sign;
}

double number(std::uint64_t ordered_bits)
{
  return std::bit_cast<double>((ordered_bits & sign) != 0 ? ordered_bits & ~sign : ~ordered_bits);
}

} // namespace

void Quantiles::add(double value)
{
  minimum_ = count_ == 0 ? value : std::min(minimum_, value);
  maximum_ = count_ == 0 ? value : std::max(maximum_, value);
  sum_ += value;
  ++count_;
  const std::uint64_t bucket = ordered(value) >> dropped_bits;
  ++pages_[bucket >> page_bits][bucket & ((1U << page_bits) - 1)];
}

Interval Quantiles::percentile(double percent) const
{
  if (count_ == 0)
    return {};
  const double place = percent / 100 * static_cast<double>(count_ - 1);
  const double part = place - std::floor(place);
  const Interval below = value_of_rank(static_cast<std::uint64_t>(std::floor(place)));
  const Interval above = value_of_rank(static_cast<std::uint64_t>(std::ceil(place)));
  return {below.low + (above.low - below.low) * part, below.high + (above.high - below.high) * part};
}

Interval Quantiles::value_of_rank(std::uint64_t rank) const
{
  std::uint64_t before = 0;
  for (const auto& [page, buckets] : pages_)
    for (std::uint64_t i = 0; i < buckets.size(); ++i) {
      before += buckets[i];
      if (before > rank) {
        const std::uint64_t first = ((page << page_bits) + i) << dropped_bits;
        const double low = std::max(minimum_, number(first));
        return {low, std::max(low, std::min(maximum_, number(first + (1ULL << dropped_bits) - 1)))};
      }
    }
  return exactly(maximum_);
}

} // namespace onsale::calibration
