#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::k6 {

/// k6's trend metric: keeps every value, so that its percentiles are exact. Zeros are counted, not stored: connecting,
/// TLS and blocked times are nearly all zero. Asking for a statistic reorders the stored values, nothing else: not for
/// two threads at once.
class Trend {
public:
  void add(double value)
  {
    sum_ += value;
    minimum_ = count_ == 0 || value < minimum_ ? value : minimum_;
    maximum_ = count_ == 0 || value > maximum_ ? value : maximum_;
    ++count_;
    if (value == 0) {
      ++zeros_;
      return;
    }
    negatives_ += value < 0 ? 1 : 0;
    values_.push_back(value);
  }

  [[nodiscard]] std::uint64_t count() const { return count_; }
  /// These are 0 for a trend without values, as in k6.
  [[nodiscard]] double average() const { return count_ == 0 ? 0 : sum_ / static_cast<double>(count_); }
  [[nodiscard]] double minimum() const { return minimum_; }
  [[nodiscard]] double maximum() const { return maximum_; }

  /// Linear interpolation between the two nearest ranks (Hyndman & Fan type 7, American Statistician 50(4), 1996): with
  /// i = p/100 (n-1), x[floor i] + (x[ceil i] - x[floor i]) (i - floor i).
  /// @param percent  0 to 100; more is 100
  [[nodiscard]] double percentile(double percent) const;

  /// A statistic by k6's name: avg, min, med, max, count or p(N).
  /// @throws std::invalid_argument for any other name
  [[nodiscard]] double statistic(std::string_view name) const;

private:
  [[nodiscard]] double value_of_rank(std::uint64_t rank) const;
  [[nodiscard]] double stored_value_of_rank(std::size_t rank) const;

  // Selection splits the values at a rank; the next one searches only between the splits that are already there. A rank
  // in `splits_` holds its final value as long as no value came after `split_count_`.
  mutable std::vector<double> values_;
  mutable std::vector<std::size_t> splits_;
  mutable std::size_t split_count_ = 0;
  std::uint64_t count_ = 0;
  std::uint64_t zeros_ = 0;
  std::uint64_t negatives_ = 0;
  double sum_ = 0;
  double minimum_ = 0;
  double maximum_ = 0;
};

/// The N of `p(N)`, 0 or more.
/// @throws std::invalid_argument if the text is not such a name
double percent_of(std::string_view name);

/// k6's default statistics of a trend.
std::vector<std::string> default_trend_stats();

/// @param names  k6's summaryTrendStats: avg, min, med, max, count or p(N)
/// @throws std::invalid_argument naming the first one that is no statistic of a trend
void check_trend_stats(const std::vector<std::string>& names);

} // namespace onsale::k6
