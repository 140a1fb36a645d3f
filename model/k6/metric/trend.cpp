#include "model/k6/metric/trend.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <stdexcept>

namespace onsale::k6 {

double Trend::percentile(double percent) const
{
  if (count_ == 0)
    return 0;
  // k6 takes p(101) too, and fails once there are values: the largest is what it means.
  const double position = std::min(percent, 100.0) / 100 * static_cast<double>(count_ - 1);
  const double below = std::floor(position);
  const double low = value_of_rank(static_cast<std::uint64_t>(below));
  const double high = value_of_rank(static_cast<std::uint64_t>(std::ceil(position)));
  return low + (high - low) * (position - below);
}

double Trend::statistic(std::string_view name) const
{
  if (name == "avg")
    return average();
  if (name == "min")
    return minimum();
  if (name == "med")
    return percentile(50);
  if (name == "max")
    return maximum();
  if (name == "count")
    return static_cast<double>(count());
  return percentile(percent_of(name));
}

double Trend::value_of_rank(std::uint64_t rank) const
{
  if (rank < negatives_)
    return stored_value_of_rank(rank);
  if (rank < negatives_ + zeros_)
    return 0;
  return stored_value_of_rank(rank - zeros_);
}

double Trend::stored_value_of_rank(std::size_t rank) const
{
  if (split_count_ != values_.size()) {
    splits_.clear();
    split_count_ = values_.size();
  }
  const auto next = std::lower_bound(splits_.begin(), splits_.end(), rank);
  if (next != splits_.end() && *next == rank)
    return values_[rank];
  const auto begin = next == splits_.begin() ? 0 : static_cast<std::ptrdiff_t>(*(next - 1)) + 1;
  const auto end = next == splits_.end() ? std::ssize(values_) : static_cast<std::ptrdiff_t>(*next);
  std::nth_element(values_.begin() + begin, values_.begin() + static_cast<std::ptrdiff_t>(rank), values_.begin() + end);
  splits_.insert(next, rank);
  return values_[rank];
}

double percent_of(std::string_view name)
{
  if (name.size() > 3 && name.starts_with("p(") && name.ends_with(")")) {
    const auto digits = name.substr(2, name.size() - 3);
    double percent = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), percent);
    if (error == std::errc() && end == digits.data() + digits.size() && percent >= 0)
      return percent;
  }
  throw std::invalid_argument(
      fmt::format("'{}' is not a statistic of a trend: avg, min, med, max, count or p(N) with N from 0 on", name));
}

std::vector<std::string> default_trend_stats()
{
  return {"avg", "min", "med", "max", "p(90)", "p(95)"};
}

void check_trend_stats(const std::vector<std::string>& names)
{
  const Trend none;
  for (const auto& name : names)
    static_cast<void>(none.statistic(name));
}

} // namespace onsale::k6
