/// From single samples to the figures of an end-of-test summary, in memory that does not grow with their number.
#pragma once

#include "calibration/k6/k6_result.hpp"
#include "calibration/k6/metric_names.hpp"
#include "calibration/k6/quantiles.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace onsale::calibration {

/// One value of one metric with the tags that count here; tags that it does not have are empty.
struct Sample {
  std::string_view metric;
  double time_s = 0; ///< unix time
  double value = 0;  ///< ms, bytes or a number, as k6 gives it out
  std::string_view name;
  std::string_view check;
  std::string_view group;
  std::string_view expected_response;
};

class SampleCollector {
public:
  struct Options {
    double time_step_s = 0; ///< how finely the file gives times: 1 for whole seconds
    double rounding = 0;    ///< half a unit of the last decimal of values; 0: full precision
  };

  explicit SampleCollector(Options options) : options_(options) {}

  void set_time_step(double step_s) { options_.time_step_s = step_s; }

  /// What a custom metric is; the first word counts. Undescribed ones are trends of numbers.
  void describe(std::string_view metric, MetricType type);
  void add(const Sample& sample);

  /// Counters have no rate, since samples do not tell when the run began and ended. Sub-metrics: http_reqs,
  /// http_req_duration and http_req_failed by `name`, as long as there are not more than most_names.
  K6Result result() const;

  static constexpr std::size_t most_names = 200; ///< more are URLs with numbers in them, no endpoints

private:
  struct Series {
    MetricType type;
    Quantiles values{}; ///< trends alone
    std::uint64_t count = 0;
    std::uint64_t nonzero = 0;
    double sum = 0;
    double last = 0;
    double minimum = 0;
    double maximum = 0;
  };

  struct CheckCount {
    std::uint64_t passes = 0;
    std::uint64_t fails = 0;
  };

  using SeriesByName = std::map<std::string, Series, std::less<>>;

  Series& series_of(std::string_view metric);
  void add_parts(const Sample& sample, const MetricType& type);
  static void add_to(Series& series, double value);
  K6Result::Metric metric_of(const std::string& name, const Series& series) const;

  Options options_;
  SeriesByName series_;
  std::map<std::string, SeriesByName, std::less<>> parts_; ///< by tag `name`, then by metric
  Series expected_;                                        ///< http_req_duration of responses that did not fail
  std::map<std::string, CheckCount, std::less<>> checks_;  ///< by path
  bool too_many_names_ = false;
  double first_s_ = 0;
  double last_s_ = 0;
  std::uint64_t samples_ = 0;
};

} // namespace onsale::calibration
