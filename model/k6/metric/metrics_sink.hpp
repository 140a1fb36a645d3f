#pragma once

#include "model/k6/metric/trend.hpp"

#include <cstdint>
#include <variant>

namespace onsale::k6 {

/// The four metric types of k6.
enum class MetricKind : std::uint8_t { counter, gauge, rate, trend };

/// What the values of a metric are; decides how a summary prints them. k6's names: default, time (ms), data (bytes).
enum class MetricContent : std::uint8_t { number, time, data };

/// k6's name of the kind (`trend`) and of the content (`default`), as they stand in its files.
const char* name_of(MetricKind kind);
const char* name_of(MetricContent content);

struct Counter {
  double sum = 0;
};

struct Gauge {
  double value = 0; ///< the last
  double minimum = 0;
  double maximum = 0;
};

struct Rate {
  std::uint64_t nonzero = 0;
};

/// What is kept of the samples of one metric or sub-metric.
class Sink {
public:
  explicit Sink(MetricKind kind);

  void add(double value)
  {
    ++count_;
    if (auto* const trend = std::get_if<Trend>(&state_))
      trend->add(value);
    else
      add_scalar(value);
  }

  /// Samples so far.
  [[nodiscard]] std::uint64_t count() const { return count_; }

  /// Each is for its own kind only; anything else throws std::bad_variant_access.
  [[nodiscard]] const Counter& counter() const { return std::get<Counter>(state_); }
  [[nodiscard]] const Gauge& gauge() const { return std::get<Gauge>(state_); }
  [[nodiscard]] const Rate& rate() const { return std::get<Rate>(state_); }
  [[nodiscard]] const Trend& trend() const { return std::get<Trend>(state_); }

  /// Share of non-zero samples of a rate, 0 without samples.
  [[nodiscard]] double share() const;

private:
  void add_scalar(double value);

  std::uint64_t count_ = 0;
  std::variant<Counter, Gauge, Rate, Trend> state_;
};

} // namespace onsale::k6
